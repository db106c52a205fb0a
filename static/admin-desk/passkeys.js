// Passkeys: a button asks the device, puts its answer into the form, and sends the form.
// A button is shown only where the browser knows how; every form also works without.

const TROUBLE = {
  NotAllowedError: "The passkey was not used: it was cancelled, or took too long. Try again.",
  InvalidStateError: "This device is a passkey of yours already.",
  SecurityError: "Passkeys work only at an HTTPS address with a name, or at localhost.",
};

async function options(button) {
  if (button.dataset.from) {
    const answer = await fetch(button.dataset.from, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }
  return JSON.parse(document.getElementById(button.dataset.options).textContent);
}

async function ask(button) {
  const trouble = button.form.querySelector("[data-trouble]");
  trouble.hidden = true;
  try {
    const credential = await webauthnJSON[button.dataset.passkey](await options(button));
    button.form.elements[button.dataset.into].value = JSON.stringify(credential);
    const send = button.form.querySelector("[type=submit]");
    if (send) button.form.requestSubmit(send);
    else button.form.submit();
  } catch (error) {
    trouble.textContent = TROUBLE[error.name] ?? "The passkey could not be asked. Try again.";
    trouble.hidden = false;
  }
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (!window.webauthnJSON?.supported()) continue;
  button.hidden = false;
  button.addEventListener("click", () => ask(button));
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
