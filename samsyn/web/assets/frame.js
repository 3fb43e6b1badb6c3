// What every page gains from script: menus that close, dialogs that open, errors that get the focus, files to drop.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

// Listened for on the whole page, since parts of it may be replaced.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens]");
  if (button) document.getElementById(button.dataset.opens).showModal();
});

const search = document.querySelector("[data-palette]");

async function openPalette() {
  const { openPalette: open } = await import("./palette.js");
  open(search);
}

if (search) {
  search.hidden = false;
  search.addEventListener("click", openPalette);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    }
  });
}

document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  box.querySelector("[data-drop-words]").hidden = false;
  const over = (state) => (event) => {
    event.preventDefault();
    box.classList.toggle("over", state);
  };
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// Reports that wait in the phone are not lost by signing out without a word about them.
document.querySelector('form[action="/logga-ut"]')?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { leaveThrough } = await import("./offline/leaving.js");
  await leaveThrough(event.target);
});
