"""``_headers`` and ``_redirects`` as Netlify documents them."""

from __future__ import annotations

import pytest

from plugins.tools.host_files import find_redirect, parse_headers, parse_redirects

#: After https://docs.netlify.com/manage/routing/redirects/redirect-options/
REDIRECTS = """
# Redirects from what the browser requests to what we serve
/home              /
/blog/my-post.php  /blog/my-post # a comment
/news              /blog
/temporary         /now  302
/forced            /blog 301!
/there             /blog
/news/*            /blog/:splat
/news/:month/:date/:year/:slug  /never
/on/:month/:date/:year/:slug    /blog/:year/:month/:date/:slug
/caf%C3%A9         /coffee
/rewritten         /index.html 200
/gone              /404.html   404
/store id=:id      /blog/:id 301
/by-land           /china 302 Country=cn
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/home", (301, "/")),
        ("/home/", (301, "/")),
        ("/blog/my-post.php", (301, "/blog/my-post")),
        ("/temporary", (302, "/now")),
        ("/news", (301, "/blog")),
        ("/news/2026/a", (301, "/blog/2026/a")),
        ("/on/02/12/2004/my-story", (301, "/blog/2004/02/12/my-story")),
        ("/on/02/12/2004/my/story", None),
        ("/caf%C3%A9", (301, "/coffee")),
        ("/forced", (301, "/blog")),
        ("/there", None),
        ("/rewritten", None),
        ("/gone", None),
        ("/store", None),
        ("/by-land", None),
        ("/homes", None),
    ],
)
def test_the_first_line_that_fits_leads_on(path, found):
    """A file goes before a line that is not forced; conditions are left to hosts."""
    redirects = parse_redirects(REDIRECTS)
    is_there = path in ("/there", "/forced")
    assert find_redirect(redirects, path, is_there=lambda: is_there) == found


def test_each_line_of_headers_is_a_rule_for_the_path_above_it():
    """Whatever host the path names; comments, and lines without a path, are none."""
    text = "  X-Lost: 1\n/a\n  # why\n  X-A: b: c\n no header\nhttps://a.org/b/*\n\tX-B:d\n"
    rules = [(place.text, name, value) for place, name, value in parse_headers(text)]
    assert rules == [("/a", "X-A", "b: c"), ("/b/*", "X-B", "d")]
