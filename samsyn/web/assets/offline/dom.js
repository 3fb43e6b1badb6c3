// Making elements, and saying things in the reader's language: the words come with the page.

let [words, icons] = [{}, {}];
export let course = [];

export function learnWords(page) {
  const island = page.getElementById("telefonens-ord");
  if (island) ({ words, icons, course } = JSON.parse(island.textContent));
}

learnWords(document);

export const language = document.documentElement.lang.startsWith("en") ? "en" : "sv";

export function say(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

export function many(key, n) {
  return say(n === 1 ? `${key}_one` : `${key}_many`, { n });
}

export function named(thing) {
  return thing?.[`name_${language}`] || thing?.name_sv || "";
}

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", icons[name] ?? icons.circle ?? "");
  drawing.append(line);
  return drawing;
}

export function notice(kind, ...content) {
  const symbol = { good: "check", info: "info" }[kind] ?? "warning";
  return el("div", { class: `notice ${kind}` }, icon(symbol), el("div", { class: "notice-body" }, ...content));
}

export function button(label, act, { kind = "", symbol = "" } = {}) {
  return el("button", { type: "button", class: `button ${kind}`, onclick: act }, symbol ? icon(symbol) : null, label);
}

// A screen is changed in one stroke, and whoever listens or uses the keyboard is taken to its heading.
export function show(place, ...content) {
  place.replaceChildren(...content.flat().filter(Boolean));
  const heading = place.querySelector("h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  window.scrollTo(0, 0);
}

export function dayWords(iso) {
  const shape = { day: "numeric", month: "short", year: "numeric" };
  return iso ? new Date(`${iso.slice(0, 10)}T12:00`).toLocaleDateString(language === "en" ? "en-GB" : "sv-SE", shape) : "";
}
