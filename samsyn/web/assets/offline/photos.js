// Photos of a report: taken or chosen, made small, drawn anew on a canvas (which leaves out where, when and with what
// it was taken) and blurred with a finger, a mouse or the keyboard. Nothing is kept here: the outbox keeps what is sent.

import { button, el, notice, say } from "./dom.js";

const LONGEST = 1600;
const MOST_BYTES = 400_000;
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
export const MOST_PHOTOS = 2;

function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  return canvas;
}

export async function drawn(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = canvasOf(bitmap.width * scale, bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

const blobOf = (canvas, quality) => new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });

// As JPEG of at most 400 kilobytes: first in poorer quality, then smaller.
export async function encoded(canvas) {
  for (let from = canvas; ; from = shrunk(from)) {
    for (const quality of QUALITIES) {
      const blob = await blobOf(from, quality);
      if (blob.size <= MOST_BYTES) return base64(blob);
    }
  }
}

function shrunk(canvas) {
  const smaller = canvasOf(canvas.width * 0.75, canvas.height * 0.75);
  smaller.getContext("2d").drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return smaller;
}

const base64 = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.split(",")[1]);
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});

// A picture of so few squares that nothing in it can be told; blurred parts are cut out of it.
const SQUARES = 24;

export function mosaicOf(canvas) {
  const step = Math.max(canvas.width, canvas.height) / SQUARES;
  const few = canvasOf(canvas.width / step, canvas.height / step);
  few.getContext("2d").drawImage(canvas, 0, 0, few.width, few.height);
  const coarse = canvasOf(canvas.width, canvas.height);
  const pen = coarse.getContext("2d");
  pen.imageSmoothingEnabled = false;
  pen.drawImage(few, 0, 0, coarse.width, coarse.height);
  return coarse;
}

// What is blurred: circles of the brush, boxes of the keyboard, or everything. Drawn from the clean picture each time,
// so that a step can be taken back; only what is drawn is ever sent.
export function blurred(clean, steps) {
  const canvas = canvasOf(clean.width, clean.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(clean, 0, 0);
  if (!steps.length) return canvas;
  const coarse = mosaicOf(clean);
  pen.beginPath();
  for (const step of steps) {
    for (const [x, y, r] of step.circles ?? []) {
      pen.moveTo(x + r, y);
      pen.arc(x, y, r, 0, 2 * Math.PI);
    }
    if (step.box) pen.rect(...step.box);
  }
  pen.clip();
  pen.drawImage(coarse, 0, 0);
  return canvas;
}

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The box that is moved with the arrows, made larger and smaller with plus and minus, and pressed with Enter.
export function moved(box, key, { width, height }) {
  const step = Math.max(width, height) / 20;
  const [x, y, w, h] = box;
  const fit = (value, most) => Math.min(Math.max(0, value), Math.max(0, most));
  if (KEYS[key]) return [fit(x + KEYS[key][0] * step, width - w), fit(y + KEYS[key][1] * step, height - h), w, h];
  if (key === "+" || key === "-") {
    const by = key === "+" ? step : -step;
    const [nw, nh] = [Math.min(width, Math.max(step, w + by)), Math.min(height, Math.max(step, h + by))];
    return [fit(x, width - nw), fit(y, height - nh), nw, nh];
  }
  return box;
}

function editor(photo, done) {
  const { clean } = photo;
  const steps = [...photo.steps];
  const brush = Math.max(clean.width, clean.height) / 18;
  let box = [clean.width * 0.375, clean.height * 0.375, clean.width / 4, clean.height / 4];
  const view = canvasOf(clean.width, clean.height);
  const frame = el("button", { type: "button", class: "blur-box", "aria-label": say("blur_box"), "aria-describedby": "blur-keys" });
  const status = el("p", { class: "unseen", role: "status" });
  const share = (value, whole) => `${(100 * value) / whole}%`;

  function draw() {
    view.getContext("2d").drawImage(blurred(clean, steps), 0, 0);
    [frame.style.left, frame.style.top] = [share(box[0], clean.width), share(box[1], clean.height)];
    [frame.style.width, frame.style.height] = [share(box[2], clean.width), share(box[3], clean.height)];
  }

  function add(step) {
    steps.push(step);
    draw();
    status.textContent = say("blur_done", { n: steps.length });
  }

  const at = (event) => {
    const seen = view.getBoundingClientRect();
    const scale = clean.width / seen.width;
    return [(event.clientX - seen.left) * scale, (event.clientY - seen.top) * scale, brush];
  };
  let stroke = null;
  view.addEventListener("pointerdown", (event) => {
    view.setPointerCapture(event.pointerId);
    stroke = { circles: [at(event)] };
    steps.push(stroke);
    draw();
  });
  view.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.circles.push(at(event));
    draw();
  });
  for (const kind of ["pointerup", "pointercancel"]) view.addEventListener(kind, () => { stroke = null; });
  frame.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] && event.key !== "+" && event.key !== "-") return;
    event.preventDefault();
    box = moved(box, event.key, clean);
    draw();
  });
  frame.addEventListener("click", () => add({ box }));

  const dialog = el("dialog", { class: "blur", "aria-labelledby": "blur-title" });
  const close = (keep) => () => { dialog.close(); dialog.remove(); if (keep) done(steps); };
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(false)(); });
  dialog.append(
    el("h2", { id: "blur-title" }, say("blur_title")), el("p", { class: "hint" }, say("blur_words")),
    el("p", { class: "hint", id: "blur-keys" }, say("blur_keys")), el("div", { class: "blur-view" }, view, frame), status,
    el("p", { class: "actions" }, button(say("blur_all"), () => add({ box: [0, 0, clean.width, clean.height] }), { kind: "small" }),
      button(say("blur_undo"), () => { steps.pop(); draw(); }, { kind: "quiet small" })),
    el("p", { class: "actions" }, button(say("blur_keep"), close(true), { kind: "first" }),
      button(say("cancel"), close(false), { kind: "quiet" })),
  );
  document.body.append(dialog);
  dialog.showModal();
  draw();
}

