"""Structured data: one JSON-LD graph per page, for machines that read the web.

What it does
============

A theme prints it in the head of every page::

    <script type="application/ld+json">
    {{ structured_data(title, description) }}</script>

It is a data block, not a program: it needs no ``script-src`` in a content policy.

The graph's nodes are linked by ``@id``:

``#organization``
    Who publishes: a ``MedicalClinic`` where ``CLINIC`` has a city or an address, else
    an ``Organization``. Its ``telephone``, ``email``, address and, for ``booking_url``,
    a ``ReserveAction``. Empty values are left out.
``#website``
    The ``WebSite``.
``#page``
    The page: ``page_type`` for posts and pages, ``CollectionPage`` for lists.
    ``lastReviewed`` and ``reviewedBy`` stand here, because schema.org gives them to
    ``WebPage`` and not to ``BlogPosting``; only what ``article.reading.review`` says.
``#breadcrumbs``
    Where the page is, from home, by the pages that ``breadcrumbs()`` gives.
``#post``
    The ``BlogPosting``: its authors, days, subject, picture (what ``social_cards`` says
    that the page announces, else ``article.picture``), its ``citation`` (from
    ``article.references``: each work by its address, or by its name where it has none)
    and, in a series, ``isPartOf`` and ``position`` (from
    ``article.series``).
A series' own page has the ``CreativeWorkSeries`` (from ``current_series.json_ld``).

An author who is in ``PEOPLE`` is a ``Person`` with that entry's credentials and
address; an author who has the site's own name (``AUTHOR``) is the organisation; any
other is a ``Person`` by name.

Settings
========

``STRUCTURED_DATA = {}`` with these keys:

``page_type = "WebPage"``
    ``MedicalWebPage`` for posts and pages about health.
``audience = ""``
    With ``MedicalWebPage``: whom it is for, ``Patient`` or ``Clinician``.
``CLINIC``
    Who publishes: ``name``, ``city``, ``region``, ``country`` and the ways to reach it:
    ``phone``, ``email``, ``address`` and ``booking_url``, an address on the web or a
    page of the site such as ``/book/``. What can reach nobody counts as empty: a number
    with 555, an address at ``example.com``, “to do”.
``PEOPLE``, ``AUTHOR``, ``SITENAME``, ``SITESUBTITLE``, ``SITEURL``
    are read as the site has them.

What themes get
===============

``structured_data(title, description)``
    The graph as JSON that is safe inside ``script``. The words are those of the page's
    ``title`` and ``meta description``.

``breadcrumbs()``
    The pages between home and this one, as pairs of a name and an address without
    ``SITEURL/``: the list of all series and the series of a post, else its category;
    the list of tags for a tag. The graph names the same, so a theme that prints them
    shows readers what machines read::

        {% for name, address in breadcrumbs() %}
        <a href="{{ SITEURL }}/{{ address }}">{{ name }}</a> ›
        {% endfor %}

    The lists are called as the theme's ``words`` say (``series``, ``topics``).

``clinic``
    Where the site has ``CLINIC``: the same values, those aside that reach nobody, with
    ``tel`` (the number for a link) and ``is_reachable``.

Problems
========

Wrong settings end the run with ``structured-data-setting``. Of a site with ``CLINIC``:

``clinic-unreachable``
    A notice: no way to reach the clinic is filled in, so themes can promise none.
``clinic-placeholder``
    A warning: a value that can reach nobody is left out of all pages. Example::

        pelicanconf.py:18: CLINIC[“phone”] “+1 555 010 0100” reaches nobody, so no page
        shows it. Write the real one, in digits, or leave it empty. [clinic-placeholder]
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
