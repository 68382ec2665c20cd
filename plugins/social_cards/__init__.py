"""Social cards: the picture that stands beside a link when people send it on.

What it does
============

Every published page announces a picture, for messengers, forums and social media that
show one beside a link (Open Graph, ``og:image``; X's ``twitter:card``):

- A post or page with a picture of its own (``article.picture``, of the plugin
  ``images``) announces that one, if the file has 600 × 315 pixels or more. What is
  smaller is shown as a thumbnail (Facebook, “Images in Link Shares”), so such a post
  announces its card.
- Any other announces a card of 1200 × 630 pixels, made when the site is built: the
  site's mark and name, the title, and in a series a row of rings and “Part 2 of 4 in
  …”. The ring with a point is this part. Of more than eight parts no rings are drawn.
- The page of a series has a card with its title and how many parts are out: a ring with
  a point is one that is.
- Home, lists and all else have the site's own card: ``SITESUBTITLE`` beside a large
  ring.

Drafts, hidden, withdrawn and scheduled posts, a whole series on one page, and every
page of a preview announce nothing, and no card of them is made.

Titles are plain text: markup is left out, and entities are the signs they stand for. A
long title is set smaller, then cut at a word with “…”. The font draws Latin (Vietnamese
too), Greek and Cyrillic. A title with any other sign, as Arabic, Chinese, an emoji, “≥”
or a mark that no letter comes with, is left out as a whole, never drawn with boxes; the
card then has the site's large ring, and its text alternative the title all the same.
Where the words beside them are read from right to left, so are the rings.

A card's address has a digest of what is on it, of its colours and of the font: a
changed title has another card, so that nobody is shown an old one, and a build makes
only what has changed. Cards are PNG of 16 colours, most of 10 to 30 kB, and are made on
all cores in about 8 ms each. They are kept in ``cache``; what no page announces any
more is removed from there.

The font is EB Garamond Medium, as ``@fontsource/eb-garamond`` 5.3.0 has it, unchanged;
its licence, the SIL Open Font License 1.1, lies beside it in ``fonts/OFL.txt``.

Settings
========

``SOCIAL_CARDS = {}`` with these keys:

``paper = "#fbf7ef"``, ``ink = "#2a241e"``, ``gold = "#a8741a"``, ``raised = "#f4ebda"``
    Colours: of the card, of its words, of rings, and of the large ring.
``url = "images/made/card.{hash}.png"``
    The address of a card.
``cache = ".cache/cards"``
    Where cards are kept, in the site's folder (the one that holds ``PATH``). Outside of
    it other sites may share them, and nothing is removed.

What themes get
===============

``social_cards.get(output_file)``
    What the page that is being rendered announces, or None: ``url`` (absolute, if
    ``SITEURL`` is), ``width``, ``height``, ``alt``, ``type`` (such as ``image/png``)
    and ``card``, the value of ``twitter:card``.

The plugin ``structured_data`` gives a post's ``BlogPosting`` the same picture.

Problems
========

``social-cards-unkept`` (warning)
    Cards cannot be written into ``cache``; they are published, and made by each build.
Wrong settings end the run with ``social-cards-setting``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
