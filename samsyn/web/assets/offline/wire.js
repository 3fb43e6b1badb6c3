// How the phone talks to its server. Every answer becomes one of: received, refused, stop, later.

const PATIENCE = 20_000;
const SIGNED_OUT = new Set([401]);
const NOT_NOW = new Set([403, 404]);

// What early.js asked for before this script was here. It is as fresh as the page, so it is good for one answer.
function early(town) {
  const { town: asked, answer } = globalThis.samsynAsked ?? {};
  globalThis.samsynAsked = null;
  return asked === town ? answer : null;
}

export function wireFor(user, { fetch = globalThis.fetch.bind(globalThis), clock = () => new Date(), patience = PATIENCE } = {}) {
  async function ask(address, options = {}, begun = null) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    const anew = () => fetch(address, {
      credentials: "same-origin", cache: "no-store", ...options, signal: stop.signal,
      headers: { "X-Samsyn": "1", ...(user ? { "X-Samsyn-User": user } : {}), ...options.headers },
    });
    try {
      const answer = begun ? await begun.catch(anew) : await anew();
      const body = answer.status === 304 ? null : await answer.json().catch(() => null);
      return { status: answer.status, body, tag: answer.headers.get("ETag") };
    } finally {
      clearTimeout(timer);
    }
  }

  const post = (town, path, body) => ask(`/${town}/api/v1/${path}`, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  });

  function meant({ status, body }) {
    if ((status === 200 || status === 201) && body?.id) return { ...body, kind: "received", observation_kind: body.kind };
    if (SIGNED_OUT.has(status)) return { kind: "stop", why: body?.kind ?? "signed_out" };
    if (NOT_NOW.has(status) && body?.kind !== "not_found") return { kind: "stop", why: "not_allowed" };
    if (status >= 400 && status < 500 && ![408, 425, 429].includes(status) && body?.sentence) {
      return { kind: "refused", sentence: body.sentence };
    }
    return { kind: "later" };
  }

  return {
    async send(draft) {
      const body = stamped(draft.report, clock());
      const answer = meant(await post(draft.town, draft.path, body));
      if (answer.kind !== "received" || !draft.changes) return answer;
      return meant(await post(draft.town, `rapporter/${draft.id}`, body));
    },
    basis: (town, tag) => ask(`/${town}/api/v1/underlag`, tag ? { headers: { "If-None-Match": tag } } : {}, early(town)),
    likely: (town, report) => post(town, "rapporter/liknande", stamped(report, clock())),
    mine: (town) => ask(`/${town}/api/v1/rapporter/mina`),
    one: (town, id) => ask(`/${town}/api/v1/rapporter/${id}`),
    leave: (town, endpoint = "") => post(town, "lamna", { endpoint }),
  };
}

// The server compares the phone's now with its own. A clock that was put right since the report was written can leave
// "now" in the future: then it was seen at the latest now.
export function stamped(report, now) {
  const { seen, placed_by: _unsent, practice: _path, of: _report, ...content } = report;
  const sent = { ...content, client_now: now.toISOString() };
  if (seen === "now" && Date.parse(report.observed_to) > now.getTime()) sent.observed_to = sent.client_now;
  return sent;
}