// The part of the last screen that holds the photos. `photos` is changed in place: [{id, clean, steps}].
export function photoField(place, photos) {
  const wrong = el("div", { role: "alert" });
  const list = el("ul", { class: "plain-list photos" });

  async function take(event) {
    const [file] = event.target.files;
    event.target.value = "";
    wrong.replaceChildren();
    if (!file) return;
    try {
      photos.push({ id: crypto.randomUUID(), clean: await drawn(file), steps: [] });
    } catch {
      wrong.replaceChildren(notice("bad", el("p", {}, say("photo_unreadable"))));
    }
    fill();
  }

  const chooser = (label, more) => el("label", { class: "button small photo-choice" }, say(label),
    el("input", { type: "file", accept: "image/*", class: "unseen", onchange: take, ...more }));

  function item(photo, n) {
    const small = blurred(photo.clean, photo.steps);
    small.setAttribute("role", "img");
    small.setAttribute("aria-label", say("photo_n", { n: n + 1 }));
    return el("li", {}, small, el("p", { class: "actions" },
      button(say("blur"), () => editor(photo, (steps) => { photo.steps = steps; fill(); }), { kind: "small" }),
      button(say("photo_remove"), () => { photos.splice(n, 1); fill(); }, { kind: "quiet small" })));
  }

  function fill() {
    list.replaceChildren(...photos.map(item));
    choices.hidden = photos.length >= MOST_PHOTOS;
  }

  const choices = el("p", { class: "actions" }, chooser("photo_take", { capture: "environment" }), chooser("photo_choose", {}));
  place.replaceChildren(el("fieldset", { class: "part" }, el("legend", {}, say("photos")),
    el("p", { class: "hint" }, say("photos_words")), list, choices, wrong));
  fill();
}

// What goes into the outbox for each photo.
export const packed = (photos) => Promise.all(photos.map(async ({ id, clean, steps }) => (
  { id, jpeg: await encoded(blurred(clean, steps)) }
)));
