"""Which characters nobody sees, and where a script needs them all the same."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.readers import read_file
from releases.text.invisible import invisible_in, without_invisible

HEBREW = (
    "תל אביב, 4 ביוני 2024 -- חברת דנה (TASE: DANA)\u200f הודיעה היום על תוצאותיה.\n"
)


class AnInvisibleCharacter(TestCase):
    """Is found by its name, whatever it does."""

    def test_that_turns_the_direction_joins_nothing_or_controls(self) -> None:
        for character, name in (
            ("\u202e", "right-to-left override (U+202E)"),
            ("\u202a", "left-to-right embedding (U+202A)"),
            ("\u2066", "left-to-right isolate (U+2066)"),
            ("\u200f", "right-to-left mark (U+200F)"),
            ("\u200b", "zero width space (U+200B)"),
            ("\u200d", "zero width joiner (U+200D)"),
            ("\ufeff", "zero width no-break space (U+FEFF)"),
            ("\u00ad", "soft hyphen (U+00AD)"),
            ("\u2063", "invisible separator (U+2063)"),
            ("\u3164", "hangul filler (U+3164)"),
            ("\U000e0061", "tag latin small letter a (U+E0061)"),
            ("\x07", "control character (U+0007)"),
        ):
            with self.subTest(name):
                text = f"We paid{character} $12 a share."
                assert [found.name for found in invisible_in(text)] == [name]
                assert (
                    without_invisible(text).replace("  ", " ") == "We paid $12 a share."
                )

    def test_is_not_what_only_looks_like_one(self) -> None:
        for text in (
            "a\u00a0b",
            "a\tb\nc",
            "a\u2009b\u3000c",
            "☎\ufe0f 5",
            "日\U000e0100",
        ):
            with self.subTest(text):
                assert not list(invisible_in(text))


class AScriptThatNeedsThem(TestCase):
    """Keeps them."""

    def test_marks_and_isolates_in_a_line_from_right_to_left(self) -> None:
        for mark in "\u200e\u200f\u2067\u2069":
            text = f"דנה (1){mark} שילמה"
            assert without_invisible(text) == text
            english = f"Dana (1){mark} paid"
            assert without_invisible(english) == "Dana (1) paid"
            assert without_invisible(english, language="he-IL") == english

    def test_but_no_override(self) -> None:
        assert without_invisible("דנה \u202eבע", language="he") == "דנה בע"

    def test_joiners_in_letters_that_join_and_in_emoji(self) -> None:
        for text in (
            "\u0645\u06cc\u200c\u062e\u0648\u0645",
            "क्\u200dष",
            "\U0001f469\u200d\U0001f52c",
        ):
            assert without_invisible(text) == text
        flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
        assert without_invisible(flag) == flag

    def test_when_a_release_is_read(self) -> None:
        document = read_file(f"דנה מדווחת על תוצאות\n\n{HEBREW}".encode())
        assert "(TASE: DANA)\u200f" in document.reading.body_html + str(
            document.reading.dateline
        )
        assert not [d for d in document.reading.doubts if "direction" in str(d.saw)]
