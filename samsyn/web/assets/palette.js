// Ctrl-K: a box that finds places, reports and screens. The arrow keys choose, Enter goes there, Esc closes.

const WAIT_MS = 120;
let palette = null;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function build(button) {
  const input = element("input", {
    type: "search", id: "palette-input", autocomplete: "off", spellcheck: "false", role: "combobox",
    "aria-expanded": "true", "aria-controls": "palette-found", "aria-autocomplete": "list",
  });
  const label = element("label", { for: "palette-input" }, button.dataset.label);
  const list = element("div", { id: "palette-found", role: "listbox", "aria-label": button.dataset.label });
  const said = element("p", { class: "palette-said", role: "status" });
  const dialog = element("dialog", { class: "palette", "aria-label": button.dataset.label }, label, input, list, said);
  document.body.append(dialog);
  return { button, dialog, input, list, said, chosen: -1, asked: 0, timer: 0 };
}

function options() {
  return [...palette.list.querySelectorAll("[role=option]")];
}

function choose(index) {
  const all = options();
  palette.chosen = all.length ? (index + all.length) % all.length : -1;
  all.forEach((one, n) => one.setAttribute("aria-selected", String(n === palette.chosen)));
  const now = all[palette.chosen];
  palette.input.setAttribute("aria-activedescendant", now ? now.id : "");
  now?.scrollIntoView({ block: "nearest" });
}

function show(found) {
  palette.list.replaceChildren();
  let group = null;
  let box = null;
  found.forEach((row, n) => {
    if (row.group !== group) {
      group = row.group;
      box = element("div", { role: "group", "aria-label": group }, element("p", { "aria-hidden": "true" }, group));
      palette.list.append(box);
    }
    const option = element("a", { role: "option", id: `palette-${n}`, href: row.address, tabindex: "-1" },
      element("span", {}, row.name));
    if (row.more) option.append(element("small", {}, row.more));
    box.append(option);
  });
  palette.said.textContent = found.length ? `${found.length} ${palette.button.dataset.count}` : palette.button.dataset.empty;
  choose(0);
}

async function ask() {
  const turn = ++palette.asked;
  const address = `${palette.button.dataset.palette}?q=${encodeURIComponent(palette.input.value)}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || turn !== palette.asked) return;
  show((await answer.json()).found);
}

function onKey(event) {
  if (event.key === "ArrowDown") choose(palette.chosen + 1);
  else if (event.key === "ArrowUp") choose(palette.chosen - 1);
  else if (event.key === "Enter") options()[palette.chosen]?.click();
  else return;
  event.preventDefault();
}

export function openPalette(button) {
  if (!palette) {
    palette = build(button);
    palette.input.addEventListener("keydown", onKey);
    palette.input.addEventListener("input", () => {
      clearTimeout(palette.timer);
      palette.timer = setTimeout(ask, WAIT_MS);
    });
    palette.dialog.addEventListener("click", (event) => {
      if (event.target === palette.dialog) palette.dialog.close();
    });
  }
  if (!palette.dialog.open) palette.dialog.showModal();
  palette.input.focus();
  palette.input.select();
  ask();
}
