// The part of "Where?" that lets one point at a map, and say that it is about somebody's home. The map itself is large, so
// it is fetched only when it is asked for; where it cannot be had the list of places stands as before.

import { button, el, notice, say } from "./dom.js";
import { fillPocket } from "./pocket.js";

const IDLE_AFTER = 8_000;

export function pinBox({ basis, town, report, choose, atHome }) {
  const frame = el("div", { class: "pin" });
  const open = button(say("pin_open"), () => show(), { symbol: "place" });
  const home = el("input", { type: "checkbox", id: "at-home", checked: report.place_type === "dwelling", onchange: () => atHome(home.checked) });

  async function show() {
    open.disabled = true;
    frame.replaceChildren(el("p", { class: "muted", role: "status" }, say("pin_waits")));
    try {
      const { openPin } = await import(new URL("./pin_map.js", import.meta.url).href);
      await openPin(frame, { basis, town, report, choose });
    } catch {
      frame.replaceChildren(notice("info", el("p", {}, say("pin_missing"))));
      open.disabled = false;
    }
  }

  return el("section", { class: "pin-box", "aria-label": say("pin_open") },
    el("p", { class: "choice" }, home, el("label", { for: "at-home" }, say("pin_home")),
      el("span", { class: "hint" }, say("pin_home_hint"))),
    el("p", {}, open), frame);
}

// Not at the first visit, which should be light; and only when nothing else is going on.
export function keepMap(town) {
  if (navigator.onLine) setTimeout(() => fillPocket(town).catch(() => false), IDLE_AFTER);
}
