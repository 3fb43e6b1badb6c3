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

// What a word means, or how one does on this page: in a box here, or on its own page where that fails.
function explain(link, words) {
  const beside = link.classList.contains("term") && "popover" in HTMLElement.prototype;
  const box = document.createElement(beside ? "div" : "dialog");
  box.className = "explains";
  box.innerHTML = words;
  const title = box.querySelector("h2");
  title.id = "explains-title";
  title.tabIndex = -1;
  title.autofocus = true;                       // else the first link, far down, is scrolled to
  box.setAttribute("aria-labelledby", title.id);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet";
  close.textContent = link.dataset.explains;
  close.addEventListener("click", () => (beside ? box.hidePopover() : box.close()));
  box.append(close);
  document.querySelector(".explains")?.remove();
  link.after(box);
  if (!beside) {
    box.addEventListener("close", () => box.remove());
    box.showModal();
    return;
  }
  box.popover = "auto";
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");
  box.showPopover();
  const at = link.getBoundingClientRect();
  const below = at.bottom + box.offsetHeight + 8 < window.innerHeight || at.top < box.offsetHeight + 8;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - box.offsetWidth - 24));
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${(below ? at.bottom + 4 : at.top - box.offsetHeight - 4) + window.scrollY}px`;
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (box.contains(document.activeElement) || document.activeElement === document.body) link.focus();
    box.remove();
  });
  box.focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-explains]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    const answer = await fetch(`${link.href}?del`);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    explain(link, await answer.text());
  } catch {
    window.location.assign(link.href);
  }
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

// A page whose reading is noted is noted as printed when the browser begins to print it, however that was asked for.
const prints = document.body.dataset.prints;
if (prints) {
  window.addEventListener("beforeprint", () => {
    const secret = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const sida = window.location.pathname + window.location.search;
    navigator.sendBeacon(prints, new URLSearchParams({ sida, csrfmiddlewaretoken: secret }));
  });
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
