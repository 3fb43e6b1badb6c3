// Asks for what the form needs before the other scripts are here: on a first visit the answer comes while they come.
// A phone that has been here before has it already, and asks in its own time. See wire.js.

(() => {
  const [, town] = window.location.pathname.split("/");
  if (navigator.serviceWorker?.controller || !navigator.onLine) return;
  const answer = fetch(`/${town}/api/v1/underlag`, {
    credentials: "same-origin", cache: "no-store", headers: { "X-Samsyn": "1" }, signal: AbortSignal.timeout(20_000),
  });
  answer.catch(() => null);
  window.samsynAsked = { town, answer };
})();
