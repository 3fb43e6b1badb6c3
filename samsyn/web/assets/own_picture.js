// What a party writes is saved by itself a second after the last letter. Until the server has answered the words are
// kept in this tab, so that neither a lost network nor a closed lid takes them; they are gone from it once saved.

const form = document.getElementById("bilden");
const PAUSE = 900;
const kept = (key) => `egen-bild:${key}`;

function store(key, words) {
  try {
    if (words === null) sessionStorage.removeItem(kept(key));
    else sessionStorage.setItem(kept(key), JSON.stringify(words));
  } catch { /* a tab without storage: the words are still in the box */ }
}

function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(kept(key)) ?? "null");
  } catch {
    return null;
  }
}

class Point {
  constructor(box) {
    [this.box, this.key, this.address] = [box, box.dataset.key, box.dataset.address];
    [this.timer, this.sending, this.dirty, this.unanswered] = [null, false, false, []];
    this.status = box.querySelector(".saved");
    this.text = box.querySelector("textarea");
    this.version = box.querySelector(`[name="version-${this.key}"]`);
    this.restore();
    box.addEventListener("input", () => this.changed());
    box.addEventListener("change", () => this.changed());
  }

  words() {
    const audience = this.box.querySelector(`[name="visas-${this.key}"]`);
    const trend = this.box.querySelector(`[name="lage-${this.key}"]:checked`);
    return { text: this.text.value, lage: trend?.value ?? "", ...(audience ? { visas: audience.value } : {}) };
  }

  restore() {
    const words = stored(this.key);
    if (!words || JSON.stringify(words) === JSON.stringify(this.words())) return store(this.key, null);
    this.text.value = words.text;
    const audience = this.box.querySelector(`select[name="visas-${this.key}"]`);
    if (audience && [...audience.options].some((one) => one.value === words.visas)) audience.value = words.visas;
    const trend = [...this.box.querySelectorAll(`[name="lage-${this.key}"]`)].find((one) => one.value === words.lage);
    if (trend) trend.checked = true;
    this.changed();
  }

  changed() {
    this.dirty = true;
    store(this.key, this.words());
    if (this.status.textContent === form.dataset.saved) this.say("");      // said of the words before
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    if (this.sending || !this.dirty) return;
    [this.sending, this.dirty] = [true, false];
    this.say(form.dataset.saving);
    const [body, words] = [new FormData(), this.words()];
    for (const [name, value] of Object.entries({ ...words, version: this.version.value })) body.set(name, value);
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" } });
      await this.answered(answer);
    } catch {
      this.dirty = true;
      this.unanswered.push(words.text.trim());
      this.say(form.dataset.waiting);
    }
    this.sending = false;
    if (this.dirty) this.timer = setTimeout(() => this.save(), PAUSE * 4);
  }

  async answered(answer) {
    const told = await answer.json();
    const own = answer.status === 409 && this.unanswered.includes(told.theirs);
    this.unanswered = [];
    if (own) {                            // what came before was saved, only its answer was lost: nobody else wrote
      [this.version.value, this.dirty] = [Number(this.version.value) + 1, true];
      return;
    }
    if (answer.ok) {
      this.version.value = told.version;
      if (this.dirty) return;                                               // more was written meanwhile
      store(this.key, null);
      return this.say(form.dataset.saved);
    }
    this.say([form.dataset.stopped, told.sentence, told.theirs && `”${told.theirs}”`].filter(Boolean).join(" "));
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}

if (form) {
  const points = [...form.querySelectorAll(".point")].map((box) => new Point(box));
  addEventListener("online", () => points.forEach((point) => point.save()));
  addEventListener("beforeunload", (event) => {
    if (points.some((point) => point.sending || (point.dirty && stored(point.key) === null))) event.preventDefault();
  });
  form.addEventListener("submit", () => points.forEach((point) => {
    clearTimeout(point.timer);
    [point.dirty, point.sending] = [false, false];
    store(point.key, null);
  }));
  form.dataset.ready = "yes";
}
