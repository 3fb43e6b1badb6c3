// Whoever signs out of this browser is told nothing more in it.

// Ends the notices here; returns the address that the server is to forget, empty where there were none.
export async function endNotices() {
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    const told = await worker?.pushManager?.getSubscription();
    if (!told) return "";
    await told.unsubscribe();
    return told.endpoint;
  } catch {
    return "";
  }
}
