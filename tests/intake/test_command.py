"""`manage.py intake` tells what was understood."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path
from unittest import TestCase, mock

from django.core.management import CommandError, call_command

from tests.intake import expectations

ONE = expectations.FOLDER / "01-congress-posters.txt"
TWO = expectations.FOLDER / "02-call-with-dial-ins.txt"
DOUBTED = expectations.FOLDER / "28-bad-weekday.txt"


def intake(*paths: str | Path, **options: bool) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    call_command("intake", *map(str, paths), stdout=out, no_color=True, **options)
    return out.getvalue()


class TheAccount(TestCase):
    """Is for the eye."""

    def test_gives_each_field_with_its_lines(self) -> None:
        account = intake(ONE)
        assert "Listing       Nasdaq: HVBX (XNAS) [3]" in account
        assert "Contact       media: Barbara Stowe, The Pemaquid Group" in account
        assert "  session     oral: Sun 8 June 2014, 11:15-11:30 MT" in account

    def test_gives_the_doubts_last(self) -> None:
        heading, first, *_ = intake(DOUBTED).rstrip().splitlines()[-5:]
        assert heading == "4 doubts to check:"
        assert first.startswith("  line 3      Wednesday, August 1, 2013 — The date")

    def test_says_so_when_nothing_is_doubted(self) -> None:
        assert "No problems found." in intake(TWO)

    def test_names_the_paths_when_there_are_several(self) -> None:
        account = intake(ONE, TWO)
        assert str(ONE) in account
        assert str(TWO) in account


class TheJson(TestCase):
    """Is for programs."""

    def test_of_one_path_is_an_object(self) -> None:
        answer = json.loads(intake(ONE, json=True))
        assert answer["dateline"] == {
            "places": ["CAMDEN, Maine"],
            "date": "2014-05-15",
            "wire": "BUSINESS WIRE",
        }
        assert [event["kind"] for event in answer["events"]] == [
            "poster",
            "discussion",
            "oral",
        ]

    def test_of_several_paths_is_an_array_in_their_order(self) -> None:
        answers = json.loads(intake(TWO, ONE, json=True))
        assert [answer["issuer"] for answer in answers] == [
            "Brightwater Pump Corporation",
            "Halvorsen Biologics, Inc.",
        ]

    def test_of_a_dash_is_that_of_standard_input(self) -> None:
        stdin = mock.Mock(buffer=io.BytesIO(ONE.read_bytes()))
        with mock.patch.object(sys, "stdin", stdin):
            answer = json.loads(intake("-", json=True))
        assert answer["issuer"] == "Halvorsen Biologics, Inc."


class WhatCannotBeRead(TestCase):
    """Stops the command with status 2 before anything is printed."""

    def test_is_told_in_one_line(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            binary = Path(folder) / "noise.bin"
            binary.write_bytes(b"\x00\x01\x02")
            for path in (binary, Path(folder) / "missing.txt", Path(folder)):
                out = io.StringIO()
                with (
                    self.subTest(path.name),
                    self.assertRaises(CommandError) as stopped,
                ):
                    call_command("intake", str(ONE), str(path), stdout=out)
                assert stopped.exception.returncode == 2
                assert str(stopped.exception).startswith(str(path))
                assert "\n" not in str(stopped.exception)
                assert out.getvalue() == ""
