"""Documents are read in processes of their own, within limits of time and memory."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any
from unittest import TestCase, mock

import pytest

from releases.intake import isolated_reading, readers
from releases.intake.exceptions import IntakeError
from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.release import read_release
from releases.intake.isolated_reading import Limits, ReadingPool, ReadingStopped
from releases.intake.reading_process import answer_to
from releases.intake.reading_values import decode_answer, encode_answer
from tests.examples import share
from tests.intake.expectations import FOLDER
from tests.intake.word import build_docx, paragraph

TEXT = (FOLDER / "02-call-with-dial-ins.txt").read_bytes()
# Some seconds of reading.
LONG = b"<html><body><h1>A Headline</h1>" + b"<p>Words of a release.</p>" * 20_000


class AReading(TestCase):
    """It is the same as in this process."""

    def test_of_a_text_a_page_and_a_word_file(self) -> None:
        page = (
            b"<html><body><h1>A Headline</h1><p>It pays <s>$1</s>$2.</p></body></html>"
        )
        word = build_docx(paragraph("A Headline"), paragraph("It pays 2."))
        for data, name in ((TEXT, "a.txt"), (page, "a.html"), (word, "a.docx")):
            with self.subTest(name):
                document = readers.read_file(data, name)
                assert isolated_reading.read_file(data, name) == document
                again = isolated_reading.read_source(document.source, document.kind)
                assert again == readers.read_source(document.source, document.kind)

    def test_of_an_entry_of_an_export(self) -> None:
        item = ExportItem(title="A Headline", content="<p>Words.</p>", date=None)
        assert isolated_reading.read_release(item) == read_release(item)

    def test_every_specimen_passes_between_the_processes_unchanged(self) -> None:
        for path in share(sorted(FOLDER.glob("*.txt")), 0, one_in=4):
            with self.subTest(path.name):
                document = readers.read_file(path.read_bytes(), path.name)
                assert decode_answer(encode_answer(document)) == document

    def test_an_error_has_the_message_that_it_has_here(self) -> None:
        for data in (b"", b"%PDF-1.7", b"<rss>", b"\xff\xfe\x00\xd8\x00"):
            with self.subTest(data):
                with pytest.raises(IntakeError) as here:
                    readers.read_file(data)
                with pytest.raises(IntakeError) as there:
                    isolated_reading.read_file(data)
                assert there.value.message == here.value.message


class ALimit(TestCase):
    """It ends the reading with a sentence that says what to do."""

    def pool(self, **limits: Any) -> ReadingPool:
        """Return a pool with these limits, which ends with the test."""
        pool = ReadingPool(Limits(**limits))
        self.addCleanup(pool.close)
        return pool

    def refusal(self, pool: ReadingPool, data: bytes) -> str:
        """Return the sentence with which the pool refuses to read."""
        with pytest.raises(IntakeError) as refused:
            pool.read("read_file", data)
        return str(refused.value)

    def test_of_processor_time_and_the_next_reading_has_a_new_process(self) -> None:
        pool = self.pool(cpu_seconds=1)
        with self.assertLogs("releases.intake.isolated_reading") as logged:
            assert "takes too long to read" in self.refusal(pool, LONG)
        assert "ended with -24" in logged.output[0]
        assert pool.read("read_file", TEXT).reading.headline

    def test_of_time_on_the_wall(self) -> None:
        pool = self.pool(reading_seconds=0.01)
        assert "takes too long to read" in self.refusal(pool, LONG)

    def test_of_memory(self) -> None:
        pool = self.pool(memory_bytes=70_000_000)
        assert "too much memory" in self.refusal(pool, LONG * 4)

    def test_of_how_many_read_at_once(self) -> None:
        pool = self.pool(processes=0, queue_seconds=0.01)
        assert "Try again in a minute" in self.refusal(pool, TEXT)

    def test_an_error_that_nobody_expects_is_logged_by_its_place_alone(self) -> None:
        pool = self.pool()
        with (
            self.assertLogs("releases.intake.isolated_reading") as logged,
            pytest.raises(ReadingStopped, match="Save the release as plain text"),
        ):
            pool.read("read_source", ("a secret merger",), "text")
        assert "Error" in logged.output[0]
        assert "in read_source" in logged.output[0]
        assert "secret" not in logged.output[0]


class AReadingProcess(TestCase):
    """It is used again, and knows nothing that a release could give away."""

    def setUp(self) -> None:
        self.pool = ReadingPool(Limits())
        self.addCleanup(self.pool.close)

    def process_id(self) -> int:
        """Return the id of the process that read last."""
        (process,) = self.pool._idle  # noqa: SLF001 - to look at the process
        return process._process.pid  # noqa: SLF001

    def test_it_reads_one_document_after_another(self) -> None:
        self.pool.read("read_file", TEXT)
        first = self.process_id()
        with pytest.raises(IntakeError):
            self.pool.read("read_file", b"")
        self.pool.read("read_file", TEXT)
        assert self.process_id() == first

    def test_one_that_was_idle_for_long_or_read_much_is_replaced(self) -> None:
        for limit in ("MAX_IDLE", "READINGS"):
            with self.subTest(limit):
                self.pool.read("read_file", TEXT)
                first = self.process_id()
                with mock.patch.object(isolated_reading, limit, 0):
                    self.pool.read("read_file", TEXT)
                assert self.process_id() != first

    @pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Linux alone")
    def test_it_has_no_environment_and_no_file_of_ours(self) -> None:
        with (
            mock.patch.dict(os.environ, {"IRSITE_SECRET_KEY": "a secret"}),
            (FOLDER / "02-call-with-dial-ins.txt").open("rb"),
        ):
            self.pool.read("read_file", TEXT)
        process = Path(f"/proc/{self.process_id()}")
        assert process.joinpath("environ").read_bytes() == b"LC_ALL=C.UTF-8\x00"
        files = [file.readlink() for file in process.joinpath("fd").iterdir()]
        assert [file for file in files if file != Path("/dev/null")] == [mock.ANY]
        assert str(files[-1]).startswith("socket:")


class AnAnswer(TestCase):
    """It is decoded into values; nothing in it is called."""

    def test_one_that_would_call_something_is_refused(self) -> None:
        class Call:
            def __reduce__(self) -> tuple[Any, ...]:
                return os.system, ("true",)

        for data in (
            pickle.dumps(Call()),
            pickle.dumps(Path("/")),
            pickle.dumps("words"),
            b"",
            b"words",
        ):
            with self.subTest(data), pytest.raises(ValueError, match="This is no"):
                decode_answer(data)

    def test_a_request_is_answered_with_a_document_or_a_message(self) -> None:
        request = pickle.dumps(("read_file", (TEXT,)))
        assert decode_answer(answer_to(request)) == readers.read_file(TEXT)
        message = decode_answer(answer_to(pickle.dumps(("read_file", (b"",)))))
        assert str(message) == "This is empty. Give the text of a release."
        failed = decode_answer(answer_to(pickle.dumps(("read_source", (1, "text")))))
        assert str(failed).startswith("This can't be read.")
