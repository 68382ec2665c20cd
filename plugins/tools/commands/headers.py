"""``invoke headers``: what a server is to be told of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...addresses.links import SiteRoot
from ...addresses.redirects import FORMS as REDIRECT_FORMS
from ...addresses.redirects import REDIRECTS
from ...problem import Level
from ...report import run_state
from ...security_headers.core import FORMS
from ...security_headers.settings import SecurityHeaders, parse_settings
from ..build.build import open_readable
from ..site import RefusedError, has_plugin

if TYPE_CHECKING:
    from ..build.pelican_run import PelicanSite
    from ..reporter import Reporter
    from ..site import Site


def print_headers(site: Site, form: str, reporter: Reporter) -> None:
    """Print the headers in a form, for a web server with the site's redirects."""
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise RefusedError(f"{form}: no such form. Use one of: {known}.")
    with open_readable(site) as opened:
        headers = parse_settings(opened.settings.get("SECURITY_HEADERS"))
        text = FORMS[form](headers or SecurityHeaders())
        is_wanted = form in REDIRECT_FORMS and has_plugin(opened.settings, "addresses")
        lines = read_redirects(opened, form) if is_wanted else []
    reporter.print("\n".join([text, *lines]))


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
