// What a paste brings that its source shows nobody: words struck out or hidden, and
// reviewers' comments. They are taken out of the pasted HTML before the editor sees it,
// which would keep the words and drop the line through them. Style attributes are renamed
// by then, and style elements are given as text, so that the page's policy has no say.

const DELETED = "s, strike, del, .msoDel, .msodel, [role=deletion]";
const COMMENTS = ".msocomanchor, .msocomtxt, .msocomoff, .MsoCommentReference";
const COMMENT_STYLE = /(?:^|;)\s*mso-element:\s*comment/i;
const HIDDEN_FOR_WORD = /(?:^|;)\s*mso-hide:\s*all/i;
const ZERO = /^0(?:\.0*)?(?:px|pt|em|rem|%)?$/;
// Never needed by a script; the server removes the others where a text doesn't need them.
const INVISIBLE = /[\u00ad\u200b\u202a-\u202e\u2060-\u2064\ufeff]/g;
const LONGEST = 80;

function declarations(style) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`x { ${style.replace(/[{}]/g, "")} }`);
  return sheet.cssRules[0]?.style;
}

function* rulesOf(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css.replace(/<!--|-->/g, ""));
  const open = [...sheet.cssRules];
  while (open.length) {
    const rule = open.shift();
    if (rule instanceof CSSStyleRule) yield rule;
    else if (rule instanceof CSSMediaRule && matchMedia(rule.media.mediaText).matches) {
      open.unshift(...rule.cssRules);
    }
  }
}

// The last rule that says anything of it decides, and the element's own style above all.
function appearance(style, before) {
  const { display, visibility, opacity, fontSize, textDecorationLine } = style;
  const shown = { ...before };
  if (display) shown.display = display === "none";
  if (visibility) shown.visibility = visibility !== "visible";
  if (opacity) shown.opacity = ZERO.test(opacity);
  if (fontSize) shown.fontSize = ZERO.test(fontSize);
  if (textDecorationLine) shown.struck = textDecorationLine.includes("line-through");
  return shown;
}

function appearances(page, css) {
  const found = new Map();
  const set = (element, style) =>
    found.set(element, appearance(style, found.get(element)));
  for (const rule of rulesOf(css)) {
    let selected = [];
    try {
      selected = page.querySelectorAll(rule.selectorText);
    } catch {
      continue;
    }
    for (const element of selected) set(element, rule.style);
  }
  for (const element of page.querySelectorAll("[data-pasted-style]")) {
    const style = declarations(element.dataset.pastedStyle);
    if (style) set(element, style);
  }
  return found;
}

function kindOf(element, { struck, ...hiding } = {}) {
  const style = element.dataset.pastedStyle ?? "";
  if (element.matches(COMMENTS) || COMMENT_STYLE.test(style)) return "comment";
  if (struck || (struck === undefined && element.matches(DELETED))) return "struck";
  if (element.matches("del")) return "struck";
  const hidden = element.hidden && hiding.display !== false;
  if (hidden || HIDDEN_FOR_WORD.test(style)) return "hidden";
  return Object.values(hiding).includes(true) ? "hidden" : "";
}

function wordsOf(element) {
  const words = element.textContent.replace(/\s+/g, " ").trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}

// Takes them out of the page; returns the kind and the words of each.
export function removeUnshown(page, css) {
  const removed = [];
  const looks = appearances(page, css);
  for (const element of [...page.body.querySelectorAll("*")]) {
    if (!page.body.contains(element)) continue;
    if (element.tagName === "IMG") {
      removed.push(["image", ""]);
      continue;
    }
    const kind = kindOf(element, looks.get(element));
    if (!kind) continue;
    const words = wordsOf(element);
    if (words && !(kind === "comment" && /^\[\w{1,8}\]$/.test(words))) {
      removed.push([kind, words]);
    }
    if (/^T[DH]$/.test(element.tagName) && kind === "struck") element.replaceChildren();
    else element.remove();
  }
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const cleaned = removeInvisible(texts.currentNode.data, removed);
    if (cleaned !== texts.currentNode.data) texts.currentNode.data = cleaned;
  }
  return removed;
}

// Returns the text without characters that nobody sees, and notes them in `removed`.
export function removeInvisible(text, removed) {
  const cleaned = text.replace(INVISIBLE, "");
  if (cleaned !== text) removed.push(["invisible", ""]);
  return cleaned;
}

// Lists above the editor what the last paste lost; an empty list takes the notice away.
export function showRemoved(textarea, removed) {
  const editor = textarea.closest(".prose-editor") ?? textarea;
  editor.parentElement.querySelector(".body-removed")?.remove();
  if (!removed.length) return;
  const kinds = JSON.parse(textarea.dataset.removedKinds);
  const notice = document.createElement("div");
  notice.className = "body-removed";
  notice.setAttribute("role", "status");
  const list = document.createElement("ul");
  const sentences = removed.map(([kind, words]) => kinds[kind].replace("%(words)s", words));
  for (const sentence of new Set(sentences)) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  notice.append(textarea.dataset.removedLabel, list);
  editor.before(notice);
}
