// The drawings of the causes: arrow keys and dragging send the same moves as the buttons in the list, and say what came of it.
const place = document.querySelector("[data-drawing]");
const status = document.getElementById("sagt");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const causeAt = (element) => element?.closest?.("[data-cause]");
let waiting = false;

async function move(id, told) {
  if (waiting) return;
  waiting = true;
  const drawing = place.querySelector(".drawing");
  const { version } = json("orsaker-lage").find((each) => each.id === id);
  const body = new URLSearchParams({ ritning: drawing.dataset.way, csrfmiddlewaretoken: token(), version, ...told });
  const address = `${place.dataset.home}/${id}/flytta`;
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "causes" } });
    if (!answer.headers.get("Content-Type")?.startsWith("text/html") || answer.status >= 500) throw new Error(answer.status);
    place.innerHTML = await answer.text();
    status.textContent = place.querySelector("[data-said]")?.dataset.said ?? "";
    place.querySelector(`[data-cause="${id}"]`)?.focus();
  } catch {
    window.location.reload();
  } finally {
    waiting = false;
  }
}

const next = (order, now, way) => order[Math.min(Math.max(order.indexOf(now) + way, 0), order.length - 1)];

function sideways(id, way) {
  const field = place.querySelector(".drawing").dataset.field;
  const rows = json("orsaker-lage");
  const row = rows.find((each) => each.id === id);
  if (field !== "parent") {
    const to = next(json("orsaker-ordning"), row[field], way);
    if (to !== row[field]) move(id, { [field]: to });
    return;
  }
  const beside = rows.filter((each) => each.parent === row.parent);
  const above = beside[beside.findIndex((each) => each.id === id) - 1];
  if (way > 0 && above) move(id, { parent: above.id });
  if (way < 0 && row.parent) move(id, { parent: rows.find((each) => each.id === row.parent)?.parent ?? "" });
}

place?.addEventListener("keydown", (event) => {
  const cause = causeAt(event.target);
  if (!cause || event.altKey || event.ctrlKey || event.metaKey) return;
  const id = cause.dataset.cause;
  const doing = {
    ArrowLeft: () => sideways(id, -1),
    ArrowRight: () => sideways(id, 1),
    ArrowUp: () => move(id, { places: "up" }),
    ArrowDown: () => move(id, { places: "down" }),
    Enter: () => place.querySelector(`[data-open="${id}"]`)?.click(),
    " ": () => place.querySelector(`[data-open="${id}"]`)?.click(),
  }[event.key];
  if (!doing) return;
  event.preventDefault();
  doing();
});

// Dragging with a mouse or a pen; a finger scrolls, and has the buttons in the list.
let held = null;

place?.addEventListener("pointerdown", (event) => {
  const cause = causeAt(event.target);
  if (!cause || event.pointerType === "touch" || event.button !== 0) return;
  held = { cause, x: event.clientX, y: event.clientY, far: false };
});

function under(event) {
  const found = document.elementsFromPoint(event.clientX, event.clientY);
  const other = found.map(causeAt).find((each) => each && each !== held.cause);
  const zone = found.map((each) => each.closest?.("[data-zone]")).find(Boolean);
  return { other, zone };
}

window.addEventListener("pointermove", (event) => {
  if (!held) return;
  const [across, down] = [event.clientX - held.x, event.clientY - held.y];
  held.far ||= Math.hypot(across, down) > 6;
  if (!held.far) return;
  const scale = held.cause.ownerSVGElement.getScreenCTM().a;
  held.cause.setAttribute("transform", `translate(${across / scale} ${down / scale})`);
  held.cause.classList.add("is-held");
  const { zone } = under(event);
  for (const each of place.querySelectorAll("[data-zone]")) each.classList.toggle("is-target", each === zone);
});

window.addEventListener("pointerup", (event) => {
  if (!held) return;
  const { cause, far } = held;
  const { other, zone } = under(event);
  held = null;
  cause.removeAttribute("transform");
  cause.classList.remove("is-held");
  for (const each of place.querySelectorAll("[data-zone]")) each.classList.remove("is-target");
  if (!far) {
    cause.focus();
    return;
  }
  const id = cause.dataset.cause;
  const field = place.querySelector(".drawing").dataset.field;
  const now = json("orsaker-lage").find((each) => each.id === id)[field];
  const to = field === "parent" && other ? other.dataset.cause : zone?.dataset.value;
  if (to !== undefined && to !== now) move(id, { [field]: to });
});

// The short form keeps what is being written, a moment after the last key.
for (const box of document.querySelectorAll("[data-draft]")) {
  const said = document.getElementById("utkast");
  let soon = 0;
  const keep = async () => {
    const body = new URLSearchParams({ text: box.value, csrfmiddlewaretoken: token() });
    const answer = await fetch(box.dataset.draft, { method: "POST", body, keepalive: true }).catch(() => null);
    if (answer?.headers.get("Content-Type")?.startsWith("text/plain")) said.textContent = await answer.text();
  };
  box.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(keep, 1200);
  });
}
