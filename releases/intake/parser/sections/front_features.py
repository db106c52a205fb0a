"""What speaks for each role of the blocks above the first paragraph: words and places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.bullets import PART_NUMBER, POINTS
from releases.intake.parser.contacts.contact_details import has_contact_details
from releases.intake.parser.contacts.contact_runs import contact_runs
from releases.intake.parser.events.event_blocks import starts_calendar
from releases.intake.parser.front.banners import (
    full_dates,
    heads_tags,
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
)
from releases.intake.parser.names import is_company, is_person
from releases.intake.parser.sections.front_leads import (
    first_lead,
    news_start,
    news_words,
    parts_term,
)
from releases.intake.parser.sections.front_lines import (
    BODY_HEAD,
    EXHIBIT,
    GOES_ON,
    LEAD_IN,
    LINE,
    MASTHEAD,
    NUMBER,
    OF_SITE,
    PERIOD,
    SENTENCE,
    SUMMARY,
    UNDATED,
    WORDS,
    content_words,
    echoes,
    forms,
    is_change,
    is_figures,
    is_formed_in,
    is_latin,
    is_prose,
    is_statement,
    is_titled,
    last_match,
    leads_in,
    names_kind,
    without_service,
    wrapped_again,
)
from releases.intake.parser.weights import BASE, FRONT
from releases.text.links import strip_markdown

_MOST, _MOST_OF_PAGE, _FEW = 40, 60, 3
# A company's name, in words.
_LONGEST_NAME = 7
_WRAPPER, _NEWS = 12, 6
# Of these, no line is a notice's title.
_IDLE = frozenset(
    [
        "banner",
        "control",
        "date_line",
        "figures",
        "of_site",
        "company",
        "link",
        "short",
        "sentence",
        "mark",
        "item",
        "table",
        "address",
        "listed",
        "details",
    ]
)


class FrontFeatures:
    """The blocks at the top with what speaks for each role of each."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        top = [strip_markdown(block.flat) for block in blocks[:_MOST_OF_PAGE]]
        self.number = last_match(NUMBER, top)
        self.blocks = blocks[: max(_MOST, self.number + _WRAPPER)]
        self.texts = [strip_markdown(block.flat) for block in self.blocks]
        self.bare = [
            without_label(without_banner(text)).casefold() for text in self.texts
        ]
        self.openings = self._openings()
        self.size = self._size()
        self.in_contacts = {
            i for a, b in contact_runs(self.blocks, 0, self.size) for i in range(a, b)
        }
        self.other_dates = self._other_dates()
        self.wired = max(filter(self._is_sure, range(self.size)), default=0)
        self.summary = last_match(SUMMARY, self.texts[: self.wired])
        self.exhibit = last_match(EXHIBIT, self.texts[:_WRAPPER])
        every = " ".join(self.texts[: self.size])
        self.latin = is_latin(every)
        self.small = {word for word in every.split() if word.islower()}
        texts = self.texts[: self.size]
        self.first = first = news_start(texts, self.number, self._sentence_at)
        # A heading of the news may have the last words of its title.
        self.wrapped = wrapped_again(self.bare) | echoes(self.bare[: first + 1])
        sentence = self._sentence_at(first) if first < self.size else None
        self.news = news_words(texts, first, sentence)
        self.below = "\n".join(self.texts[first : first + _NEWS]).casefold()
        self.lead = self._lead()
        figures = (
            i for i in range(self.number, self.size) if is_figures(self.texts[i])
        )
        self.figures = next(figures, self.size) if self.number else self.size
        self.scores = [self._roles(index) for index in range(self.size)]

    def _is_sure(self, index: int) -> bool:
        """Return whether a block has a dateline with a wire, or near the top a sentence.

        The news has begun above a sentence that a table of figures stands above.
        """
        opening = self.openings[index]
        wired = opening is not None and opening.wire is not None
        above = not any(map(is_statement, self.blocks[:index]))
        return wired or (index <= _WRAPPER and self.has_sentence(index) and above)

    def _sentence_at(self, index: int) -> int | None:
        """Return where the sentence after a block's dateline begins, or None."""
        opening = self.openings[index]
        return opening.ends if opening and self.has_sentence(index) else None

    def _lead(self) -> int:
        """Return the first paragraph that announces something; none above a dateline."""
        below = max(self.number, self.wired)
        lead = first_lead(self.blocks, self.texts[: self.size], below)
        dated = any(self.has_sentence(i) for i in range(lead + 1, self.size))
        return self.size if dated else lead

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
        return own or below or index in self.wrapped or self._is_part_of_title(index)

    def _is_part_of_title(self, index: int) -> bool:
        """Return whether a line above begins with a line's words and goes on, or a name does."""
        bare = self.bare[index]
        name, colon, title = bare.partition(" : ")
        if colon and title in self.bare[index + 1 :] and name in self.below:
            return True
        long = len(bare.split()) > _FEW
        return long and any(text.startswith(f"{bare} ") for text in self.bare[:index])

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

    def is_summary(self, index: int) -> bool:
        """Return whether a line is of what a page says of the news above its dateline."""
        return 0 < self.summary <= index < self.wired

    def is_above_exhibit(self, index: int) -> bool:
        """Return whether the line that heads the exhibit of a filing is still to come."""
        return index < self.exhibit

    def is_below_lead(self, index: int) -> bool:
        """Return whether a paragraph above announces something: no title is below it."""
        return index > self.lead

    def title_of_service(self) -> int | None:
        """Return the last line above a notice's number that could be its title there.

        Without a number, it is the last line above the news that names a kind of notice.
        """
        if not self.number:
            kinds = (i for i in range(self.first) if names_kind(self.texts[i]))
            return max(kinds, default=None)
        above = reversed(range(self.number))
        return next((i for i in above if _IDLE.isdisjoint(self.features(i))), None)

    def is_below_figures(self, index: int) -> bool:
        """Return whether figures of a service's notice stand above: its title does, too."""
        return index > self.figures

    def is_confirmed(self, index: int) -> bool:
        """Return whether a line of a service's notice is its title on the page above."""
        text = self.texts[index]
        if not 0 < self.number < index or is_company(text) or is_date_line(text):
            return False
        return " " in text and self.bare[index] in self.bare[: self.number]

    def is_company_of_notice(self, index: int) -> bool:
        """Return whether a line names the company of a service's notice, below its number."""
        if not 0 < self.number < index:
            return False
        text = self.texts[index]
        below = index == self.number + 1 and len(text.split()) <= _LONGEST_NAME
        return is_company(text) or (below and not VERB.search(text))

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

    def is_byline(self, index: int) -> bool:
        """Return whether a lone “By” stands above who carried the text, or its day.

        So is “by Tarn Banks Inc.” below a title that begins with its name, or above its day.
        """
        text, below = self.texts[index], "".join(self.texts[index + 1 : index + 2])
        if text.lower() in JOINTS:
            return is_label(below) or is_date_line(below)
        by, _, name = text.partition(" ")
        if by.lower() != "by" or not (is_company(name) or is_person(name)):
            return False
        above = "".join(self.texts[max(0, index - 1) : index])
        return is_date_line(below) or above.startswith(f"{name.split()[0]} ")

    def is_category(self, index: int) -> bool:
        """Return whether a line only names a kind of notice, and a headline follows."""
        if not names_kind(without_banner(self.texts[index])):
            return False
        below = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        return GOES_ON.match(below) is None and not self.heads_notice(index)

    def heads_notice(self, index: int) -> bool:
        """Return whether a line stands between a company's name and the news on it."""
        above = index - 1
        while above > 0 and is_name_definition(self.texts[above]):
            above -= 1
        named = above >= 0 and is_company(self.texts[above])
        below = self.texts[index + 1] if index + 1 < self.size else ""
        return named and is_prose(below) and self.openings[index + 1] is None

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
        labels = any(map(is_label, (first, second, f"{first} {second}")))
        if labels or BODY_HEAD.fullmatch(second):
            return False
        pictured = is_person(second) and (block.gap or second in first)
        if (
            pictured
            or self.is_byline(index)
            or (first.endswith(",") and is_date_line(second))
        ):
            return False
        categorised = names_kind(first) and GOES_ON.match(second)
        capitals = first.isupper() and (categorised or PERIOD.match(second))
        if capitals or (categorised and not block.gap and is_titled(second)):
            return True
        parted = index < self.lead and parts_term(first, second, self.below)
        return parted or goes_on(first, second, gap=block.gap)


