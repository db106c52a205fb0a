// What the editor's buttons are called, for eyes and for screen readers, and whether they
// are pressed or have nothing to do now.

const PRESSED = /^(?:bold|italic|subscript|superscript|blockquote|bulletList|orderedList|link)$/;

function describe(button, names) {
  const name = button.dataset.name;
  if (names[name]) {
    const [label, title] = names[name];
    button.dataset.label = label;
    button.title = title;
    button.setAttribute("aria-label", title);
  }
  button.setAttribute("aria-disabled", button.classList.contains("disabled"));
  if (PRESSED.test(name)) {
    button.setAttribute("aria-pressed", button.classList.contains("active"));
  }
}

export function nameButtons(editor, textarea) {
  const names = JSON.parse(textarea.dataset.buttonNames);
  const update = () => {
    const toolbar = editor.view.dom.parentElement.querySelector(".prose-menubar");
    toolbar.setAttribute("role", "toolbar");
    toolbar.setAttribute("aria-label", textarea.dataset.toolbarLabel);
    const buttons = toolbar.querySelectorAll(".prose-menubar__group > button");
    for (const button of buttons) describe(button, names);
    // The present style of the paragraph opens the list of styles.
    const style = toolbar.querySelector(".prose-menubar__selected > button");
    if (style) {
      const present = style.dataset.level ? `heading${style.dataset.level}` : "paragraph";
      style.dataset.style = names[present][0];
      style.title = names[present][1];
      style.setAttribute("aria-label", names[present][1]);
    }
  };
  // After the menu's own listener, which it adds when the editor is there.
  editor.on("create", () => {
    update();
    editor.on("transaction", update);
  });
}
