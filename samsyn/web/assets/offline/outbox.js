// A draft leaves the phone only when the server answers with the draft's own id.

const ENOUGH_FAILURES = 3;

// Returns "done", "later" (something is left because of the network) or why nothing more can be sent now.
export async function sendAll(drafts, send) {
  let failures = 0;
  for (const draft of await drafts.waiting()) {
    if (!draft.readable) continue;
    // A photo goes after its report; if that one has to wait or came back, so does the photo.
    if (draft.report.of && (await drafts.has(draft.report.of))) continue;
    await drafts.tried(draft).catch(() => null);
    const answer = await send(draft).catch(() => ({ kind: "later" }));
    if (answer.kind === "received" && answer.id === draft.id) await drafts.received(draft, answer);
    else if (answer.kind === "refused") await drafts.refuse(draft, answer.sentence);
    else if (answer.kind === "stop") return answer.why;
    else if (++failures >= ENOUGH_FAILURES) break;
  }
  return failures ? "later" : "done";
}
