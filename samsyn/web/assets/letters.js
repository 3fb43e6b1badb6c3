// Notices in this browser: the message service gives an address and two keys, and the server remembers them.

const part = document.querySelector("[data-push]");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function tell(browser, on) {
  const form = new FormData(part.querySelector("form"));
  form.set("on", on ? "yes" : "no");
  form.set("endpoint", browser.endpoint);
  form.set("public_key", text(browser.getKey("p256dh")));
  form.set("secret", text(browser.getKey("auth")));
  const answer = await fetch(part.dataset.address, { method: "POST", body: form });
  if (!answer.ok) throw new Error(String(answer.status));
}

function show(state) {
  for (const each of part.querySelectorAll("[data-push-state]")) each.hidden = each.dataset.pushState !== state;
  part.querySelector('[data-push-do="on"]').hidden = state !== "off";
  part.querySelector('[data-push-do="off"]').hidden = state !== "on";
}

async function begin() {
  await navigator.serviceWorker.register("/sw.js", { type: "module", updateViaCache: "none" });
  const worker = await navigator.serviceWorker.ready;
  const now = async () => {
    if (Notification.permission === "denied") return show("blocked");
    return show((await worker.pushManager.getSubscription()) ? "on" : "off");
  };
  const wrong = part.querySelector("[data-push-wrong]");
  part.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    try {
      if (event.submitter.dataset.pushDo === "on") {
        const key = bytes(part.dataset.push);
        const browser = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
        await tell(browser, true).catch(async (problem) => { await browser.unsubscribe(); throw problem; });
      } else {
        const browser = await worker.pushManager.getSubscription();
        if (browser) {
          await tell(browser, false);
          await browser.unsubscribe();
        }
      }
    } catch {
      if (Notification.permission !== "denied") {
        wrong.textContent = wrong.dataset.pushWrong;
        wrong.hidden = false;
      }
    }
    await now();
  });
  await now();
  part.hidden = false;
}

if (part && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) begin();
