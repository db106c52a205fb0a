"""How much each piece of evidence counts, in one place.

Points add up; what has most is chosen. They were set by hand and compared on labelled
releases and on copies of them with other line breaks.
"""

from __future__ import annotations

# For a dateline: its mentions, the marks between them, and what follows.
DATELINE: dict[str, float] = {
    "wire": 4.0,
    "full_date": 3.0,
    "short_date": 2.0,
    "blank": 2.0,
    "place": 1.0,
    "known_place": 2.0,
    "dash": 1.5,
    "dash_inside": 1.5,
    "alone": 1.0,
    "sentence": 1.0,
    "goes_on_small": -3.0,
    # So much is needed at the start of a block, and after a headline on its line.
    "enough": 4.5,
    "enough_within": 7.5,
    # In a text that has no line breaks at all.
    "enough_flat": 5.5,
}

# For the roles of the blocks above the first paragraph: what each feature of a block
# adds to each role. A role that a feature doesn't name gets nothing from it.
BASE: dict[str, float] = {
    "mast": -1.5, "title": 2.0, "deck": 1.0, "contact": -3.0, "notice": -6.0,
    "correction": -5.0, "dateline": -6.0, "body": -3.0, "rest": 1.5,
}  # fmt: skip
FRONT: dict[str, dict[str, float]] = {
    "banner": {"mast": 4, "title": -5, "deck": -5, "body": -1, "rest": -1.5},
    "control": {"mast": 4, "title": -5, "deck": -5, "body": -2, "rest": -1.5},
    "of_site": {"mast": 5, "title": -4, "deck": -6, "body": -3, "rest": -1},
    "figures": {"mast": 4, "title": -5, "deck": -9, "body": -4, "rest": 3},
    "other_script": {"mast": 4, "title": -5, "deck": -5, "body": -4},
    "foreign": {"title": -2, "deck": -1},
    "akin": {"title": 1.5, "deck": 0.6},
    "tagged": {"mast": 4, "title": -2, "deck": -3},
    "date_line": {"mast": 4, "title": -6, "deck": -6, "body": -4, "rest": -1},
    "other_date": {"mast": -3, "rest": 2},
    "dateline_alone": {"dateline": 11, "mast": 1, "title": -4, "deck": -4, "body": -2, "rest": -3},
    "dateline": {"body": 7, "title": -5, "deck": -5, "mast": -4, "contact": -4, "rest": -7},
    "company": {"mast": 3, "title": -3, "deck": -2.5},
    "person": {"mast": 2, "title": -3, "deck": -3},
    "label": {"mast": 2, "contact": 1.5, "title": -5, "deck": -5},
    "in_contacts": {"contact": 6, "mast": -3, "title": -1.5, "deck": -4, "body": -4, "rest": 1.5},
    "amid_contacts": {"title": -3, "deck": -3},
    "details": {"contact": 1, "mast": 1, "title": -4, "deck": -4},
    "address": {"mast": 3, "title": -4, "deck": -4},
    "link": {"mast": 3, "title": -4, "deck": -4},
    "mark": {"mast": 4, "contact": 1, "title": -9, "deck": -9, "body": -4, "rest": 2},
    "defined": {"mast": 3, "title": -4, "deck": -4},
    "listed": {"mast": 3, "title": -3, "deck": -3},
    "correction": {"correction": 10, "title": -3, "deck": -4, "body": 1, "rest": -3},
    "notice": {"notice": 9, "title": -4, "deck": -4, "body": -1, "rest": 1},
    "about": {"title": -4, "deck": -7, "body": 3, "mast": -2},
    "category": {"mast": 2.5, "title": -1.5},
    "heads_notice": {"title": 3},
    "repeated": {"mast": 5, "title": -2, "deck": -7, "rest": -1},
    "printed_twice": {"title": 3, "rest": -1},
    "above_wire": {"body": -4, "rest": -8},
    "listed_above_wire": {"deck": 4},
    "byline": {"mast": 4, "title": -4, "deck": -4},
    "summary": {"mast": 12, "title": -6, "deck": -9, "contact": -6, "correction": -9, "notice": -9},
    "above_exhibit": {"mast": 5, "title": -4, "deck": -4, "body": -4, "rest": -4},
    "above_number": {"mast": 5, "title": -2.5, "deck": -2, "body": -5, "rest": -4, "dateline": -12, "notice": -9, "correction": -9},
    "below_lead": {"title": -6, "deck": -6, "mast": -5, "contact": -3, "dateline": -4},
    "below_figures": {"title": -6, "deck": -6},
    "confirmed": {"title": 5, "mast": -5},
    "company_of_notice": {"title": -4, "deck": -2},
    "unit": {"mast": 3, "title": -5, "deck": -4},
    "colon": {"title": -2.5, "deck": -1},
    "short": {"mast": 2, "title": -2, "deck": -2.5},
    "long": {"title": -1, "deck": -1, "body": 1.5, "mast": -1},
    "very_long": {"title": -5, "deck": -4, "body": 2, "mast": -2, "rest": 1},
    "sentence": {"body": 4, "title": -1.5, "deck": -0.5, "mast": -2, "contact": -2, "rest": 1},
    "prose": {"body": 2, "title": -4, "deck": -5, "mast": -3, "contact": -3, "rest": 2, "correction": -2, "notice": -1},
    "clause": {"title": -3, "deck": -0.5},
    "told_day": {"body": 2, "title": -1, "deck": -1.5},
    "leads_in": {"body": 3.5, "title": -2.5, "deck": -3},
    "calendar": {"body": 6, "title": -2, "deck": -2},
    "body_head": {"body": 6, "title": -2, "deck": -4},
    "dear": {"body": 5, "title": -5, "deck": -5},
    "verb": {"title": 1.5, "deck": 0.5, "contact": -3, "mast": -2.5, "rest": -0.5},
    "bare": {"mast": 1, "title": -1, "deck": -0.5},
    "capitals": {"title": 1, "deck": -0.5, "rest": -0.5},
    "titled": {"title": 0.5, "deck": 0.5},
    "dashed": {"deck": 1.5, "title": -1},
    "item": {"deck": 0.5, "title": -1, "mast": -0.5, "rest": 0.5},
    "heading": {"title": 3},
    "bracketed": {"mast": 2, "title": -3, "deck": -1},
    "small": {"title": -2, "deck": -0.5, "mast": -0.5},
    "table": {"mast": 2, "body": 2, "title": -9, "deck": -9, "rest": 0.5},
    # A table of figures.
    "statement": {"mast": -4, "contact": -6, "rest": 2},
}  # fmt: skip
# Between two blocks of one part, and at the end of the front matter.
ORDER: dict[str, float] = {
    "title_goes_on": 0.5,
    "title_needs_more": 9.0,
    "least_of_a_title_that_goes_on": 1.0,
    "title_ends": -5.0,
    "no_title": -4.0,
    "no_body": -8.0,
    "no_title_at_start": 0.0,
    "late_mast": -1.0,
    "apart_from_dash": -8.0,
    "deck_after_dateline": -3.0,
    "deck_after_mast": -3.0,
    "deck_after_date": -0.5,
    "another_deck": -0.3,
    # For each point by which a deck is more like a title than the title is, above the second.
    "outshone": -1.0,
    "outshone_from": 1.5,
}
# Below this difference, the second reading of a headline is told as a doubt.
CLOSE = 1.0

