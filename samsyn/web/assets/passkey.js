// Passkeys: the browser asks the person, and its answer is sent with the page's own form.

const BINARY = ["challenge", "id", "rawId", "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readOptions() {
  const asked = JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
  asked.challenge = toBytes(asked.challenge);
  if (asked.user) asked.user.id = toBytes(asked.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const one of asked[list] ?? []) one.id = toBytes(one.id);
  }
  return asked;
}

function written(credential) {
  const response = {};
  for (const name of BINARY) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

const form = document.querySelector("form[data-passkey]");
const button = form?.querySelector("[data-passkey-start]");
const failed = form?.querySelector("[data-passkey-failed]");

if (button && window.PublicKeyCredential) {
  button.hidden = false;
  form.querySelector("[data-passkey-missing]").hidden = true;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey: readOptions() });
      form.elements.passkey.value = written(made);
      form.submit();
    } catch {
      failed.hidden = false;
      button.focus();
    }
  });
}
