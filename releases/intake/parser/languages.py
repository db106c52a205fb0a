"""The language of a release: by its small words, or by its script."""

from __future__ import annotations

import re
from collections import Counter

from releases.intake.parser import vocabulary
from releases.intake.parser.reading import Doubt
from releases.text.translatable import Message, gettext_noop

# Languages whose releases are read by rules of their own.
READ = frozenset({"en", "de", "fr", "es"})
_NAMES = {
    "da": gettext_noop("Danish"),
    "de": gettext_noop("German"),
    "en": gettext_noop("English"),
    "es": gettext_noop("Spanish"),
    "fi": gettext_noop("Finnish"),
    "fr": gettext_noop("French"),
    "it": gettext_noop("Italian"),
    "ja": gettext_noop("Japanese"),
    "ko": gettext_noop("Korean"),
    "nb": gettext_noop("Norwegian"),
    "nl": gettext_noop("Dutch"),
    "pl": gettext_noop("Polish"),
    "pt": gettext_noop("Portuguese"),
    "ru": gettext_noop("Russian"),
    "sv": gettext_noop("Swedish"),
    "zh": gettext_noop("Chinese"),
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_SEEMS = gettext_noop("a text in %(language)s")
_OWN_RULES = Message(
    gettext_noop("Read by the rules of that language, and saved in it. Check it.")
)
_NO_RULES = Message(
    gettext_noop(
        "Only English, German, French and Spanish are read by rules. Its words were "
        "kept; check every field, and fill in what is missing."
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_MUCH, _FEWEST, _LEAD = 20_000, 6, 1.5


def language_of(text: str) -> str | None:
    """Return the language (BCP 47) that a text is written in; None if it is too short."""
    head = text[:_MUCH]
    letters = sum(1 for char in head if char.isalpha())
    for code, script in _SCRIPTS:
        if letters and len(script.findall(head)) * 5 > letters:
            return code
    counts = Counter(word.lower() for word in _WORD.findall(head))
    scores = {
        code: sum(counts[word] for word in lists["small"])
        for code, lists in vocabulary.subject("languages").items()
    }
    (best, most), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    return best if most >= _FEWEST and most >= second * _LEAD else _close(scores)


def _close(scores: dict[str, int]) -> str | None:
    """Return the likeliest of languages that share many words, if there are enough."""
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= _FEWEST * 3 else None


def language_doubts(language: str | None) -> list[Doubt]:
    """Return a doubt that a text is in another language than English."""
    if language in {None, "en"}:
        return []
    name = Message(_NAMES.get(language or "", language or ""))
    saw = Message(_SEEMS, {"language": name})
    return [
        Doubt(line=1, saw=saw, assumed=_OWN_RULES if language in READ else _NO_RULES)
    ]