# For the issuer: what each place of a name counts, and which place prints it best.
ISSUER: dict[str, tuple[float, float]] = {
    "bracket": (4.0, 12),
    "subject": (3.0, 11),
    "correction": (3.0, 6),
    "defined": (2.0, 7),
    "later_bracket": (1.5, 6),
    "later_subject": (1.0, 5),
    "member": (1.0, 5),
    "letterhead": (2.5, 7),
    "parent": (0.5, 3),
    "object": (1.5, 5),
    "source": (2.5, 3),
    "headline_owner": (2.0, 4.2),
    "about": (2.0, 1),
    "headline_subject": (1.5, 0),
    "alone": (0.8, 1),
    "formed": (0.4, 4),
    "form": (1.0, 0),
}
CLOSE_ISSUER = 1.0

# For the blocks of a contact block: what each names, and what stands above it.
CONTACTS: dict[str, float] = {
    "enter": -3.0,
    "enter_near_end": -2.2,
    "enter_at_label": -1.0,
    "label": 0.0,
    "person": 0.5,
    "org": 0.5,
    "title": 0.5,
    "reach": 0.2,
    "labelled_reach": 1.0,
    "named_reach": 1.5,
    "named_label": 1.0,
    "adviser": 2.0,
    "office": 0.0,
    "aside": 0.1,
    "short": -0.2,
    "other": -1.5,
    "news": -4.0,
    "event": -4.0,
    "release": -1.5,
    "barrier": -50.0,
    "mark": -0.05,
    "table": 2.0,
    "gap": -0.2,
}
CONTACT_PAIRS: dict[tuple[str, str], float] = {
    ("label", "person"): 1.5,
    ("label", "org"): 0.7,
    ("label", "title"): 0.5,
    ("label", "reach"): 1.5,
    ("label", "table"): 1.0,
    ("person", "reach"): 1.5,
    ("org", "reach"): 1.5,
    ("title", "reach"): 1.5,
    ("person", "title"): 0.7,
    ("person", "org"): 0.5,
    ("org", "person"): 0.5,
    ("org", "label"): 2.0,
    ("person", "label"): -1.5,
    ("title", "label"): -1.5,
    ("person", "office"): 3.2,
    ("title", "office"): 1.5,
    ("label", "label"): 0.3,
    ("person", "person"): -0.4,
    ("named_reach", "person"): 0.4,
    ("person", "short"): 0.4,
    ("short", "reach"): 1.2,
    ("label", "short"): 0.4,
    ("short", "label"): 0.3,
    ("reach", "reach"): 0.1,
    ("reach", "org"): -0.4,
    ("reach", "title"): -0.4,
    ("reach", "person"): -0.4,
}

