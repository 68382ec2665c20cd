"""``invoke headers``: what a server is to be told of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...addresses.links import SiteRoot
from ...addresses.redirects import FORMS as REDIRECT_FORMS
from ...addresses.redirects import REDIRECTS
from ...problem import Level
from ...report import run_state
from ...security_headers.core import FORMS, PREVIEWS
from ...security_headers.settings import SecurityHeaders, parse_settings
from ..build.build import open_readable
from ..deploy.preview import SHOWN, refuse_place
from ..site import RefusedError, has_plugin

if TYPE_CHECKING:
    from ..build.pelican_run import PelicanSite
    from ..deploy.targets import Target
    from ..reporter import Reporter
    from ..site import Site


#: Signs that end a quoted path for nginx or Caddy, or stand for something else there.
READ_OTHERWISE = re.compile(r'["$\\{}]')


def print_headers(
    site: Site, form: str, reporter: Reporter, target: Target | None = None
) -> None:
    """Print the headers in a form, for a web server with the site's redirects.

    With a target they are for the address that the site has there, and the server is
    also told of its previews.
    """
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise RefusedError(f"{form}: no such form. Use one of: {known}.")
    if target and (form not in PREVIEWS or target.kind not in ("folder", "ssh")):
        what = f"headers {form} --target {target.name}: there are lines for previews"
        raise RefusedError(
            f"{what} for nginx and Caddy, and for a folder or a server by ssh."
        )
    with open_readable(site, target.siteurl if target else "") as opened:
        headers = parse_settings(opened.settings.get("SECURITY_HEADERS"))
        headers = headers or SecurityHeaders()
        text = FORMS[form](headers)
        siteurl = str(opened.settings.get("SITEURL", ""))
        more = _previews(form, headers, target, siteurl) if target else []
        is_wanted = form in REDIRECT_FORMS and has_plugin(opened.settings, "addresses")
        lines = read_redirects(opened, form) if is_wanted else []
    reporter.print("\n".join([text, *more, *lines]))


def _previews(
    form: str, headers: SecurityHeaders, target: Target, siteurl: str
) -> list[str]:
    """Return the lines for previews, on the host where they are shown."""
    refuse_place(target, siteurl)
    site, folder = urlsplit(siteurl), f"{target.path}/{SHOWN}/"
    if found := READ_OTHERWISE.search(folder):
        what = f"deploy.{target.name}.path “{target.path}” has “{found[0]}” in it"
        raise RefusedError(f"{what}, which {form} would read otherwise: rename it.")
    place = urlsplit(target.preview_url or f"{site.geturl()}/{SHOWN}")
    if place.netloc == site.netloc:
        return PREVIEWS[form](headers, f"{place.path}/", folder)
    return [
        f"# Previews have a server of their own, {place.netloc}: the folders in",
        f"# {folder}. It sends X-Robots-Tag: noindex with all of them.",
    ]


def read_redirects(opened: PelicanSite, form: str) -> list[str]:
    """Return a server's lines for the old addresses of a site, which is read for it."""
    opened.read()
    errors = [one for one in opened.problems if one.level is Level.ERROR]
    if errors:
        listed = "\n".join(map(str, errors))
        raise RefusedError(f"{listed}\nOld addresses are known when this is mended.")
    redirects = run_state(opened.settings).get(REDIRECTS, ())
    root = SiteRoot(str(opened.settings["SITEURL"])).path
    return REDIRECT_FORMS[form](redirects, root)
