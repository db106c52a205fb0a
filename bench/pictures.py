"""Make the three pictures of the README from the demo newsroom, as WebP in docs/pictures/.

    make pictures

Needs Debian's chromium-headless-shell. The demo is loaded in a temporary folder, served on 127.0.0.1 and
removed afterwards, so its embargo is always some minutes ahead.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from demo_site import ROOT, Site, newsroom
from playwright.sync_api import Page, sync_playwright

FOLDER = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium-headless-shell"
MAX_BYTES = 250_000
WIDTH = 1280
SIGNED_IN_AS = "cora"


def main() -> None:
    """Load the demo, serve it and make each picture."""
    if not Path(CHROMIUM).exists():
        sys.exit("There is no chromium: make debian")
    FOLDER.mkdir(exist_ok=True)
    settings = {
        "IRSITE_SECOND_FACTOR_GROUPS": "",
        "IRSITE_ONE_PERSON_DESK": "true",
        "IRSITE_BACKUP_REMINDERS": "false",
    }
    with (
        newsroom() as site,
        site.serve(**settings) as port,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{port}",
            color_scheme="light",
            timezone_id="America/New_York",
            viewport={"width": WIDTH, "height": 860},
            device_scale_factor=1.5,
        )
        page = context.new_page()
        page.goto("/")
        write_picture(page, "home")
        page.goto("/releases/")
        page.get_by_role("link", name="CORRECTING and REPLACING").first.click()
        page.goto(f"{page.url}versions/1/to/2/")
        write_picture(page, "redline", top="Set like")
        open_scheduled_release(page, site)
        write_picture(page, "desk", height=680)
        browser.close()


def open_scheduled_release(page: Page, site: Site) -> None:
    """Sign in as counsel and open the release that is under embargo."""
    sign_ins = (site.folder / "demo-sign-ins.txt").read_text().splitlines()
    passwords = dict(line.split() for line in sign_ins)
    page.goto("/admin/")
    page.get_by_label("Username").fill(SIGNED_IN_AS)
    page.get_by_label("Password").fill(passwords[SIGNED_IN_AS])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    page.locator("a[href*='/admin/releases/release/'][href$='/change/']").first.click()
    page.wait_for_load_state()


def write_picture(page: Page, name: str, *, height: int = 860, top: str = "") -> None:
    """Write what the page shows from its top or from this text, at most MAX_BYTES."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    if top:
        page.get_by_text(top).first.evaluate(
            "element => scrollTo(0, scrollY + element.getBoundingClientRect().top - 40)"
        )
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 80})
    content = base64.b64decode(taken["data"])
    if len(content) > MAX_BYTES:
        sys.exit(f"{name}.webp would have {len(content):,} bytes.")
    (FOLDER / f"{name}.webp").write_bytes(content)
    print(f"docs/pictures/{name}.webp  {len(content) // 1000} kB")


if __name__ == "__main__":
    main()