# For the cards of a contact block: what each has, how it is ordered, and whether its
# addresses agree with its names.
CARD: dict[str, float] = {
    "card": -0.5,
    "person": 2.0,
    "firm": 0.7,
    "reach": 1.0,
    "heading": -0.8,
    "stray": -2.0,
    "unreached": -2.5,
    "person_of_desk": 0.0,
    "another_person": 0.5,
    "desk": -1.5,
    "labelled_desk": -0.5,
    "office": -1.5,
    "nameless": -2.5,
    "house": 2.0,
    "label_unused": -1.5,
    "gap": -0.4,
    "person_after_reach": -3.0,
    "person_after_switchboard": -0.5,
    "person_after_firm": -2.0,
    "firm_after_reach": -2.0,
    "unknown_at_end": -1.0,
    "reach_around_firm": -1.5,
    "firm_below": -2.0,
    "second_firm": -1.5,
    "title_after_reach": -0.6,
    "title_first": -0.3,
    "named_email": 1.0,
    "email_of_another": -2.0,
    "firms_email": 1.0,
    "email_of_another_firm": -1.0,
}
# Reading a contact block in another order than it is printed in, as columns.
COLUMNS = -1.5
# For each row of such columns whose cells name things of one kind.
UNIFORM = 0.5
# Below this difference, the second reading of a contact block is told as a doubt.
CLOSE_CARDS = 0.5

# For the words of a contact line: what a stretch of them could be, for the stretch and for
# each of its words.
PIECES: dict[str, tuple[float, float]] = {
    "person": (1.6, 0.25),
    "titled_person": (2.0, 0.35),
    "title": (-1.0, 1.65),
    "company": (-1.0, 1.6),
    "issuer": (-0.6, 1.6),
    "firm": (-1.0, 1.1),
    "boutique": (-1.0, 1.3),
    "domain": (-0.6, 1.4),
    "label": (-0.2, 1.6),
    "bare_label": (-0.8, 1.5),
    "other": (0.0, -0.3),
    "reach": (0.0, 0.1),
}

