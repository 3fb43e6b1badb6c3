// One key for each row: S, O and U press the row's own buttons, J and K go to the next and the one before.

const rows = [...document.querySelectorAll(".merge-row")];
let at = -1;

function go(to) {
  const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

rows.forEach((row, number) => row.addEventListener("focusin", () => { at = number; }));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select")) return;
  const key = event.key.toLowerCase();
  if (key === "j") return go(at + 1);
  if (key === "k") return go(at - 1);
  const button = rows[at]?.querySelector(`button[data-key="${CSS.escape(key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// After an answer the page comes back to the next row that is open.
const here = location.hash ? document.getElementById(location.hash.slice(1)) : null;
if (here?.matches(".merge-row")) here.focus();
else if (rows.length && here) here.focus();
