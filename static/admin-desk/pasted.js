// What a paste becomes. The server reads the HTML that a program put on the clipboard, as it
// reads a file's, and says what it left out; only its answer gets into the editor.

// Never needed by a script; the server removes the others where a text doesn't need them.
const INVISIBLE = /[\u00ad\u200b\u202a-\u202e\u2060-\u2064\ufeff]/g;

// Returns { markup, leftOut }; throws where the server has no answer or refuses.
export async function readPasted(textarea, html, inCell) {
  const body = new FormData();
  body.set("html", html);
  if (inCell) body.set("in_cell", "1");
  body.set("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
  const response = await fetch(textarea.dataset.pasteUrl, { method: "POST", body });
  const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isAnswer) throw new Error(textarea.dataset.pasteFailed);
  const answer = await response.json();
  if (answer.problem) throw new Error(answer.problem);
  return { markup: answer.markup, leftOut: answer.left_out };
}

// Returns the text without characters that nobody sees, and notes them in `leftOut`.
export function removeInvisible(textarea, text, leftOut) {
  const cleaned = text.replace(INVISIBLE, "");
  if (cleaned !== text) leftOut.push(textarea.dataset.invisibleLabel);
  return cleaned;
}

// Lists above the editor what the last paste lost; an empty list takes the notice away.
export function showLeftOut(textarea, leftOut, label = textarea.dataset.removedLabel) {
  const editor = textarea.closest(".prose-editor") ?? textarea;
  editor.parentElement.querySelector(".body-removed")?.remove();
  if (!leftOut.length) return;
  const notice = document.createElement("div");
  notice.className = "body-removed";
  notice.setAttribute("role", "status");
  const list = document.createElement("ul");
  for (const sentence of new Set(leftOut)) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  notice.append(label, list);
  editor.before(notice);
}
