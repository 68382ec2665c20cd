"""What the tasks do: build, serve, new, publish, rename, check, cite, import, deploy.

A site takes the commands over in its own ``tasks.py``::

    from pelican.plugins.bulletin.tools.tasks import namespace

Settings that a build gives to plugins
    ``BULLETIN_NOW``: the time that decides what is due, ISO text with an offset, in the
    site's ``TIMEZONE`` (from ``--now``, else the clock).
    ``BULLETIN_PREVIEW``: true in a preview (``invoke build --drafts``, ``serve``).
    ``BULLETIN_ROOT``: the site's folder, to which addresses of problems are relative.
    Under plain ``pelican`` none of them is set.

Plugins that a build adds
    ``security_headers``, where ``SECURITY_HEADERS`` is set and ``PLUGINS`` lacks it.

What a build promises
    It writes beside the output, in ``.bulletin/``, examines the finished tree, and
    only then replaces changed files one by one, each by a rename: new pages first,
    then changed ones, home and feeds last, deletions at the end.
    Whatever stops it, each file of the output is the old or the new one, whole, and
    the next build mends the rest.
    Ctrl-C and SIGTERM end it with one line and exit 130 or 143, and the output is as it
    was; when files are being replaced already, that is brought to its end (exit 0).
    A file whose bytes did not change keeps its inode and its time.
    Folders that it makes there have mode 755 and files 644, whatever the umask; a
    preview with drafts and ``.bulletin/`` keep the modes of your account.
    It deletes only what a build has put there, and refuses an output folder that holds
    anything else (name exceptions in Pelican's own ``OUTPUT_RETENTION``).
    Python keeps what it compiles of plugins in ``__pycache__``, as under ``pelican``,
    but nothing of ``pelicanconf.py``.
    What a site does not set does not come from the machine: the language of dates is
    C unless ``LOCALE`` says otherwise, and files are read in one order everywhere.

What ``invoke serve`` promises
    Open pages follow each save by themselves, once, and keep the reader's place and
    what is unfolded; a page that shows nothing else stays. After a start of the
    command, and when a hidden page is looked at, they are as new as the files.
    A mistake stands in every page, with file, line, remedy and name, as in the
    terminal; one click shows the last good page. Where no build was good yet, the
    mistakes are the page. ``/.desk/`` is the author's desk: what is to be mended,
    drafts, what comes out when, the reviews that are due or will be soon
    (``CHECK["review_days"]``), the words of each post.
    What the preview adds, it adds to what it sends, under ``/.desk/``, and to no file:
    nothing of it can be published.
    It sends the headers of ``_headers``, follows ``_redirects``, and answers with the
    site's 404 page, as Netlify and Cloudflare Pages do, but for this: content policies,
    in pages too, let in its own script, sheet and stream by their paths; what needs
    https is left out (``Strict-Transport-Security``, ``upgrade-insecure-requests``),
    and nothing is cached.
    With ``--lan`` it listens in the network, and prints an address with a code of six
    signs. The first device that opens it gets a cookie, and the code is spent; the
    next device's is printed then. All others get a sentence (403); after five wrong
    codes nobody else is let in. The network can read along: it is not https.
    Links that are whole lead to the address in the network then.
    Where its port is in use it takes the next free one, of a hundred, and says so.
    It answers requests for this machine's own names alone (``localhost`` and names that
    end so, ``127.0.0.1``, ``[::1]``), others with 421: a foreign page whose name leads
    here reads nothing. It lists no folder and leaves its own for no link.
    No mistake ends it, in posts, templates, settings or plugins: it is told with file
    and line, the last good pages stay, and the next save builds again.
    Where nothing but the text below the header of posts and pages is saved, their own
    pages are shown at once, with what Bulletin's plugins do to a text; lists, feeds and
    what other plugins do come with the whole build that follows. The last state is
    shown in the end, however many saves came while it was built; what is served then is
    what a clean build makes. A text or a page in which a problem is found is not shown.
    Each build is a process of its own, forked from the command, and loads the site's
    plugins as they are then; Bulletin's own stay as they were when ``serve`` began. The
    last one stays, with the site in its memory. All end with the command, even when it
    is killed.

What ``publish``, ``withdraw``, ``rename`` and ``series --move`` promise
    POST is a path, a file's name, a slug (with all its translations), an address, or a
    part of a title that only one post has; ``publish`` and ``withdraw`` take several by
    commas: drafts that link each other come out together.
    A change is whole: header, name of the file and what lies beside it in a folder of
    its own, the old address in ``aliases`` if readers know it, the ``uid`` that feeds
    know the post by, ``parts`` of series files, and every link in posts, pages and
    series files, whether ``{filename}…``, ``/blog/slug/`` or with ``SITEURL``. Code is
    left alone, and every line that says nothing of it stays, byte for byte.
    ``publish`` sets status and date, and names the file for its day; with ``--at`` a
    time to come, by the clock of the post's ``timezone`` or the site's ``TIMEZONE``,
    the post waits. It refuses a post that has an error. A post that readers have seen
    keeps its date: what was withdrawn comes back as it was.
    ``withdraw`` needs ``--because``, and the plugin ``front_matter``.
    ``series --move PART --to N`` and ``--insert POST --at N`` count all parts, drafts
    and planned ones among them, as if all were published. They change the ``parts`` of
    the series file where it has them, else as few ``series_index`` as can be.
    ``--name`` says which series where there are several.
    The site is read as it would be first, in ``.bulletin/``: a change that brings an
    error is refused. The difference is shown, and nothing is done without a yes
    (``--yes`` in scripts). Files that change must be committed, so that git can undo
    it; the last line is the command for that. All is written, or nothing.

Problems
    Of the finished tree, as errors: ``output-secret`` (a key or token),
    ``output-private-file`` (such as ``.env``), ``output-machine-path`` (a folder of
    this machine), ``output-local-address``, ``output-unpublished`` (the title of a
    draft or future post), ``output-empty``, ``output-symlink``; as warnings:
    ``output-title``, ``output-h1``, ``output-id-duplicate``, ``output-link``,
    ``output-fragment``. A site gives them other levels with ``PROBLEM_LEVELS =
    {"output-link": "error"}``.
    ``worker-ended`` names what a process was at that was ended, as for want of memory.
    Of texts, which ``invoke check`` reads: those in the manual of ``editorial/``.
    Of ``invoke serve``, in its pages: ``serve-refused`` (what the build was refused
    for), ``serve-fault`` (a programmer's mistake), ``serve-ended`` (something has ended
    the build from outside, as want of memory does).
    Of the run: ``conf`` (pelicanconf.py cannot be used), ``plugin-missing``,
    ``template`` (Jinja cannot read one, or one is not there), ``address-taken`` (two
    pages want one file); and Pelican's own messages:
    ``pelican-unreadable``, ``pelican-key-missing``, ``pelican-outside``,
    ``pelican-status``, ``pelican-link``, ``pelican-copy``, ``pelican-alt``,
    ``pelican-locale``, ``pelican-translation``, ``pelican-key-duplicate``,
    ``pelican-title``, and ``pelican`` for every other. Of a post that Pelican drops,
    what a plugin has said with its line is the error.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    sys.exit(
        "These commands need Linux or another POSIX system. On Windows there is one in"
        " WSL: run “wsl --install -d Debian” in PowerShell, then everything in its"
        " window, in a folder of its own, such as ~/blog."
    )

# invoke lets nothing be kept of what Python compiles, so that each command compiled all
# modules anew, of packages too where an installer such as uv leaves that to the first
# use. Python does here what it does without invoke; -B still forbids it.
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)
