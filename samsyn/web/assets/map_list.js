// The list beside the map: fetched in part when the choice changes, walked with the arrow keys, marked together with it.

const list = () => document.getElementById("listan");
const here = () => document.getElementById("map").dataset.here;
const FOLDED_AFTER = 12;        // as in map.css
let asked = null;

// Fetch the list of an address and put it in place; returns false when a later question has been asked meanwhile.
export async function showList(address, { push = true, after = "" } = {}) {
  asked?.abort();
  asked = new AbortController();
  list().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${here()}?${address}${after}`, { headers: { "X-Samsyn-Part": "list" }, signal: asked.signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const held = document.createElement("template");
    held.innerHTML = await answer.text();
    list().replaceWith(held.content.querySelector("#listan"));
    if (push) history.replaceState(null, "", `${here()}${address || after ? `?${address}${after}` : ""}`);
    prepare();
    return true;
  } catch (problem) {
    if (problem.name === "AbortError") return false;
    location.assign(`${here()}?${address}${after}`);
    return false;
  }
}

export function prepare() {
  const all = list().querySelector("[data-mark-page]");
  if (all) for (const part of list().querySelectorAll("[data-mark-page], [data-mark-page-words]")) part.hidden = false;
  const clear = document.querySelector("[data-clear]");
  if (clear) clear.hidden = !list().dataset.address;
}

export function markRows(ids) {
  for (const row of list().querySelectorAll("tr.is-marked")) row.classList.remove("is-marked");
  const rows = ids.map((id) => document.getElementById(id)).filter(Boolean);
  for (const row of rows) row.classList.add("is-marked");
  rows[0]?.scrollIntoView({ block: "nearest" });
}

function count() {
  const words = list().querySelector("[data-marked]");
  if (words) words.textContent = list().querySelectorAll("input[name=id]:checked").length;
}

function step(event) {
  const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
  const row = event.target.closest("#listan tbody tr");
  if (!row || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], select")) return;
  if (event.key === "x") {
    row.querySelector("input[name=id]")?.click();
  } else if (event.key in steps) {
    const next = steps[event.key] > 0 ? row.nextElementSibling : row.previousElementSibling;
    next?.querySelector("th a").focus();
    event.preventDefault();
  }
}

// onRow is told which row the reader stands in, with its point on the map if it has one.
export function listen({ onRow }) {
  document.addEventListener("keydown", step);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-mark-page]")) {
      for (const box of list().querySelectorAll("input[name=id]")) box.checked = event.target.checked;
    }
    count();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#listan tbody tr");
    if (row && event.target.matches("a, input")) onRow(row);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-whole-list]")) {
      list().classList.add("is-whole");
      list().querySelector(`tbody tr:nth-child(${FOLDED_AFTER + 1}) th a`)?.focus();
      return;
    }
    const row = event.target.closest("#listan tbody tr");
    if (row && !event.target.closest("a, input, button")) onRow(row);
  });
  prepare();
}
