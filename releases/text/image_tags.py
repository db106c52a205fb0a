"""Images in the restricted HTML: only those of this site, by the address of a file.

At the desk `<img src="/files/TOKEN/NAME" alt="…">`; a frozen text has the sizes as well.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from releases.text.public_paths import FILES

_OWN = rf"{FILES}(?P<token>[A-Za-z0-9_-]{{22}})/(?P<name>[^/\s\"<>?#,]{{1,200}})"
OWN_ADDRESS = re.compile(_OWN)
_CANDIDATE = rf"{FILES}[A-Za-z0-9_-]{{22}}/[^/\s\"<>?#,]{{1,200}} \d{{1,5}}w"
_SRCSET = re.compile(rf"{_CANDIDATE}(?:, {_CANDIDATE}){{0,9}}")
_NUMBER = re.compile(r"[1-9]\d{0,4}")
# Works on sanitised markup only: its words have no bare angle bracket.
IMAGE = re.compile(r"""<img(?=[\s/>])(?:[^<>"]|"[^"]*")*>""")
_ATTRIBUTE = re.compile(r"""\s([a-z]+)="([^"]*)\"""")
# An image stands on its own; the editor's paragraph around one says nothing.
_ALONE = re.compile(r"<p>\s*(<img [^<>]*>)\s*</p>")
# As wide as the column of the text, which is never wider.
SIZES = "(min-width: 48rem) 44rem, 100vw"
ATTRIBUTES = {"src", "srcset", "sizes", "alt", "width", "height"}


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of an image's tag, unescaped."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def image_tag(
    *, src: str, alt: str, width: int = 0, height: int = 0, srcset: str = ""
) -> str:
    """Return the tag of an image; without sizes as a draft has it."""
    values = {"src": src, "alt": alt}
    if width:
        values |= {"width": str(width), "height": str(height)}
    if srcset:
        values |= {"srcset": srcset, "sizes": SIZES}
    written = "".join(f' {name}="{html.escape(v)}"' for name, v in values.items())
    return f"<img{written}>"


def only_own_images(markup: str) -> str:
    """Return sanitised markup without images of elsewhere, and each tag in one form."""
    if "<img" not in markup:
        return markup
    return _ALONE.sub(r"\1", replace_images(markup, _own_tag))


def _own_tag(attributes: dict[str, str]) -> str:
    src = attributes.get("src", "")
    if not OWN_ADDRESS.fullmatch(src):
        return ""
    sizes = [attributes.get(name, "") for name in ("width", "height")]
    width, height = (int(n) if _NUMBER.fullmatch(n) else 0 for n in sizes)
    srcset = attributes.get("srcset", "")
    return image_tag(
        src=src,
        alt=" ".join(attributes.get("alt", "").split()),
        width=width if height else 0,
        height=height,
        srcset=srcset if _SRCSET.fullmatch(srcset) else "",
    )


def replace_images(markup: str, replace: Callable[[dict[str, str]], str]) -> str:
    """Return the markup with each image's tag replaced, by its attributes."""
    return IMAGE.sub(lambda tag: replace(attributes_of(tag[0])), markup)


def image_tokens(markup: str) -> list[str]:
    """Return the tokens of the files that images of the markup show, each once."""
    tokens = [
        own["token"]
        for tag in IMAGE.finditer(markup)
        if (own := OWN_ADDRESS.fullmatch(attributes_of(tag[0]).get("src", "")))
    ]
    return list(dict.fromkeys(tokens))


def token_of(address: str) -> str:
    """Return the token of an image's address; empty for any other address."""
    own = OWN_ADDRESS.fullmatch(address)
    return own["token"] if own else ""


def name_of(address: str) -> str:
    """Return the file name of an image's address."""
    return unquote(address.rpartition("/")[2])


def images_as_text(markup: str) -> str:
    """Return the markup with the text of each image as a paragraph in its place."""
    if "<img" not in markup:
        return markup

    def as_text(attributes: dict[str, str]) -> str:
        alt = html.escape(attributes.get("alt", ""), quote=False)
        return f"<p>[{alt}]</p>" if alt else ""

    return replace_images(markup, as_text)


def with_addresses(markup: str, address: Callable[[str], str]) -> str:
    """Return the markup with another address for each image's file; sizes are left out.

    An empty address leaves the text of the image in its place.
    """
    if "<img" not in markup:
        return markup

    def moved(attributes: dict[str, str]) -> str:
        src = address(attributes.get("src", ""))
        if not src:
            return html.escape(attributes.get("alt", ""), quote=False)
        return image_tag(
            src=src,
            alt=attributes.get("alt", ""),
            width=int(attributes.get("width") or 0),
            height=int(attributes.get("height") or 0),
        )

    return replace_images(markup, moved)
