"""A tag with very many attributes is refused before any parser sees it."""

from __future__ import annotations

import contextlib
from unittest import TestCase

import pytest

from releases.intake.crowded_tags import MAX_ATTRIBUTES, refuse_crowded_tags
from releases.intake.exceptions import IntakeError
from releases.intake.readers import read_file
from tests.cost import assert_proportional

FEW, MANY = MAX_ATTRIBUTES, MAX_ATTRIBUTES + 1


def attributes(count: int, form: str = ' a{}="1"') -> str:
    """Return so many attributes."""
    return "".join(form.format(number) for number in range(count))


class ATag(TestCase):
    """It has at most some hundred attributes, however they are written."""

    def test_more_are_refused(self) -> None:
        for form in (
            " a{}",
            "/a{}",
            ' a{}=">"',
            " a{}='<p>'",
            "\na{} = x",
            ' a{}="a=b"',
        ):
            with self.subTest(form):
                refuse_crowded_tags(f"<p>x</p><p{attributes(FEW, form)}>x</p>")
                for page in ("<p{}>x", "<!-- x --><p{}", "<script>x</script><p{}>x"):
                    with pytest.raises(IntakeError, match="more than 500 attributes"):
                        refuse_crowded_tags(page.format(attributes(MANY, form)))

    def test_a_page_is_refused_by_its_whole_way_in_and_quickly(self) -> None:
        def refused(number: int) -> None:
            page = f"<html><body><p{attributes(number)}>Words</p></body></html>"
            with pytest.raises(IntakeError, match="Save only the text"):
                read_file(page.encode(), "page.html")

        assert_proportional(refused, 50_000)

    def test_words_in_values_comments_and_scripts_are_no_attributes(self) -> None:
        words = "word " * 2_000
        for page in (
            f'<p title="{words}">x</p>',
            f"<!-- <p {words} --><p>x</p>",
            f"<script>a <b {words}</script><p>x</p>",
            f"<style>{words}</style><p>{words}</p>",
            f"{words} < {words} <3 {words}",
        ):
            with self.subTest(page[:20]):
                refuse_crowded_tags(page)

    def test_what_is_not_closed_takes_no_longer_than_its_length(self) -> None:
        for piece in ("<script>", "<!--", "<p a=", "<p>'\"", "<style a='", '="', "</p"):
            with self.subTest(piece):

                def refused(size: int, piece: str = piece) -> None:
                    with contextlib.suppress(IntakeError):
                        refuse_crowded_tags(piece * (size // len(piece)))

                assert_proportional(refused, 100_000)
