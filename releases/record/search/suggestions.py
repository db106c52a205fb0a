"""What to ask instead where nothing was found: a word spelt otherwise, or a word less."""

from __future__ import annotations

from dataclasses import dataclass

from releases.models import SearchWord
from releases.record.search.finding import Search
from releases.text.question import Group, Question, parse_question
from releases.text.typing_errors import MAX_DISTANCE, edit_distance, word_keys

MAX_CANDIDATES = 200
MAX_TRIED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A question that has an answer; empty texts where there is none.

    `spelling` is the question with words of headlines in the place of unknown ones,
    `shorter` is that without one word more.
    """

    spelling: str = ""
    shorter: str = ""


def suggest(search: Search, question: Question) -> Suggestion:
    """Return what has an answer in place of a question that has none.

    A word is offered only if it is found in something live by itself.
    """
    is_found = [search.has_hit(Question(groups=(group,))) for group in question.groups]
    mended = question
    for number, group in enumerate(question.groups):
        word = "" if is_found[number] else _similar_word(search, group)
        if word:
            mended = mended.with_groups(number, *parse_question(word).groups[:1])
            is_found[number] = True
    is_other = mended.text != question.text
    return Suggestion(
        spelling=mended.text if is_other and search.has_hit(mended) else "",
        shorter=_shorter(search, mended, is_found),
    )


def _similar_word(search: Search, group: Group) -> str:
    """Return the word of a live headline that is most like this one; empty if none is."""
    if not group.is_word:
        return ""
    word = group.text
    similar = SearchWord.objects.filter(key__in=word_keys(word))
    candidates = {*similar.values_list("word", flat=True)[:MAX_CANDIDATES]} - {word}
    ranked = sorted((edit_distance(word, other), other) for other in candidates)
    for distance, other in ranked[:MAX_TRIED]:
        if distance <= MAX_DISTANCE and search.has_hit(parse_question(other)):
            return other
    return ""


def _shorter(search: Search, question: Question, is_found: list[bool]) -> str:
    """Return the question without one of its groups, first of those that nothing holds."""
    numbers = sorted(range(len(question.groups)), key=lambda number: is_found[number])
    for number in numbers if len(question.wanted) > 1 else ():
        if question.groups[number].excluded:
            continue
        without = question.with_groups(number)
        if without and search.has_hit(without):
            return without.text
    return ""
