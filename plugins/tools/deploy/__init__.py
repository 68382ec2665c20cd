"""Putting the site on a server: a release beside the last one, then one rename.

Targets stand in ``invoke.yaml``::

    deploy:
      folder:                          # invoke deploy folder
        path: /srv/www/aureo           # the web server's root is path/current
      ssh:                             # invoke deploy ssh
        host: deploy@www.example.org   # a name of ~/.ssh/config will do
        path: /srv/www/aureo
        siteurl: https://www.example.org
      pages:                           # invoke deploy pages
        remote: origin                 # GitHub Pages shows its branch gh-pages
        domain: www.example.org
      store:                           # invoke deploy store: S3 and its kin
        bucket: aureo-blog
        endpoint: https://s3.example.org

``path``
    Holds ``releases/`` and the symbolic link ``current``. Absolute for ssh; for a
    folder it may count from the site's own folder.
``host``, ``port``, ``identity``, ``known_hosts``
    For ssh, in OpenSSH's sense. Without ``host`` the target is a folder here.
``remote``, ``branch = gh-pages``, ``domain``
    For a branch of a git repository: the name of a remote of the site's own one, an
    address or a path; and the domain of one's own, which ``CNAME`` names there.
``bucket``, ``prefix``, ``endpoint``, ``region``, ``profile``, ``state``
    For a store that speaks S3. The folder ``s3`` has a manual of its own: there are no
    releases side by side, and the site is changed in place.
``siteurl``
    The address that the target's pages link to; default ``SITEURL``.
``url``
    Where the site is asked for over HTTP when it is live, such as the ``siteurl``. Left
    out, nothing is verified, and each deploy says so.
``wait = 8``
    Seconds within which visitors get there what was sent. For a branch it is 600 where
    ``url`` is a public one, as GitHub Pages takes up to ten minutes.
``keep = 5``
    How many releases stay for ``invoke rollback``; of a branch all do.
``grace_days = 30``
    How long a file with a hash of its content in its name stays at the target when the
    site has it no more: pages in caches and open tabs still name it. ``0`` lets it go
    at once, as for a picture that nobody may see any more.
``precompress = true``
    Packed copies lie beside the texts of a ``folder`` or a server reached by ``ssh``,
    for a web server that sends them as they lie; ``false``: none do, and those that are
    there go. Hosts that pack what they send themselves get none.
``preview_url``, ``preview_days = 30``
    Where previews are shown, if not below ``preview/`` of the ``siteurl``, and how many
    days one stays. A ``*`` in it stands for the preview's own name, as in
    ``https://*--aureo.netlify.app`` or ``https://*.aureo.pages.dev``.
``kind``
    Who reads the target: ``ssh`` where there is a ``host``, ``git`` where there is a
    ``remote``, ``s3`` where there is a ``bucket``, else ``folder``, for a web server of
    your own. ``netlify``,
    ``cloudflare`` and ``github`` are folders that are handed to these. Each host gets
    the files that it reads at a site's root (``_headers`` and ``_redirects``;
    ``.nojekyll`` and ``CNAME``) and no other does, whose visitors would get them as
    pages.

Drafts are not deployed. On a site that is not strict (see ``front_matter``) Pelican
writes a page for each, and for each post to come, below ``drafts/``, where no list
leads to it: a deploy leaves these out and names them.

A deploy builds the committed site into a folder of its own, compares it with what the
target really holds, and says what would change; ``--plan`` stops there, and says why
the deploy itself would be refused, if it would. Files that did not change are shared
with the last release by hard links and keep their times. The new release is compared
once more where it lies, and only then does the link ``current`` move, by a rename: a
visitor gets the old site or the new one.

It refuses an address that no visitor can reach (``.example``, ``.test``,
``localhost``, private addresses), work that is not committed and a plan that deletes
more than a fifth of the site; ``--force`` allows the last two. ``--yes`` answers the
question in advance.

A file with a hash in its name (``main.4f2a91c07b.css``: eight figures and letters or
more, of both) that the site has no more is linked into the new release until its days
are over; the plan says “kept”. After a rollback the release that is shown again has
those of the newer one too.

Beside each page, sheet, feed and other text that loses a tenth or more of its bytes
lies ``index.html.gz``, and ``index.html.br`` where Python has brotli (``pip install
brotli``, or the extra ``deploy``). nginx and Caddy send them with the lines that
``invoke headers nginx`` and ``invoke headers caddy`` print; a server that is told
nothing sends the files themselves. A copy is made once for a
content, on all processors, and kept in ``.bulletin/packed/`` (256 MB at most; it may be
deleted at any time); it holds no time and no name, so that each deploy makes the same
bytes, as do other machines with the same zlib and brotli. The plan, the guard against
deletions and the days of files with a hash count a copy as one with its file: the plan
names pages. What nginx sends so costs it as much as the file itself, with a sixth to a
third of the bytes; packing for each visitor costs it nine requests of ten
(``benchmarks/results/2026-11-29-4.md``).

Where the target has a ``url``, the live site is looked at before old releases go: the
home page, the newest post, a series, the feeds, an old address that leads on and a
sample of what has changed and what has not must come as they were sent, byte for byte
and as what they are, also to those who ask for them packed, as browsers do. What a
cache still has gets 8 seconds. Where visitors do not get what was sent, the release
before is shown again, the new one is taken away, and the deploy ends with exit 1. A
header of ``_headers`` that is missing, or a page that is not there and is not answered
with 404, is a warning; so are packed copies that are not sent.

Then the hub that ``FEEDS["hub"]`` names is told which feeds are new (WebSub); one that
fails is a warning.

Whatever the umask here or there, all accounts can read what is published (folders have
mode 755, files 644) and none but yours write it; a release that an older version closed
is opened when it is shown. The target's own folder keeps the mode that it has.

A release is a folder of ``releases/`` with a name of ours (``20260314T090000.000-…``)
and files in it; others are neither shown, nor counted, nor deleted. A ``current`` that
leads to no release is said: a deploy puts a link to the new one in its place, a
rollback wants ``--release``. A deploy that fails, as on a full disk, leaves nothing.

``invoke releases TARGET`` lists the releases with the time and the commit of each, who
deployed it (git's ``user.name``, or else the account), how many files were new, changed
and deleted, and the digest of what was sent, which is the same for the same site on any
machine; of the current one also what it keeps for pages in caches. ``--format json``
has the same for programs; what is not known there is ``null``.

``--due`` is for a job that runs each hour: it deploys where something has come due and
is not live, says what, and else says so in one line (with ``--quiet`` in none) without
building; exit 0. Due is what the clock brings: a post or page whose date has come, a
review whose day has; and what a job commits, a new check of the references. A job is
asked nothing where there is no terminal; all that a deploy refuses it refuses too, with
exit 1, and ``--plan`` and ``--now WHEN`` let an author look ahead.

Each release keeps a record in ``.records/`` beside ``releases/``, which no visitor
gets and no other account reads: commit and branch, the time that it was made for
(``--now``, else the clock), what was out then and what was still to come. What came due
is the difference to now.

A commit alone is not due: it may be half of a thought, and waits, counted in that line,
for ``invoke deploy TARGET``. But a deploy publishes what is committed, so that it goes,
listed, with the next thing that comes due. What shall not go out yet is a draft
(``status: draft``), has a date, or stands on another branch: ``--due`` deploys only the
branch of the last release, and only on top of its commit. So a clone that was not
pulled takes nothing back. After a rollback it deploys nothing before an author has
deployed by hand. Where one of these holds and something came due, it says both and
ends with exit 1; so it does where there is no release yet, for a disk that is not
mounted looks like a new server.

Of a release without a record, as older versions made them, its name is believed: what
was dated before the time in it counts as live, its check is that of its commit. Outside
of git nothing is known of commits, and the site is read each time.

One deploy at a time: a second one of the same site to the same target waits for the
first, one from elsewhere is refused. ``.deploying`` beside ``current`` names its
process, machine and time. That of a process of this machine that has ended is taken
over with a word; where it names another machine, or nobody, the refusal says its age,
and ``--unlock`` takes it away, in ``invoke rollback`` too. Whatever was killed, by whom
and when, visitors get the old site or the new one whole, and the next deploy tidies up.
Ctrl-C leaves the old site, or with its line the new one.

``invoke deploy TARGET --preview NAME`` puts a build with drafts, and with posts to
come, beside the site: for an author's colleagues, and for whoever reviews a post. Its
address ends with NAME and 16 signs that nobody can guess, and stays as it is when the
preview is put there anew; the last line names it, and the day up to which it stays.
Each page says ``noindex``, whatever the theme does, and tells no site that it links to
where it is. What is not committed may be in it; no hub is told, and visitors of the
site get what they got. For a folder or a server it lies in ``preview/`` beside
``current``, which no account but yours can list, and a web server shows it with the
lines of ``invoke headers nginx --target TARGET`` (or ``caddy``), which say
``X-Robots-Tag: noindex`` of all that is in it; pages that a site has below its own
``/preview/`` are not found then, so that such a site has its previews elsewhere, as by
``preview_url: https://www.example.org/drafts``. In a store they lie below ``preview/``,
and are readable at once. Netlify and Cloudflare Pages are handed theirs by the command
that the deploy ends with, under a name of its own. A branch has no previews: it forgets
nothing. Whoever has the address can read it, and pass it on.

``invoke releases TARGET`` lists the previews, and takes away those whose days are over
and those that no deploy has brought about; so does each deploy and each look of
``--due``, where what is in the way is a warning. ``--drop NAME`` takes one away at
once, with ``--unlock`` where a deploy of it was killed on another machine.
What Netlify or Cloudflare Pages were handed stays until it is deleted there.

``netlify``, ``cloudflare`` and ``github`` get the folder ``current`` from you, by the
command that each deploy and each way back ends with::

    netlify deploy --prod --no-build --dir /srv/www/aureo/current/
    wrangler pages deploy /srv/www/aureo/current/ --project-name NAME --branch main

for GitHub by ``actions/upload-pages-artifact`` and ``actions/deploy-pages``. Before
that nothing can be verified, and no hub is told. What Netlify or Cloudflare Pages would
leave out, as lines of ``_redirects`` beyond their limits, those with a “?” that Netlify
alone knows, or a file that is too large, is warned of with its line. For Netlify the
lines of the plugin ``addresses`` end with an exclamation mark, or it sends the pages
that lie at old addresses.

On a branch (``git``) each release is a commit on top of the last, with ``.nojekyll``;
only what the branch has not is sent. Nothing is force-pushed and no history written
anew: ``invoke rollback`` adds a commit with the old files, and ``keep`` has nothing to
do. The push counts only if the branch still ends as it did when it was fetched; who is
late hears it in a line, so that there is no lock. Files there that are as others have
made them, such as a ``CNAME`` by GitHub's settings, are named, and a deploy that would
delete or change them wants ``--force``; a rollback leaves what is beside the site.
Where visitors do not get a release, it is taken back by a commit as well. Without a
``url`` nobody knows when the host shows it, and a hub may ask for the old feeds.

Its repository may be public, so the record, in the commit's message, holds nothing of
posts to come and no names of files: what was out is told by digests, and ``--due``
reads the site. It does hold commit and branch of the site, and who has deployed.
Keys and passwords are git's own affair (``git help credentials``, ssh's agent); the
settings of the site's repository hold, its hooks do not. What was fetched lies in
``.bulletin/git/``.

On the server ssh needs ``sh``, ``rsync`` and a ``mv`` that can rename a link (GNU,
busybox and BSD can). Host keys are never accepted silently: ``ssh HOST`` once by hand
first.
"""

from __future__ import annotations
