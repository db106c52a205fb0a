"""Making a mirror: all that was public at one moment, as files that any host can serve."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils.translation import gettext as _

from releases.management.mirroring import host_rules
from releases.management.mirroring.exceptions import CannotMirror
from releases.management.mirroring.mirror_paths import (
    NOT_MIRRORED,
    WITH_LINKS,
    MirroredPage,
    linked_parts,
)
from releases.management.mirroring.versions import MirrorFolder, MirrorVersion
from releases.management.public_pages import public_paths
from releases.models import OldPath
from releases.pagecache.backend import DjangoBackend, DjangoResponse
from releases.pagecache.clock import from_datetime
from releases.pagecache.routes import encode_path, static_paths
from releases.record.clock import read_clock
from releases.record.horizon import read_horizon
from releases.text.public_paths import release_path

# What a static host is told to send with every file, as Netlify and Cloudflare read it.
HEADERS = "_headers"
NOT_FOUND = "404.html"
# The moment as of which the mirror is.
AS_OF = "mirror.txt"
BLOCK = 1 << 20
# One page that was late on a busy machine ends no run of an hour.
TRIES = 3
# Headers of the site that hold for its files anywhere.
LASTING_HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
)


class MirrorReport(NamedTuple):
    """The moment of a mirror, and how many files it has and were written."""

    at: dt.datetime
    files: int
    written: int


def make_mirror(folder: Path) -> MirrorReport:
    """Bring the mirror in the folder up to this moment. Raises CannotMirror.

    All pages are as of one moment of the database's clock. Whatever goes live by then was
    committed before it (`record.clock.COMMIT`), and nothing later is asked for.
    """
    mirror = MirrorFolder(folder)
    with mirror.locked():
        at = read_clock()
        state = state_of_site(at=at)
        if mirror.state() == state:
            # The moment is written at every run, so it tells nothing of the desk.
            write_moment(mirror.site / AS_OF, at)
            return MirrorReport(at, 0, 0)
        with mirror.new_version(state) as version:
            SiteWriter(version, at=at).write_site()
            write_moment(version.root / AS_OF, at)
        return MirrorReport(at, version.files, version.written)


def state_of_site(*, at: dt.datetime) -> dict[str, Any]:
    """Return all that decides on the public pages: the record, the clock, the release."""
    horizon = read_horizon(at=at)
    return {
        "generation": horizon.generation,
        "instant": horizon.start.isoformat(),
        "url": settings.IRSITE_URL,
        "static": static_digest(),
    }


def static_digest() -> str:
    """Return the SHA-256 of the list of the collected static files. Raises CannotMirror."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    try:
        return hashlib.sha256(manifest.read_bytes()).hexdigest()
    except OSError:
        raise CannotMirror(
            _("The static files are not collected. Run “manage.py collectstatic”.")
        ) from None


def write_moment(path: Path, at: dt.datetime) -> None:
    """Write as of when the mirror is; whoever is reading the file reads the old one."""
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(
        f"A copy of {settings.IRSITE_URL} as of {at:%Y-%m-%dT%H:%MZ}\n"
    )
    unfinished.chmod(0o644)
    unfinished.rename(path)


class SiteWriter:
    """Writes every public page, file and static file as of a moment."""

    def __init__(self, version: MirrorVersion, *, at: dt.datetime) -> None:
        self._version = version
        self._at = at
        self._backend = DjangoBackend(WSGIHandler(), base_url=settings.IRSITE_URL)
        # Pages of one moment share the queries that all of them need.
        self._interval_results: dict[Any, Any] = {}
        self._gone: list[str] = []

    def write_site(self) -> None:
        """Write all of it. Raises CannotMirror."""
        self._write_static_files()
        self._write_not_found()
        for path in public_paths(at=self._at):
            if path not in NOT_MIRRORED:
                self._write_with_parts(MirroredPage(path))
        self._write_host_rules()

    def _write_with_parts(self, page: MirroredPage) -> None:
        """Write a page, and the other parts of its list."""
        waiting, known = [page], {page}
        while waiting:
            for part in self._write_page(waiting.pop()):
                if part not in known:
                    known.add(part)
                    waiting.append(part)

    def _write_page(self, page: MirroredPage) -> list[MirroredPage]:
        """Write a page if it is there; return the parts to which it links."""
        response = self._render(page)
        try:
            if response.status_code not in {200, 410}:
                return []
            if response.status_code == 410:
                self._gone.append(page.url_path)
            name = page.file_name(media_type(response))
            if response.streaming:
                self._write_file(name, response)
                return []
            return self._write_text(page, name, response)
        finally:
            response.close()

    def _render(self, page: MirroredPage) -> DjangoResponse:
        """Render a page, again if it fails. Raises CannotMirror if it fails each time."""
        for _try in range(TRIES):
            response = self._backend.render(
                encode_path(page.path),
                page.query,
                from_datetime(self._at),
                self._interval_results,
            )
            if response.status_code < 500 and not response.database_lost:
                return response
            response.close()
        raise CannotMirror(
            _("%(path)s cannot be rendered (%(status)s). See the log.")
            % {"path": page.path, "status": response.status_code}
        )

    def _write_file(self, name: str, response: DjangoResponse) -> None:
        """Write an attachment. One of its token and name never changes."""
        size = dict(response.headers).get("Content-Length", "")
        if size and self._version.previous_size(name) == int(size):
            self._version.keep_file(name)
        else:
            self._version.write_file(name, response.body)

    def _write_text(
        self, page: MirroredPage, name: str, response: DjangoResponse
    ) -> list[MirroredPage]:
        body = b"".join(response.body)
        parts: list[MirroredPage] = []
        if WITH_LINKS.match(media_type(response)):
            text, parts = linked_parts(
                page, body.decode(), base_url=settings.IRSITE_URL
            )
            body = text.encode()
        self._version.write_file(name, [body])
        return parts

    def _write_not_found(self) -> None:
        """Write the page for what is not there, and the headers of all pages."""
        response = self._render(MirroredPage("/\x00"))
        self._version.write_file(NOT_FOUND, response.body)
        sent = dict(response.headers)
        lines = [f"  {name}: {sent[name]}" for name in LASTING_HEADERS if name in sent]
        self._version.write_file(HEADERS, ["\n".join(["/*", *lines, ""]).encode()])

    def _write_host_rules(self) -> None:
        """Write what the host answers for what is sealed, and for addresses of old."""
        moved = {
            old.path: f"{settings.IRSITE_URL}{release_path(old.address)}"
            for old in OldPath.objects.of_live_releases(at=self._at)
        }
        nginx = host_rules.nginx_rules(gone=self._gone, moved=moved)
        self._version.write_file(host_rules.NGINX, [nginx.encode()])
        redirects = host_rules.redirect_rules(moved)
        self._version.write_file(host_rules.REDIRECTS, [redirects.encode()])

    def _write_static_files(self) -> None:
        prefix = f"/{settings.STATIC_URL.strip('/')}/"
        for path in sorted(static_paths()):
            file = Path(settings.STATIC_ROOT) / path.removeprefix(prefix)
            self._version.write_file(path.removeprefix("/"), file_blocks(file))


def file_blocks(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def media_type(response: DjangoResponse) -> str:
    """Return the media type of a response, without its parameters."""
    headers: Iterable[tuple[str, str]] = response.headers
    return dict(headers).get("Content-Type", "").partition(";")[0]
