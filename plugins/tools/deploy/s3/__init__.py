"""A target that is a store such as S3, in which the site is changed in place.

A minimal target, whose name says that it is one of AWS::

    deploy:
      store:                           # invoke deploy store
        bucket: aureo-blog
        region: eu-central-1

Another store has an ``endpoint``, as its provider names it::

        bucket: aureo-blog
        endpoint: https://fsn1.your-objectstorage.com

``bucket``, ``prefix``
    Where the site's objects are; the prefix, such as ``blog``, is what their keys begin
    with. Left out, the site is all of the bucket. The bucket is made by hand.
``endpoint``, ``region``
    As the provider names them. Without an endpoint it is AWS, and the region, if not
    given, that of ``AWS_REGION`` or ``AWS_DEFAULT_REGION``, else ``us-east-1``.
``profile``
    A profile of ``~/.aws``, where the keys are not those of the environment.
``state = BUCKET/PREFIX.bulletin/``
    Where what belongs to releases is kept; ``private-bucket/blog`` is another bucket
    of the same keys.

``siteurl``, ``url``, ``keep``, ``grace_days`` are those of every target.

It needs the extra ``deploy`` (``python -m pip install 'pelican-bulletin[deploy]'``; in
a clone ``requirements-deploy.txt``). Keys come from ``AWS_ACCESS_KEY_ID`` and
``AWS_SECRET_ACCESS_KEY``, a profile, or what else AWS's own tools look at: a role of
the machine. A key in ``invoke.yaml`` is refused. They may list the bucket, and get, put
and delete its objects (``s3:ListBucket``, ``s3:GetObject``, ``s3:PutObject``,
``s3:DeleteObject``), in the bucket of ``state`` too. No key is printed, written down,
or an argument of a process.

**In place.** No store can show a release by one rename, so that for a moment visitors
get parts of two. What is put in which order is what keeps that harmless: assets first,
then pages, then feeds and what else machines read, the home page last, and then
deletions. No page is there before what it needs. What no page leads to yet is put
before the switch; in a first deploy that is all but the home page.

Each object is sent with its type and with ``Cache-Control``: files with a hash in their
names may be kept for a year, all others are asked for each time (``no-cache``). A plan
compares the MD5 of each file with the store's listing and with what was sent beside it,
so that it loads nothing; what is there already is not sent again, as after a deploy
that was cut off. Where a store has other ETags, as one that encrypts with keys of its
own, those that it answers with are kept and compared.

A line of ``_redirects`` becomes ``x-amz-website-redirect-location`` of the object at
the old address: that of the page there that leads on, or an empty one. Stores that
serve websites answer with 301 then; the page leads on elsewhere too. Lines with ``*``
or ``:name`` and those that ask for something behind a “?” are counted aloud and lead
nowhere: no store has a form for them.
``_redirects`` and ``_headers`` are not sent: other headers than these are the affair of
what stands before the store. For website hosting the index document is ``index.html``
and the error document ``404.html``.

What is put over or deleted is copied within the store before that, so that ``invoke
rollback`` brings an earlier release back by its manifest and sends no file. Where a
copy is gone, that is said before anything is changed.

Killed at any moment, a deploy leaves pages of two releases at most, each with its
assets; the next deploy, by hand or with ``--due``, or a rollback brings one of them
about. A rollback that was killed is left to an author. Files that no deploy has put
stay as they are, and are told of.

A preview is a part of the site's prefix (``preview/NAME-…/``) and of ``state``, with
its own releases; a plan of the site leaves it alone. No object can be sent with
``X-Robots-Tag``, so that its pages alone keep search engines away. Where anybody may
list the bucket, anybody finds its previews: let others get objects (``s3:GetObject``),
and not list them (``s3:ListBucket``).

**What is public.** Whoever may read the bucket may read what is below ``.bulletin/``,
who knows its names: all paths of the releases that are kept, pages with hidden
addresses among them, and what has been withdrawn since, until ``keep`` deploys later.
Titles and dates of what is still to come are not there; ``--due`` reads them in the
site. Where that is too much, ``state`` names a bucket that nobody else reads.

One deploy at a time: each puts an object of its own below ``lock/`` and gives way to
any other that it finds. It needs no more of a store than that a listing has what was
put before it.

**How it was chosen.** 3,000 objects of 2–15 kB to the same store on this machine, in
turn: boto3 took 2.1 times as long as a bare ``rclone sync``, minio-py 0.9 (it has had
no release for a year), obstore 0.45, what is used here about as long as rclone. obstore
cannot sign a redirect, nor change what is sent with a copy; rclone can do neither; what
botocore needs fights with what Pelican needs. For 10,000 objects the whole procedure
took 1.39 times as long as a bare ``rclone sync`` beside it (1.20 to 1.48 in three
rounds), 0.54 times where nothing had changed, 0.80 times where 100 files had
(``benchmarks/store.py``, ``benchmarks/results/2026-11-29-5.md``).
"""

from __future__ import annotations
