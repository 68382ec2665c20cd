"""The headers of one site, and how each kind of host is told them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from .settings import HEADERS, format_policy

if TYPE_CHECKING:
    from .settings import SecurityHeaders

#: What browsers ignore, with a warning, where the policy stands in a page.
NOT_IN_META = {"frame-ancestors", "report-uri", "sandbox"}
#: Pictures stand in feeds, which people read on other sites.
SHARED = "/images/"
CORP = "Cross-Origin-Resource-Policy"
#: Addresses with a hash of their content may be kept for a year, and no others.
FOREVER = "public, max-age=31536000, immutable"
MADE = "/images/made/"
HASHED_SHEET = r"^/theme/css/.+\.[0-9a-f]{10}\.css$"
HASHED_PICTURE = rf"^{MADE}.+\.[0-9a-f]{{10}}\.[a-z]+$"


def format_netlify(
    headers: SecurityHeaders, hashed: tuple[str, ...] = (f"{MADE}*",)
) -> str:
    """Return ``_headers`` as Netlify and Cloudflare Pages read it.

    Both send the values of all rules that fit, joined: a resource policy of two words
    is none, which is what a picture in a feed needs. ``hashed`` are the addresses that
    may be kept; both hosts know a star and no pattern.
    """
    rules = {"/*": headers.all, f"{SHARED}*": {CORP: "cross-origin"}}
    rules |= {place: {"Cache-Control": FOREVER} for place in hashed}
    return "".join(
        f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in rule.items())
        for place, rule in rules.items()
    )


def has_hash(address: str) -> bool:
    """Return whether a file's name holds a hash as our own plugins write it.

    >>> has_hash("/theme/css/main.4f2a91c07b.css"), has_hash("/theme/css/main.css")
    (True, False)
    """
    return bool(re.search(r"\.[0-9a-f]{10}\.[a-z0-9]+$", address))


#: nginx refuses to start where it knows a word not, and brotli is a module apart.
PACKED = (
    "# Packed copies beside the files, as `invoke deploy` puts them there, are sent as",
    "# they lie. Debian's nginx and that of nginx.org know these two:",
    "gzip_static on;",
    "gzip_vary on;",
    "# This one is known with a module, such as libnginx-mod-http-brotli-static:",
    "# brotli_static on;",
)

PREVIEW_LINES = "# Previews, as `invoke deploy TARGET --preview NAME` puts them there."
#: Packed copies that lie beside the files are sent as they lie.
CADDY_FILES = ("file_server {", "\tprecompressed br gzip", "}")


def format_nginx(headers: SecurityHeaders) -> str:
    """Return lines to include into nginx's ``server``.

    A ``location`` with an ``add_header`` of its own drops those around it, so each
    location here has all of them.
    """
    shared = headers.all | {CORP: "cross-origin"}
    return "\n".join(
        [
            "# Written by `invoke headers nginx`. Include it into server { }.",
            "# Without a charset, feeds (text/xml) would count as US-ASCII.",
            "charset utf-8;",
            *PACKED,
            *_nginx_lines(headers.all),
            *_nginx_location(f'~ "{HASHED_SHEET}"', headers.all, FOREVER),
            *_nginx_location(f'~ "{HASHED_PICTURE}"', shared, FOREVER),
            *_nginx_location(SHARED, shared),
            "",
        ]
    )


def format_caddy(headers: SecurityHeaders) -> str:
    """Return lines to import into a site's block of a Caddyfile, below its ``root``.

    Caddy sorts directives, so no address here is told one header by two of them. What
    is missing is never told to browsers as unchanged, or in part: they would show it
    empty. Names begin with ``bulletin``, as the block may have some of its own.
    """
    common = {name: value for name, value in headers.all.items() if name != CORP}
    shared, hashed = "@bulletin_shared", "@bulletin_hashed"
    return "\n".join(
        [
            "# Written by `invoke headers caddy`. Import it into the site's block,",
            "# which has a root and no file_server of its own.",
            *(f'header {name} "{value}"' for name, value in common.items()),
            f"{shared} path {SHARED}*",
            f'header {shared} {CORP} "cross-origin"',
            f"@bulletin_own not path {SHARED}*",
            f'header @bulletin_own {CORP} "{headers.all[CORP]}"',
            f'{hashed} path_regexp "{HASHED_SHEET}|{HASHED_PICTURE}"',
            f'header {hashed} Cache-Control "{FOREVER}"',
            *CADDY_FILES,
            "handle_errors {",
            "\t@bulletin_missing expression {http.error.status_code} == 404",
            "\thandle @bulletin_missing {",
            "\t\theader -Cache-Control",
            "\t\trequest_header -If-*",
            "\t\trequest_header -Range",
            "\t\trewrite * /404.html",
            *(f"\t\t{line}" for line in CADDY_FILES),
            "\t}",
            "}",
            "",
        ]
    )


def preview_nginx(headers: SecurityHeaders, place: str, folder: str) -> list[str]:
    """Return nginx's lines for drafts: who knows an address gets them, and no machine.

    ``place`` is the path that they have on the host, ``folder`` where they lie.
    """
    lines = _nginx_location(f"^~ {place}", headers.all | {"X-Robots-Tag": "noindex"})
    return [
        PREVIEW_LINES,
        lines[0],
        f'    alias "{folder}";',
        "    autoindex off;",
        *lines[1:],
        "",
    ]


def preview_caddy(_headers: SecurityHeaders, place: str, folder: str) -> list[str]:
    """Return Caddy's lines for the same; they have the headers of the whole site.

    The root is that of these files alone, as the page for what is missing has another.
    """
    return [
        PREVIEW_LINES,
        f"handle_path {place}* {{",
        '\theader X-Robots-Tag "noindex"',
        "\tfile_server {",
        f'\t\troot "{folder}"',
        "\t}",
        "}",
        "",
    ]


def format_meta(headers: SecurityHeaders) -> str:
    """Return the elements that stand in a page's head, first of all."""
    kept = {k: v for k, v in headers.policy.items() if k not in NOT_IN_META}
    return (
        '<meta http-equiv="Content-Security-Policy" '
        f'content="{escape(format_policy(kept), quote=False)}">\n'
        f'<meta name="referrer" content="{HEADERS["Referrer-Policy"]}">'
    )


FORMS = {
    "netlify": format_netlify,
    "nginx": format_nginx,
    "caddy": format_caddy,
    "meta": format_meta,
}
#: Form -> the lines for previews beside them.
PREVIEWS = {"nginx": preview_nginx, "caddy": preview_caddy}


def _nginx_lines(headers: dict[str, str], indent: str = "") -> list[str]:
    return [
        f'{indent}add_header {name} "{value}" always;'
        for name, value in headers.items()
    ]


def _nginx_location(place: str, headers: dict[str, str], cache: str = "") -> list[str]:
    more = {"Cache-Control": cache} if cache else {}
    return [f"location {place} {{", *_nginx_lines(headers | more, "    "), "}"]
