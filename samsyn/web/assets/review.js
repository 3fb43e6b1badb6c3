// The queue by keyboard: a decision answers with the card as it stands, and the next one gets the focus.

const queue = document.getElementById("ko");
const said = document.querySelector("[data-said]");
const cards = () => [...queue.querySelectorAll(".case:not([data-done])")];
const present = () => document.activeElement?.closest(".case");

function go(step) {
  const all = cards();
  const at = all.indexOf(present());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// The headline counts what is left, so that the end is in sight.
function countDown(done) {
  const head = document.querySelector("[data-waiting]");
  if (!done || !head) return;
  head.dataset.waiting = Math.max(Number(head.dataset.waiting) - 1, 0);
  head.textContent = head.textContent.replace(/\d+/, head.dataset.waiting);
}

const left = () => Number(document.querySelector("[data-waiting]")?.dataset.waiting ?? 0);

// A hundred are read: fetch the next hundred and stand on the first of them.
function goOn() {
  sessionStorage.setItem("granska", "vidare");
  location.reload();
}

async function decide(form) {
  const card = form.closest(".case");
  const at = cards().indexOf(card);
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Samsyn-Part": "card" } });
    if (answer.redirected || !(answer.ok || answer.status === 409)) throw new Error(String(answer.status));
    const held = document.createElement("template");
    held.innerHTML = await answer.text();
    const after = held.content.firstElementChild;
    card.replaceWith(after);
    after.dispatchEvent(new CustomEvent("samsyn:part", { bubbles: true }));
    countDown(after.hasAttribute("data-done"));
    said.textContent = (after.querySelector("[data-said-words]") ?? after.querySelector(".notice"))?.textContent.trim() ?? "";
    if (!after.hasAttribute("data-done")) after.focus();
    else if (cards().length) (cards()[at] ?? cards().at(-1)).focus();
    else if (left() > 0) goOn();
    else after.focus();
  } catch {
    form.submit();
  }
}

queue?.addEventListener("submit", (event) => {
  event.preventDefault();
  decide(event.target);
});

document.addEventListener("keydown", (event) => {
  if (!queue || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    go(present() ? (key === "j" ? 1 : -1) : 1);
    return;
  }
  const target = present()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  const fold = target.closest("details");
  if (fold) fold.open = true;
  if (target.matches("button")) target.click();
  else target.focus();
});

if (sessionStorage.getItem("granska") === "vidare") {
  sessionStorage.removeItem("granska");
  if (queue) cards()[0]?.focus();
}

const keys = document.querySelector("[data-keys]");
if (keys) keys.hidden = false;
