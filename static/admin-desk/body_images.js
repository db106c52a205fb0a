// Images in the editor: shown by the address that staff have, with the text for readers who
// can't see them below each; and the dialog that uploads one or takes one of the library.
import { Node } from "django-prose-editor/editor";

const OWN = /^\/files\/([\w-]{22})\//;

export function imageNode(textarea) {
  const labels = JSON.parse(textarea.dataset.imageLabels);
  const address = (src) =>
    textarea.dataset.imageFileUrl.replace("TOKEN", OWN.exec(src)?.[1] ?? "");

  return Node.create({
    name: "image",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({ src: { default: "" }, alt: { default: "" } }),
    parseHTML: () => [
      { tag: "img[src]", getAttrs: (image) => OWN.test(image.getAttribute("src")) && null },
    ],
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
    addNodeView() {
      return ({ node, editor, getPos }) => {
        const dom = document.createElement("figure");
        dom.className = "body-image";
        const picture = document.createElement("img");
        picture.src = address(node.attrs.src);
        const text = document.createElement("input");
        text.type = "text";
        text.placeholder = labels.alt;
        text.setAttribute("aria-label", labels.alt);
        const show = ({ attrs }) => {
          picture.alt = attrs.alt;
          text.value = attrs.alt;
        };
        show(node);
        text.addEventListener("change", () => {
          const change = editor.state.tr.setNodeAttribute(getPos(), "alt", text.value);
          editor.view.dispatch(change);
        });
        dom.append(picture, text);
        return {
          dom,
          stopEvent: (event) => event.target === text,
          ignoreMutation: () => true,
          update: (updated) => {
            if (updated.type.name !== "image") return false;
            show(updated);
            return true;
          },
        };
      };
    },
  });
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Adds the button that opens the dialog; returns what opens it with a file.
export function addImageButton(editor, textarea) {
  const labels = JSON.parse(textarea.dataset.imageLabels);
  const { imageUrl } = textarea.dataset;
  const file = element("input", { type: "file", accept: "image/png,image/jpeg,image/webp" });
  const alt = element("input", { type: "text", maxLength: 500 });
  const decorative = element("input", { type: "checkbox" });
  const problem = element("p", { role: "alert" });
  const send = element("button", { type: "button", className: "button", textContent: labels.send });
  const library = element("ul");
  const close = element("button", { type: "button", className: "button", textContent: labels.close });
  const dialog = element(
    "dialog",
    { className: "body-image-dialog", ariaLabel: labels.title },
    element("h2", { textContent: labels.upload }),
    element("label", {}, labels.file, " ", file),
    element("label", {}, labels.alt, " ", alt),
    element("label", {}, decorative, " ", labels.decorative),
    problem,
    send,
    element("h2", { textContent: labels.library }),
    library,
    close,
  );
  // Outside the form, so that nothing of it is sent with the form or kept with it.
  document.body.append(dialog);

  const insert = (image) => {
    editor.chain().focus().insertContent(image.markup).run();
    dialog.close();
  };
  const choice = (image) => {
    const picture = element("img", { src: image.thumbnail, alt: image.alt });
    const button = element("button", { type: "button" }, picture, element("br"), image.name);
    button.addEventListener("click", () => insert(image));
    return element("li", {}, button);
  };
  const ask = async (options) => {
    const response = await fetch(imageUrl, options);
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isAnswer) throw new Error(labels.failed);
    const answer = await response.json();
    if (answer.problem) throw new Error(answer.problem);
    return answer;
  };
  const tell = (error) => {
    problem.textContent = error instanceof TypeError ? labels.failed : error.message;
  };

  const open = async (files = []) => {
    problem.textContent = alt.value = "";
    decorative.checked = false;
    const chosen = new DataTransfer();
    for (const dropped of files) chosen.items.add(dropped);
    file.files = chosen.files;
    library.replaceChildren();
    dialog.showModal();
    try {
      const { images } = await ask();
      library.replaceChildren(...images.map(choice));
    } catch (error) {
      tell(error);
    }
  };
  send.addEventListener("click", async () => {
    const body = new FormData();
    if (file.files.length) body.set("file", file.files[0]);
    body.set("alt", alt.value);
    if (decorative.checked) body.set("decorative", "on");
    body.set("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
    try {
      insert((await ask({ method: "POST", body })).image);
    } catch (error) {
      tell(error);
    }
  });
  close.addEventListener("click", () => dialog.close());

  const button = element("button", {
    type: "button",
    className: "button body-image-button",
    textContent: labels.add,
  });
  button.addEventListener("click", () => open());
  textarea.closest(".prose-editor")?.append(button);
  return open;
}
