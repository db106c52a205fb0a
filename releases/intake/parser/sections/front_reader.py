"""The parts above the first paragraph: the best joint reading of all their blocks.

Each block could be masthead, headline, deck, contact, notice, correction or dateline,
or where the body begins. Its features speak for each (`weights.FRONT`), its
neighbours for the order; the reading with most points is chosen (Viterbi).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.bullets import PART_NUMBER, POINTS
from releases.intake.parser.contacts.contact_details import has_contact_details
from releases.intake.parser.contacts.contact_runs import contact_runs
from releases.intake.parser.events.event_blocks import starts_calendar
from releases.intake.parser.front.banners import (
    full_dates,
    heads_tags,
    is_control,
    is_date_line,
    is_label,
    is_name_definition,
    without_label,
)
from releases.intake.parser.front.dateline import DatelineOpening, dateline_opening
from releases.intake.parser.front.notes import is_correction, without_banner
from releases.intake.parser.front.title_lines import (
    JOINTS,
    VERB,
    goes_on,
    lacks_subject,
)
from releases.intake.parser.names import is_company, is_person
from releases.intake.parser.sections.front_lines import (
    BODY_HEAD,
    CATEGORY,
    EXHIBIT,
    GOES_ON,
    LEAD,
    LEAD_IN,
    LINE,
    MASTHEAD,
    NUMBER,
    OF_SITE,
    PERIOD,
    SENTENCE,
    UNDATED,
    WORDS,
    content_words,
    echoes,
    forms,
    is_change,
    is_formed_in,
    is_latin,
    is_prose,
    last_match,
    leads_in,
    without_service,
    wrapped_again,
)
from releases.intake.parser.weights import BASE, FRONT, ORDER
from releases.text.links import strip_markdown

_MOST, _MOST_OF_PAGE, _FEW = 40, 60, 3
_WRAPPER = 12


@dataclass(frozen=True, slots=True)
class _Step:
    """The best reading so far that ends with a role."""

    score: float
    roles: tuple[str, ...]
    titled: bool
    title: float = 0.0  # the most points of a line of its title


class FrontReader:
    """The blocks at the top with what speaks for each role of each."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        top = [strip_markdown(block.flat) for block in blocks[:_MOST_OF_PAGE]]
        self.number = last_match(NUMBER, top)
        self.blocks = blocks[: max(_MOST, self.number + _WRAPPER)]
        self.texts = [strip_markdown(block.flat) for block in self.blocks]
        self.bare = [
            without_label(without_banner(text)).casefold() for text in self.texts
        ]
        self.wrapped = wrapped_again(self.bare) | echoes(self.bare)
        self.openings = self._openings()
        self.size = self._size()
        self.in_contacts = {
            i for a, b in contact_runs(self.blocks, 0, self.size) for i in range(a, b)
        }
        self.other_dates = self._other_dates()
        self.wired = max(filter(self._is_sure, range(self.size)), default=0)
        self.exhibit = last_match(EXHIBIT, self.texts[:_WRAPPER])
        every = " ".join(self.texts[: self.size])
        self.latin = is_latin(every)
        self.small = {word for word in every.split() if word.islower()}
        self.news = self._news()
        self.scores = [self._roles(index) for index in range(self.size)]

    def _is_sure(self, index: int) -> bool:
        """Return whether a block has a dateline with a wire, or near the top a sentence."""
        opening = self.openings[index]
        wired = opening is not None and opening.wire is not None
        return wired or (index <= _WRAPPER and self.has_sentence(index))

    def _news(self) -> set[str]:
        """Return the words of the news: of the first sentence with a dateline, else of prose."""
        every = range(self.number, self.size)
        dated = (i for i in every if self.openings[i] and self.has_sentence(i))
        prose = (
            i
            for i in every
            if is_prose(self.texts[i]) and phrases.legal_kind(self.texts[i]) is None
        )
        start = next(dated, next(prose, None))
        if start is None:
            return set()
        opening = self.openings[start]
        below = " ".join(self.texts[start : start + _FEW])
        return content_words(below[opening.ends if opening else 0 :][:LEAD])

    def _openings(self) -> list[DatelineOpening | None]:
        return [dateline_opening(i, block) for i, block in enumerate(self.blocks)]

    def _other_dates(self) -> set[int]:
        """Return the lines that are a date, but not the date of the first such line."""
        dated = [
            (index, full_dates(block))
            for index, block in enumerate(self.blocks[: self.size])
            if is_date_line(self.texts[index])
        ]
        return {i for i, dates in dated if dates and dates != dated[0][1]}

    def _size(self) -> int:
        """Return how many blocks are worth reading: up to the surest first sentence."""
        sure = (i for i, o in enumerate(self.openings) if o and o.evidence > 6)
        return next((i + 1 for i in sure if self.has_sentence(i)), len(self.blocks))

    def has_sentence(self, index: int) -> bool:
        """Return whether words of a sentence follow a block's dateline."""
        opening = self.openings[index]
        if opening is None:
            return False
        rest = self.texts[index][opening.ends :]
        return len(rest) >= SENTENCE or (" " in rest and is_finished(rest))

    def _roles(self, index: int) -> dict[str, float]:
        scores = dict(BASE)
        for feature in self.features(index):
            for role, points in FRONT[feature].items():
                scores[role] += points
        return scores

    def features(self, index: int) -> Iterator[str]:
        """Yield the names of everything that speaks for or against a block's roles."""
        block, text = self.blocks[index], self.texts[index]
        yield from forms(block, text)
        if block.kind == "mark":
            yield from self._in_place(index)
            return
        names = [name for name, holds in MASTHEAD if holds(text)]
        yield from (n for n in names if n != "person" or not self._is_common(index))
        yield from (name for name, holds in WORDS if holds(text))
        yield from self._in_place(index)
        if has_contact_details(block) and len(text) < LINE:
            yield "details"
        if is_correction(block):
            yield "correction"

    def _is_common(self, index: int) -> bool:
        """Return whether all words of a line are also printed in small letters."""
        return self.small.issuperset(self.texts[index].casefold().split())

    def _in_place(self, index: int) -> Iterator[str]:
        """Yield what a block is by its place among the others."""
        text, opening = self.texts[index], self.openings[index]
        if opening:
            yield "dateline" if self.has_sentence(index) else "dateline_alone"
        else:
            yield from (name for name, holds in UNDATED if holds(text))
        yield from (name for name, holds in _PLACED if holds(self, index))

    def is_foreign(self, index: int) -> bool:
        """Return whether a line shares no longer word with the news below."""
        words = content_words(self.texts[index])
        return len(words) > 1 and self.news != set() and words.isdisjoint(self.news)

    def is_akin(self, index: int) -> bool:
        """Return whether half of a line's longer words are in the news below."""
        text = self.texts[index]
        if text[:1].islower() or len(text) > LINE or is_name_definition(text):
            return False
        if len(text) < LEAD_IN and (is_company(text) or is_formed_in(text, self.texts)):
            return False
        words = content_words(text)
        return len(words) > 1 and len(words & self.news) * 2 >= len(words)

    def is_of_quote(self, index: int) -> bool:
        """Return whether a line is a change of a price, or what it is the price of."""
        return any(map(is_change, self.texts[index : index + 2]))

    def is_of_other_script(self, index: int) -> bool:
        """Return whether a line of a Latin text is in another script."""
        return self.latin and not is_latin(self.texts[index])

    def is_of_site(self, index: int) -> bool:
        """Return whether a line above the news asks a site's readers to do something."""
        asks = OF_SITE.search(self.texts[index]) is not None
        return asks and not self.is_akin(index)

    def is_tagged(self, index: int) -> bool:
        """Return whether a line stands below the heading of tags, above the headline."""
        return index > 0 and heads_tags(self.texts[index - 1])

    def is_other_date(self, index: int) -> bool:
        return self.openings[index] is None and index in self.other_dates

    def is_amid_contacts(self, index: int) -> bool:
        """Return whether a line and those beside it are in contact blocks."""
        return {index - 1, index, index + 1} <= self.in_contacts

    def is_repeated(self, index: int) -> bool:
        """Return whether a line stands above, or below without a service's name."""
        text, bare = self.texts[index], self.bare[index]
        unmarked = without_service(text)
        below = unmarked in self.bare[index + 1 :] if unmarked else False
        again = self.bare.index(bare) < index and len(text.split()) > 2
        own = again and not (index in self.in_contacts or is_company(text))
        return own or below or index in self.wrapped

    def is_printed_twice(self, index: int) -> bool:
        """Return whether a line stands again below: a title on a page and in its text."""
        words = self.bare[index].split()
        again = self.bare[index] in self.bare[index + 1 : self.size]
        return again and len(words) > _FEW and not is_company(self.texts[index])

    def is_above_wire(self, index: int) -> bool:
        """Return whether the dateline with a wire's name is still to come."""
        return index < self.wired

    def is_listed_above_wire(self, index: int) -> bool:
        return self.blocks[index].kind == "item" and self.is_above_wire(index)

    def is_above_exhibit(self, index: int) -> bool:
        """Return whether the line that heads the exhibit of a filing is still to come."""
        return index < self.exhibit

    def is_above_number(self, index: int) -> bool:
        """Return whether the service's number or stamp of the notice is still to come."""
        return index < self.number

    def opens_calendar(self, index: int) -> bool:
        """Return whether a calendar begins at a line that is not the first."""
        leads = leads_in(self.texts[index])
        return index > 0 and starts_calendar(self.blocks, index + leads)

    def heads_body(self, index: int) -> bool:
        """Return whether a line is the heading of a part of the body, for no period."""
        heads = BODY_HEAD.fullmatch(self.texts[index])
        return index > 0 and heads is not None and not self.continues(index + 1)

    def is_bare(self, index: int) -> bool:
        """Return whether a line is a word or two that tell nothing."""
        words = self.texts[index].split()
        plain = len(words) <= _FEW and all(map(str.isalpha, words))
        return plain and not (
            VERB.search(self.texts[index]) or self.continues(index + 1)
        )

    def is_category(self, index: int) -> bool:
        """Return whether a line only names a kind of notice, and a headline follows."""
        if CATEGORY.fullmatch(without_banner(self.texts[index])) is None:
            return False
        below = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        return GOES_ON.match(below) is None

    def best(
        self, banned: frozenset[int] = frozenset()
    ) -> tuple[float, tuple[str, ...]]:
        """Return the most points that a reading of all blocks has, and its roles.

        No headline begins at the `banned` blocks.
        """
        steps = {"": _Step(0.0, (), titled=False)}
        for index in range(self.size):
            steps = self._advance(steps, index, banned)
        ended = [
            (
                step.score
                + (
                    0 if step.roles[-1:] in {("body",), ("rest",)} else ORDER["no_body"]
                ),
                step.roles,
            )
            for step in steps.values()
        ]
        return max(ended, key=lambda reading: reading[0])

    def _advance(
        self, steps: dict[str, _Step], index: int, banned: frozenset[int]
    ) -> dict[str, _Step]:
        out: dict[str, _Step] = {}
        for step in steps.values():
            for role, points in self.scores[index].items():
                moves = self.moves(step.roles, role, index, banned)
                if moves is None:
                    continue
                titled = step.titled or role == "title"
                key = f"{role}{titled}"
                least = role == "title" and step.titled
                floor = ORDER["least_of_a_title_that_goes_on"] if least else points
                moved = sum(ORDER[name] for name in moves)
                own = self.scores[index]["title"]
                over = own - step.title - ORDER["outshone_from"]
                if role == "deck" and over > 0:
                    moved += over * ORDER["outshone"]
                total = step.score + max(points, floor) + moved
                if key not in out or total > out[key].score:
                    best = max(own, step.title) if least else own
                    best = best if role == "title" else step.title
                    out[key] = _Step(total, (*step.roles, role), titled, best)
        return out

    def moves(
        self,
        before: Sequence[str],
        role: str,
        index: int,
        banned: frozenset[int] = frozenset(),
    ) -> list[str] | None:
        """Return what in `ORDER` counts for a role after others; None if it can't follow."""
        last = before[-1] if before else ""
        inside = last in {"body", "rest"}
        if inside or role == "rest":
            return [] if inside and role == "rest" else None
        if role == "body":
            return self._end(before, index)
        if role == "title":
            return self._as_title(before, index, banned)
        if role == "deck" and "title" not in before:
            return None
        if role == "dateline":
            return None if "dateline" in before else []
        late = role == "mast" and last in {"title", "deck"} and not self._is_mark(index)
        moves = ["late_mast"] * late
        moves += self._as_deck(last, index) if role == "deck" else []
        return moves + ["apart_from_dash"] * self._is_apart(last, role, index)

    def _is_apart(self, last: str, role: str, index: int) -> bool:
        """Return whether a line that is no news is directly below a dateline's dash."""
        if last != "dateline" or not self.texts[index - 1].endswith(("-", "–", "—")):
            return False
        notes = role in {"correction", "notice"} and self.scores[index][role] > 0
        text = self.texts[index]
        return not (notes or is_label(text) or is_date_line(text))

    def _is_mark(self, index: int) -> bool:
        return self.blocks[index].kind == "mark"

    def _as_title(
        self, before: Sequence[str], index: int, banned: frozenset[int]
    ) -> list[str] | None:
        dashed = self._is_apart(before[-1] if before else "", "title", index)
        if "title" not in before:
            joint = self.texts[index].lower() in JOINTS
            no = joint or index in banned
            return None if no else ["apart_from_dash"] * dashed
        if before[-1] != "title" or not self.continues(index):
            return None
        start = list(before).index("title")
        above, text = self.texts[start:index], self.texts[index]
        needs: object = {above[-1].lower(), text.lower()} & JOINTS
        if lacks_subject(text):
            if any(VERB.search(line) for line in above):
                return None
            needs = len(above) == 1 and is_company(above[0])
        return ["title_needs_more" if needs else "title_goes_on"]

    def _as_deck(self, last: str, index: int) -> list[str]:
        if last == "dateline":
            again = index < self.wired
            return ["deck_after_date" if again else "deck_after_dateline"]
        if last == "mast" and not self._is_mark(index - 1):
            above = self.texts[index - 1]
            idle = is_date_line(above) or is_control(above)
            return ["deck_after_date" if idle else "deck_after_mast"]
        if last == "deck":
            return ["another_deck"]
        broken = last == "title" and self.continues(index)
        return ["title_ends"] * broken

    def _end(self, before: Sequence[str], index: int) -> list[str]:
        if "title" in before:
            return []
        bare = not any(role in {"mast", "deck"} for role in before)
        opened = index < self.size and self.openings[index] is not None
        return ["no_title_at_start" if bare and opened else "no_title"]

    def continues(self, index: int) -> bool:
        """Return whether a line goes on with the title on the line above it."""
        if not 0 < index < len(self.blocks):
            return False
        above, block = self.blocks[index - 1], self.blocks[index]
        numbered = all(PART_NUMBER.fullmatch(b.marker) for b in (above, block))
        after = block.kind == "text" or (
            block.kind == "item" and block.marker not in POINTS
        )
        if not after or not (above.kind == "text" or numbered):
            return False
        first, second = self.texts[index - 1], self.texts[index]
        if any(map(is_label, (first, second, f"{first} {second}"))):
            return False
        pictured = is_person(second) and (block.gap or second in first)
        if pictured or (first.endswith(",") and is_date_line(second)):
            return False
        categorised = CATEGORY.fullmatch(first) and GOES_ON.match(second)
        if first.isupper() and (categorised or PERIOD.match(second)):
            return True
        return goes_on(first, second, gap=block.gap)


_PLACED: tuple[tuple[str, Callable[[FrontReader, int], bool]], ...] = (
    ("other_date", FrontReader.is_other_date),
    ("in_contacts", lambda front, index: index in front.in_contacts),
    ("amid_contacts", FrontReader.is_amid_contacts),
    ("repeated", FrontReader.is_repeated),
    ("printed_twice", FrontReader.is_printed_twice),
    ("above_wire", FrontReader.is_above_wire),
    ("listed_above_wire", FrontReader.is_listed_above_wire),
    ("above_number", FrontReader.is_above_number),
    ("foreign", FrontReader.is_foreign),
    ("akin", FrontReader.is_akin),
    ("tagged", FrontReader.is_tagged),
    ("figures", FrontReader.is_of_quote),
    ("of_site", FrontReader.is_of_site),
    ("other_script", FrontReader.is_of_other_script),
    ("above_exhibit", FrontReader.is_above_exhibit),
    ("unit", lambda front, index: phrases.is_unit(front.texts[index])),
    ("bare", FrontReader.is_bare),
    ("category", FrontReader.is_category),
    ("calendar", FrontReader.opens_calendar),
    ("body_head", FrontReader.heads_body),
)
