// Sections are moved on the page at once; without script the same buttons ask the server. The order is the rows' own.

const list = document.querySelector(".section-list");
const status = document.getElementById("flyttat");

function edges() {
  const rows = [...list.children];
  rows.forEach((row, at) => {
    row.querySelector('[data-move="-1"]').disabled = at === 0;
    row.querySelector('[data-move="1"]').disabled = at === rows.length - 1;
  });
}

function move(row, steps, focused) {
  const other = steps < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (steps < 0) other.before(row);
  else other.after(row);
  edges();
  const rows = [...list.children];
  status.textContent = list.dataset.moved.replace("{name}", row.dataset.name)
    .replace("{at}", rows.indexOf(row) + 1).replace("{all}", rows.length);
  const target = focused?.disabled ? row.querySelector("[data-move]:not(:disabled)") : focused;
  target?.focus();
}

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  event.preventDefault();
  move(button.closest("li"), Number(button.dataset.move), button);
});

list?.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  move(event.target.closest("li"), event.key === "ArrowUp" ? -1 : 1, event.target);
});

list?.addEventListener("change", (event) => {
  if (event.target.type === "checkbox") event.target.closest("li").classList.toggle("is-hidden", !event.target.checked);
});