# For what a clause with a day or an hour does: announce an event, add facts to the one
# that is open, tell of its replay, or nothing of this.
STATEMENT: dict[str, dict[str, float]] = {
    "any": {"aside": 5.2},
    "open": {"facts": 5.3},
    "kind": {"announce": 3},
    "headed": {"announce": 2},
    "held": {"announce": 2.5},
    "no_kind": {"announce": -9},
    "other_without_time": {"announce": -3},
    "time": {"announce": 2},
    "time_alone": {},
    "relative_day": {"announce": 1.5},
    "day_ahead": {"announce": 1.5},
    "its_own_day": {"announce": -3},
    "past_day": {"announce": -9},
    "no_day": {"announce": -9},
    "moved_to": {"announce": 2.5},
    "ahead": {"announce": 1.5},
    "sentence": {"announce": 0.2},
    "planned": {"announce": 0.3},
    "past": {"announce": -2.5},
    "called_off": {"announce": -4},
    "aside": {"announce": -1, "facts": -3},
    "aside_without_time": {"announce": -2},
    "held_aside": {"announce": -4},
    "deadline": {"announce": -12, "facts": -12},
    "replay": {"replay": 12, "announce": -6},
    "phone": {"facts": 3},
    "help": {"facts": -6},
    "elsewhere": {"facts": -9},
}

# Below this difference, a clause that nearly announces an event is told as a doubt.
CLOSE_STATEMENT = 0.5

# For a line that could be a calendar's row: its title, its form, and the rows around it.
ROW: dict[str, float] = {
    "introduced": 3.0,
    "kind": 1.5,
    "report": 1.5,
    "set_apart": 1.0,
    "time": 0.5,
    "item": 0.5,
    "told": 1.5,
    "alone_kind": 1.5,
    "alone": 0.0,
    "two": 1.0,
    "several": 3.0,
    "amount": -1.0,
    "sentence": -9.0,
    "no_row": -9.0,
    # So much is needed; a line below the second is not even a row.
    "enough": 3.0,
    "none": -4.0,
}

# For the blocks after the dateline: what each could do. A block goes on with a section
# (`about`, `legal`) or opens one; what speaks against that speaks for the body.
PART: dict[str, dict[str, float]] = {
    "any": {
        "about": 0.3, "about_head": 8.0, "about_run": 8.0,
        "legal_head": 7.5, "legal_run": 7.5, "notice": 5.0,
    },
    "again": {"notice": -5.0},
    "beside": {"notice": -7.0},
    "other_kind": {"legal": -5.0},
    "long": {"legal_head": -9.0},
    # Once a section is left, not for each block of the body after it.
    "leaves_about": {"body": -2.0},
    "leaves_legal": {"body": -4.0},
    "bare": {"legal": -3.0},
    "empty": {"about": 4.0, "legal": 6.0},
    "unfilled": {
        "body": -9.0, "about_head": -9.0, "about_run": -9.0,
        "legal_head": -9.0, "legal_run": -9.0, "notice": -9.0,
    },
    "goes_on": {"legal": 4.0},
    "goes_on_offer": {"legal": 4.0},
    "listed": {"legal": 4.0},
    "tells": {"about": -4.0},
    "news": {"legal": -9.0},
    "codes": {"about": -5.0, "legal": -5.0},
    "on_company": {"legal": -9.0},
    "control": {"about": -9.0, "legal": -9.0},
    "reach": {"about": -4.0, "legal": -3.0},
    "link": {"about": -5.0, "legal": -12.0},
    "contacts": {"about": -6.0, "legal": -9.0},
    "footnote": {"about": -5.0},
    "note": {"about": -6.0, "legal": -14.0},
    "adds": {"legal": 9.0},
    "same_kind": {"legal": 5.0},
    "adjoins": {"legal": 5.0},
    "heading": {"about": -5.0, "legal": -8.0},
    "introduces": {"about": -4.0},
    "cut_heading": {"about": -9.0, "legal": -9.0},
    "unit": {"about": -6.0, "legal": -9.0},
    "caption": {"about": -5.0},
    "signed": {"about": -6.0, "legal": -9.0},
    "fragment": {"about": -4.0, "legal": -4.0},
    "asks": {"about": -6.0, "legal": -9.0},
    "trademark": {"about": -5.0, "legal": -5.0},
    "more": {"legal": -9.0},
}  # fmt: skip
# Below this difference, the second reading of a part is told as a doubt.
CLOSE_PART = 1.5
