// The board: a card is moved by its own button. Arrow keys and dragging press that button; without script it is there all the same.
const board = document.querySelector("[data-board]");
const cardOf = (element) => element.closest(".board-card");
const moveTo = (card, state) => card?.querySelector(`[data-move="${state}"]`)?.click();
let dragged = null;

function step(card, way) {
  const cards = [...board.querySelectorAll("[data-open]")];
  const at = cards.indexOf(card.querySelector("[data-open]"));
  cards[at + way]?.focus();
}

board?.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
  const doing = {
    ArrowDown: () => step(card, 1),
    ArrowUp: () => step(card, -1),
    ArrowRight: () => moveTo(card, card.dataset.card === "planned" ? "started" : "done"),
  }[event.key];
  if (!doing) return;
  event.preventDefault();
  doing();
});

for (const card of board?.querySelectorAll("[data-card]") ?? []) {
  card.draggable = true;
  card.addEventListener("dragstart", () => { dragged = card; });
  card.addEventListener("dragend", () => { dragged = null; });
}

for (const column of board?.querySelectorAll("[data-state]") ?? []) {
  const takes = () => dragged?.querySelector(`[data-move="${column.dataset.state}"]`);
  column.addEventListener("dragover", (event) => {
    if (!takes()) return;
    event.preventDefault();
    column.classList.add("is-target");
  });
  column.addEventListener("dragleave", () => column.classList.remove("is-target"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("is-target");
    moveTo(dragged, column.dataset.state);
  });
}
