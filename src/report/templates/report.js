
// Without this script the page has everything; with it the table of documents can be sorted and searched.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, column) => row.cells[column].textContent;
  const sort = (head, column) => {
    const isNumber = head.classList.contains("number");
    const current = head.getAttribute("aria-sort");
    const descending = current ? current === "ascending" : isNumber;
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const order = (a, b) => isNumber
      ? (Number(value(a, column)) || 0) - (Number(value(b, column)) || 0)
      : value(a, column).localeCompare(value(b, column), undefined, { numeric: true });
    const rows = [...body.rows].sort((a, b) => descending ? order(b, a) : order(a, b));
    body.append(...rows);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
  });
  const rows = [...body.rows];
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "name or code";
  const text = document.createElement("label");
  text.append("Only documents with ", input);
  const box = document.createElement("input");
  box.type = "checkbox";
  const findings = document.createElement("label");
  findings.append(box, " with errors or warnings");
  const shown = document.createElement("output");
  const filter = document.createElement("div");
  filter.className = "filter";
  filter.append(text, findings, shown);
  const show = () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const isOne = row.textContent.toLowerCase().includes(wanted) && (!box.checked || row.querySelector(".error, .warning"));
      row.hidden = !isOne;
      if (isOne) count += 1;
    }
    shown.value = count === rows.length ? "" : `${count} of ${rows.length} are shown`;
  };
  input.addEventListener("input", show);
  box.addEventListener("change", show);
  table.parentElement.before(filter);
}
