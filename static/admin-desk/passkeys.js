// Passkeys: a button asks the device, puts its response into the form, and sends the form.
// A button is shown only where the browser knows how; every form also works without.

// The page has a sentence for each kind of DOMException, as data-not-allowed-error.
function sentence(paragraph, error) {
  const key = error.name ? error.name[0].toLowerCase() + error.name.slice(1) : "";
  return paragraph.dataset[key] ?? paragraph.dataset.otherError;
}

async function options(button) {
  if (button.dataset.from) {
    const response = await fetch(button.dataset.from, { headers: { Accept: "application/json" } });
    return (await response.json()).request_options;
  }
  return JSON.parse(document.getElementById(button.dataset.options).textContent);
}

async function ask(button) {
  const paragraph = button.form.querySelector("[data-error]");
  paragraph.hidden = true;
  try {
    const credential = await webauthnJSON[button.dataset.passkey](await options(button));
    button.form.elements[button.dataset.into].value = JSON.stringify(credential);
    const send = button.form.querySelector("[type=submit]");
    if (send) button.form.requestSubmit(send);
    else button.form.submit();
  } catch (error) {
    paragraph.textContent = sentence(paragraph, error);
    paragraph.hidden = false;
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
