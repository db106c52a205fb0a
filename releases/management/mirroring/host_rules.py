"""Rules for the host of a mirror: what it answers beside files, as the site does.

A static host answers 200 for a file and 404 for none. The site also answers 410 for what is
sealed, and redirects from the addresses of an earlier site (301).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

# For nginx, in its http block.
NGINX = "_nginx.conf"
# For Netlify and Cloudflare Pages, which know no 410.
REDIRECTS = "_redirects"
NGINX_HEAD = """\
# Written by manage.py mirror. Include it in nginx's http block; docs/mirror.md has the server.
map_hash_bucket_size 1024;
map_hash_max_size 65536;
"""


def nginx_rules(*, gone: Iterable[str], moved: Mapping[str, str]) -> str:
    """Return maps from requests to what is gone and to where an old address leads.

    `gone` are paths, `moved` URLs by old address. An address with a query is meant with it;
    one without is meant with any.
    """
    # As on the site, the last slash of a path says nothing.
    both = {**moved, **{_with_slash(old): url for old, url in moved.items()}}
    with_query = {old: url for old, url in both.items() if "?" in old}
    without = {old: url for old, url in both.items() if "?" not in old}
    return NGINX_HEAD + "".join(
        (
            _map("$uri", "$irsite_gone", dict.fromkeys(gone, "1")),
            _map("$uri", "$irsite_moved_path", without),
            _map(
                "$uri$is_args$args",
                "$irsite_moved",
                with_query,
                default="$irsite_moved_path",
            ),
        )
    )


def _with_slash(old: str) -> str:
    path, mark, query = old.partition("?")
    return f"{path}/{mark}{query}"


def _map(
    source: str, variable: str, values: Mapping[str, str], *, default: str = '""'
) -> str:
    lines = [f"    {_quoted(key)} {_quoted(values[key])};" for key in sorted(values)]
    return "\n".join(
        (f"map {source} {variable} {{", f"    default {default};", *lines, "}\n")
    )


def _quoted(text: str) -> str:
    """Return the text as a string of nginx's, which reads a backslash as an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    # A first "~" would make a regular expression of it.
    return f'"\\{escaped}"' if escaped.startswith("~") else f'"{escaped}"'


def redirect_rules(moved: Mapping[str, str]) -> str:
    """Return the redirects as Netlify and Cloudflare read them, without those of queries."""
    return "".join(
        f"{quote(old)} {moved[old]} 301\n" for old in sorted(moved) if "?" not in old
    )
