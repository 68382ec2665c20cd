"""What the tasks do: build, serve, new, check, cite, deploy.

A site takes the commands over in its own ``tasks.py``::

    from pelican.plugins.bulletin.tools.tasks import namespace

Settings that a build gives to plugins
    ``BULLETIN_NOW``: the time that decides what is due, ISO text with an offset, in the
    site's ``TIMEZONE`` (from ``--now``, else the clock).
    ``BULLETIN_PREVIEW``: true in a preview (``invoke build --drafts``, ``serve``).
    ``BULLETIN_ROOT``: the site's folder, to which addresses of problems are relative.
    ``META_POLICY``: the content policy as elements for a page's head, where
    ``SECURITY_HEADERS`` asks for it.
    Under plain ``pelican`` none of them is set.

``SECURITY_HEADERS``
    Switches the security headers on: ``{"policy": {"img-src": "'self'"}, "meta":
    False}``; each directive in ``policy`` replaces ours. A build then writes
    ``_headers`` (Netlify, Cloudflare Pages); ``invoke headers nginx`` prints an include
    for nginx. ``meta`` puts the policy into the pages too, for hosts without headers.

What a build promises
    It writes beside the output, in ``.bulletin/``, examines the finished tree, and
    only then replaces changed files one by one, each by a rename: new pages first,
    then changed ones, home and feeds last, deletions at the end.
    Whatever stops it, each file of the output is the old or the new one, whole, and
    the next build mends the rest.
    A file whose bytes did not change keeps its inode and its time.
    It deletes only what a build has put there, and refuses an output folder that holds
    anything else (name exceptions in Pelican's own ``OUTPUT_RETENTION``).
"""

from __future__ import annotations
