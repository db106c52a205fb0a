// Asks before a page is left with text that is not saved, and sends what is typed into a
// release's form to the writer's own place on the server every few seconds.

const marker = document.querySelector("[data-unsaved]");
const form = marker?.form;
const INTERVAL = 4000; // milliseconds
const KEEPALIVE_BYTES = 60_000; // browsers send no more while they leave a page

if (form) {
  const { autosaveUrl, keptLabel, failedLabel } = marker.dataset;
  const status = document.querySelector("[data-unsaved-status]");
  let baseline = null;
  let sent = null;
  let leaving = false;
  let request = null;

  const fields = () =>
    [...new FormData(form)].filter(
      ([name]) => name !== "page_token" && name !== "csrfmiddlewaretoken",
    );
  const typed = () =>
    JSON.stringify(fields(), (key, value) =>
      value instanceof File ? [value.name, value.size] : value,
    );
  const isDirty = () =>
    "restored" in marker.dataset || (baseline !== null && typed() !== baseline);
  const newToken = () => {
    marker.value = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  };

  async function autosave({ keepalive = false } = {}) {
    if (!autosaveUrl || leaving || request || baseline === null) return;
    const now = typed();
    if (now === baseline || now === sent) return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    request = new AbortController();
    try {
      const response = await fetch(autosaveUrl, {
        method: "POST",
        body,
        keepalive: keepalive && body.toString().length < KEEPALIVE_BYTES,
        signal: request.signal,
      });
      sent = response.ok ? now : sent;
      status.textContent = response.ok
        ? `${keptLabel} ${new Date().toLocaleTimeString()}`
        : failedLabel;
    } catch {
      if (!leaving) status.textContent = failedLabel;
    } finally {
      request = null;
    }
  }

  // The editor and the browser fill fields in once the page is there: what the form holds
  // when somebody first touches it is what is saved.
  const remember = () => {
    baseline ??= typed();
  };
  for (const event of ["focusin", "pointerdown", "keydown", "paste", "drop"]) {
    document.addEventListener(event, remember, { capture: true });
  }
  form.addEventListener("submit", () => {
    leaving = true;
    request?.abort();
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) leaving = false;
    newToken();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) autosave({ keepalive: true });
  });
  for (const link of document.querySelectorAll("form[data-discards]")) {
    link.addEventListener("submit", () => {
      leaving = true;
      link.elements.page_token.value = marker.value;
    });
  }
  setInterval(autosave, INTERVAL);
  newToken();
}
