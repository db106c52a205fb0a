"""Specimens of completeness, headlines and leftovers."""

from __future__ import annotations

from releases.models import Release
from tests.builders import make_contact
from tests.desk.checks.clean_release import LEAD, list_only_on, make_clean_release
from tests.desk.checks.specimens.book import near_miss, trips


@trips("complete.headline")
def a_headline_of_blanks() -> Release:
    return make_clean_release(headline="   ")


@near_miss("complete.headline")
def a_headline_of_one_word() -> Release:
    return make_clean_release(headline="Results")


@trips("complete.body")
def a_body_of_empty_paragraphs() -> Release:
    return make_clean_release(body="<p> </p><p>\u00a0</p>")


@near_miss("complete.body")
def a_body_of_one_table() -> Release:
    return make_clean_release(body="<table><tr><td>Revenue</td></tr></table>")


@trips("complete.category")
def a_release_on_no_shelf() -> Release:
    return make_clean_release(category=None)


@near_miss("complete.category")
def a_release_on_a_shelf() -> Release:
    return make_clean_release()


@trips("headline.cut")
def a_headline_that_stops_at_a_comma() -> Release:
    return make_clean_release(headline="Larkmoor Reports Third Quarter Results,")


@trips("headline.cut")
def a_headline_that_ends_in_dots() -> Release:
    return make_clean_release(headline="Larkmoor Makes Its Millionth…")


@near_miss("headline.cut")
def a_headline_with_a_closed_bracket() -> Release:
    return make_clean_release(headline="FDA Approves ORVELTA (sudrelimast)")


@trips("summary.cut")
def a_subheadline_with_an_open_quotation() -> Release:
    return make_clean_release(subheadlines="Board speaks of “a new\nSecond line")


@near_miss("summary.cut")
def a_subheadline_that_ends_in_a_closed_quotation() -> Release:
    return make_clean_release(subheadlines="Board speaks of “a new day”")


@trips("summary.missing")
def a_body_of_a_list_alone() -> Release:
    return make_clean_release(body="<ul><li>One tablet</li></ul>")


@near_miss("summary.missing")
def a_list_below_a_subheadline() -> Release:
    return make_clean_release(
        body="<ul><li>One tablet</li></ul>", subheadlines="A million tablets"
    )


@trips("text.placeholder")
def a_quotation_still_to_come() -> Release:
    return make_clean_release(more="PENDING LARRY QUOTE")


@trips("text.placeholder")
def a_figure_still_to_come() -> Release:
    return make_clean_release(more="Revenue was $XX.X million in the quarter.")


@trips("text.placeholder")
def a_blank_in_a_table() -> Release:
    return make_clean_release(
        body=f"<p>{LEAD}</p><table><tr><td>Cash</td><td>[●]</td></tr></table>"
    )


@trips("text.placeholder")
def a_tk_of_another_than_teekay() -> Release:
    return make_clean_release(more="The offer was TK percent above the last price.")


@near_miss("text.placeholder")
def teekay_by_its_own_symbol() -> Release:
    list_only_on("XNYS", "TK")
    return make_clean_release(
        more="Holders of TK may tender their shares; patents are pending."
    )


@near_miss("text.placeholder")
def an_editor_s_brackets_and_a_patent_pending() -> Release:
    return make_clean_release(
        more="“[W]e have a PATENT PENDING […] and Super Bowl XXX,” he said."
    )


@trips("text.draft_mark")
def a_line_that_says_draft() -> Release:
    return make_clean_release(subheadlines="DRAFT v3 – not for release")


@trips("text.draft_mark")
def an_agency_s_embargo() -> Release:
    return make_clean_release(more="EMBARGOED UNTIL 9:00 a.m. ET on March 3, 2026")


@near_miss("text.draft_mark")
def a_draft_guidance_and_a_legend() -> Release:
    return make_clean_release(
        headline="DRAFT GUIDANCE FROM FDA WELCOMED",
        more="NOT FOR RELEASE, PUBLICATION OR DISTRIBUTION IN THE UNITED STATES",
    )


@trips("text.tracked_change")
def a_word_comment_in_the_text() -> Release:
    return make_clean_release(
        more="The plant Commented [LW1]: is this right? opened in May."
    )


@trips("text.tracked_change")
def words_that_are_struck_out_in_the_markup() -> Release:
    return make_clean_release(more="The plant opened in <del>May</del><ins>June</ins>.")


@near_miss("text.tracked_change")
def a_comment_that_somebody_made() -> Release:
    return make_clean_release(
        more="Asked for a comment [on Friday], she deleted: nothing."
    )


@trips("text.invisible")
def a_price_that_is_read_backwards() -> Release:
    return make_clean_release(more="A tablet costs $\u202e51\u202c.")


@trips("text.invisible")
def a_headline_with_a_space_of_no_width() -> Release:
    return make_clean_release(headline="Lark\u200bmoor Makes Its Millionth Tablet")


@trips("text.invisible")
def a_contact_with_a_mark_from_a_browser() -> Release:
    return make_clean_release(contacts=(make_contact(name="\u2068Dana Reyes\u2069"),))


@trips("text.invisible")
def a_link_with_a_control_character() -> Release:
    return make_clean_release(
        more='See <a href="https://www.larkmoor.com/a\u2060b">our site</a>.'
    )


@near_miss("text.invisible")
def an_emoji_that_is_joined_and_a_name_in_hebrew() -> Release:
    return make_clean_release(
        more="A \U0001f469\u200d\U0001f52c made it. \u05d3\u05e0\u05d4"
    )


@near_miss("text.invisible")
def a_release_in_hebrew_with_its_marks() -> Release:
    return make_clean_release(
        language="he", more="\u05d3\u05e0\u05d4 (1)\u200f Larkmoor\u200e."
    )
