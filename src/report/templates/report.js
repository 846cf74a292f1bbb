
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
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  label.className = "filter";
  label.append("Only documents with ", input, " in their row");
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  table.parentElement.before(label);
}
