"""Files at the desk in a real browser: dropped, and put in order."""

from __future__ import annotations

from django.urls import reverse

from playwright.sync_api import FilePayload, expect

from tests.browser.chromium import BrowserTestCase
from tests.builders import make_attachment, make_issuer, make_release, make_user

DROP = """names => {
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File(["1;2"], name));
  const options = { dataTransfer, bubbles: true, cancelable: true };
  document.querySelector("#attachments-group").dispatchEvent(new DragEvent("drop", options));
}"""

DRAG = """() => {
  const [row, , last] = document.querySelectorAll("#attachments-group tr.has_original");
  const dataTransfer = new DataTransfer();
  const drag = (target, type, clientY) =>
    target.dispatchEvent(
      new DragEvent(type, { dataTransfer, clientY, bubbles: true, cancelable: true }),
    );
  const handle = row.querySelector(".row-order-handle");
  drag(handle, "dragstart", 0);
  drag(last, "dragover", last.getBoundingClientRect().bottom - 1);
  drag(handle, "dragend", 0);
}"""


class Files(BrowserTestCase):
    """They are dropped together, and ordered by buttons or by dragging."""

    databases = "__all__"

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        self.release = make_release()
        for title in ("First", "Second", "Third"):
            make_attachment(self.release, title=title, content=title.encode())
        make_user("ines", groups=("Administrators",))
        self.desk = self.somebody()
        self.sign_in(self.desk, "ines")
        self.desk.goto(reverse("admin:releases_release_change", args=[self.release.pk]))

    def save(self) -> list[str]:
        """Save, and return the titles in their order."""
        self.desk.get_by_role("button", name="Save", exact=True).click()
        expect(self.desk.get_by_text("Saved as a draft.")).to_be_visible()
        rows = self.release.attachments.order_by("order", "pk")
        return list(rows.values_list("title", flat=True))

    def test_dropped_files_become_rows(self) -> None:
        field = self.desk.locator("#id_attachments-0-file")
        for content, sentence in (
            ("First", "stored file"),
            ("Else", "takes its place"),
        ):
            field.set_input_files(
                FilePayload(
                    name="new.txt", mimeType="text/plain", buffer=content.encode()
                )
            )
            expect(self.desk.locator("[data-comparison]")).to_contain_text(sentence)
        field.set_input_files([])
        self.desk.evaluate(DROP, ["q3_tables.csv", "notes.txt"])
        chosen = self.desk.locator("[data-chosen] li")
        expect(chosen).to_have_text(["q3_tables.csv", "notes.txt"])
        assert self.save()[3:] == ["Q3 tables", "Notes"]

    def test_buttons_move_a_row_and_keep_the_focus(self) -> None:
        row = self.desk.locator("#attachments-2")
        up = row.get_by_role("button", name="Move up")
        up.focus()
        self.desk.keyboard.press("Enter")
        self.desk.keyboard.press("Enter")
        expect(up).to_be_focused()
        self.desk.keyboard.press("Enter")
        assert self.save() == ["Third", "First", "Second"]

    def test_a_row_is_dragged_to_another_place(self) -> None:
        self.desk.evaluate(DRAG)
        assert self.save() == ["Second", "Third", "First"]