_PLACED: tuple[tuple[str, Callable[[FrontFeatures, int], bool]], ...] = (
    ("other_date", FrontFeatures.is_other_date),
    ("in_contacts", lambda front, index: index in front.in_contacts),
    ("amid_contacts", FrontFeatures.is_amid_contacts),
    ("repeated", FrontFeatures.is_repeated),
    ("printed_twice", FrontFeatures.is_printed_twice),
    ("above_wire", FrontFeatures.is_above_wire),
    ("listed_above_wire", FrontFeatures.is_listed_above_wire),
    ("below_lead", FrontFeatures.is_below_lead),
    ("below_figures", FrontFeatures.is_below_figures),
    ("confirmed", FrontFeatures.is_confirmed),
    ("company_of_notice", FrontFeatures.is_company_of_notice),
    ("above_number", FrontFeatures.is_above_number),
    ("foreign", FrontFeatures.is_foreign),
    ("akin", FrontFeatures.is_akin),
    ("tagged", FrontFeatures.is_tagged),
    ("figures", FrontFeatures.is_of_quote),
    ("of_site", FrontFeatures.is_of_site),
    ("other_script", FrontFeatures.is_of_other_script),
    ("byline", FrontFeatures.is_byline),
    ("summary", FrontFeatures.is_summary),
    ("above_exhibit", FrontFeatures.is_above_exhibit),
    ("unit", lambda front, index: phrases.is_unit(front.texts[index])),
    ("bare", FrontFeatures.is_bare),
    ("category", FrontFeatures.is_category),
    ("heads_notice", FrontFeatures.heads_notice),
    ("calendar", FrontFeatures.opens_calendar),
    ("body_head", FrontFeatures.heads_body),
)
