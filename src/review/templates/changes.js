
// Without this script the page has everything; with it one can step through the changes, and hide kinds of them.
const all = [...document.querySelectorAll(".change")];
let now = -1;
const shown = () => all.filter((change) => !change.hidden);
const step = (by) => {
  const list = shown();
  if (!list.length) return;
  const at = list.indexOf(all[now]);
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
  for (const change of all) change.classList.toggle("now", change === next);
  now = all.indexOf(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  document.querySelector("#place").textContent = `change ${list.indexOf(next) + 1} of ${list.length}`;
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input")) return;
  const by = { n: 1, j: 1, p: -1, k: -1 }[event.key];
  if (by) { event.preventDefault(); step(by); }
});
for (const item of document.querySelectorAll(".kinds li")) {
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.checked = true;
  label.append(box, " ", ...item.childNodes);
  item.append(label);
  box.addEventListener("change", () => {
    for (const change of all) if (change.dataset.kind === item.dataset.kind) change.hidden = !box.checked;
    for (const file of document.querySelectorAll("section")) {
      const own = [...file.querySelectorAll(".change")];
      file.hidden = own.length > 0 && own.every((change) => change.hidden);
    }
  });
}
document.querySelector(".keys").hidden = false;
