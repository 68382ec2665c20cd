"""The series as a visitor reads them, above all the flagship's."""

from __future__ import annotations

import pytest

from tests.site.built import SITEURL
from tests.site.content import CONTENT, read_posts

FLAGSHIP = "/blog/ketamine-or-psilocybin/"
SERIES = ["ketamine-and-psilocybin", "your-medicines", "how-to-read-a-study"]
PARTS = [
    "what-treatment-resistant-means",
    "ketamine-or-psilocybin",
    "ketamine-or-ect",
    "side-effects",
]


def titles():
    return {post.slug: post.header["title"] for post in read_posts()}


def test_the_flagship_says_its_place(blog):
    """The second of four parts says so, with a link to the series."""
    main = blog.soup(FLAGSHIP).main
    series = f"{SITEURL}/series/ketamine-and-psilocybin/"

    assert "Part 2 of 4" in main.get_text(" ", strip=True)
    assert main.find("a", href=series).get_text(strip=True)


def test_the_flagship_lists_the_parts_of_its_series_in_order(blog):
    """The contents list names four parts, and marks the one being read."""
    lists = blog.soup(FLAGSHIP).find_all(["ol", "ul"])
    current = "ketamine-or-psilocybin"
    others = [f"{SITEURL}/blog/{slug}/" for slug in PARTS if slug != current]
    contents = [
        tag
        for tag in lists
        if [link["href"] for link in tag.find_all("a", href=True)] == others
    ]

    assert len(contents) == 1
    marked = contents[0].find_all(attrs={"aria-current": True})
    assert len(marked) == 1
    assert "What the studies compared" in marked[0].get_text(" ")


def test_the_flagship_leads_to_the_parts_before_and_after(blog):
    """Previous and next part are links with the neighbours' titles."""
    main = blog.soup(FLAGSHIP).main
    for slug, rel in ((PARTS[0], "prev"), (PARTS[2], "next")):
        link = main.find("a", rel=rel, href=f"{SITEURL}/blog/{slug}/")

        assert link is not None, rel
        assert "part" in link.get_text(" ").lower()


def _navs(soup):
    """Return the landmarks of a page by their names."""
    return {
        nav.get("aria-label") or _label(soup, nav): nav for nav in soup.find_all("nav")
    }


def _label(soup, nav):
    label = soup.find(id=nav.get("aria-labelledby") or "none")
    return label.get_text(strip=True) if label else ""


def test_neighbours_in_the_series_and_in_the_blog_are_kept_apart(blog):
    """Two labelled blocks: parts of the series here, newer and older posts there."""
    navs = _navs(blog.soup("/blog/ketamine-or-ect/"))
    series, around = navs["Parts of the series"], navs["Other posts on this blog"]

    assert series not in around.parents
    assert "part" in series.get_text(" ").lower()
    text = around.get_text(" ")
    assert "Newer post" in text
    assert "Older post" not in text  # it is the previous part
    assert "part" not in text.lower().replace("department", "")


def test_newer_and_older_on_the_blog_go_by_date(blog):
    """A post names those dated around it, but not its next and previous part again."""
    posts = sorted(read_posts(), key=lambda post: str(post.header["date"]))
    addresses = [f"{SITEURL}/blog/{post.slug}/" for post in posts]
    for place, address in enumerate(addresses):
        soup = blog.soup(address.removeprefix(SITEURL))
        navs = _navs(soup)
        series = navs.get("Parts of the series")
        parts = {link["href"] for link in series.find_all("a")} if series else set()
        around = navs.get("Other posts on this blog")
        links = {link["href"] for link in around.find_all("a")} if around else set()
        beside = {*addresses[max(0, place - 1) : place], *addresses[place + 1 :][:1]}

        assert links == beside - parts, address
        assert around is None or links, address


@pytest.mark.parametrize("slug", SERIES)
def test_each_series_has_a_page_with_its_parts_and_introduction(blog, slug):
    """A series page introduces the series and leads to every part, in order."""
    soup = blog.soup(f"/series/{slug}/")
    name = soup.h1.get_text(strip=True)
    posts = [post for post in read_posts() if post.header.get("series") == name]
    posts.sort(key=lambda post: int(post.header["series_index"]))
    links = [link["href"] for link in soup.main.find_all("a", href=True)]
    found = [link for link in links if link.startswith(f"{SITEURL}/blog/")]
    introduction = (CONTENT / "series").joinpath(f"{slug}.md").read_text("utf-8")
    last = introduction.strip().splitlines()[-1]

    assert len(posts) >= 3
    assert list(dict.fromkeys(found))[: len(posts)] == [
        f"{SITEURL}/blog/{post.slug}/" for post in posts
    ]
    assert last in soup.main.get_text(" ")


def test_a_planned_part_is_named_and_is_no_link(blog):
    """What is planned is plain text, so nobody follows it into nothing."""
    soup = blog.soup("/series/how-to-read-a-study/")
    planned = soup.main.find(string=lambda text: text and "Who paid" in text)

    assert planned is not None
    assert planned.find_parent("a") is None


def test_the_page_of_all_series_leads_to_each(blog):
    """Three series, three links."""
    links = {
        link["href"] for link in blog.soup("/series/").main.find_all("a", href=True)
    }

    for slug in SERIES:
        assert f"{SITEURL}/series/{slug}/" in links


def test_posts_in_a_series_outnumber_those_without():
    """Most posts belong to a series, and each series has three parts or more."""
    names = [post.header.get("series") for post in read_posts()]
    inside = [name for name in names if name]

    assert len(inside) > len(names) / 2
    assert all(inside.count(name) >= 3 for name in set(inside))


def test_a_whole_series_can_be_read_on_one_page(blog):
    """Every part stands there in order, and the references are numbered once."""
    soup = blog.soup("/series/ketamine-and-psilocybin/all/")
    text = soup.main.get_text(" ")
    places = [text.index(titles()[slug]) for slug in PARTS]
    block = soup.find(attrs={"role": "doc-bibliography"})
    entries = {f"#{item['id']}" for item in block.find_all("li", id=True)}
    marks = {mark["href"] for mark in soup.find_all(attrs={"role": "doc-biblioref"})}

    assert places == sorted(places)
    assert len(entries) >= 15
    assert marks == entries
    assert len(soup.find_all("h1")) == 1
    assert "</source>" not in blog.file(
        "/series/ketamine-and-psilocybin/all/"
    ).read_text("utf-8")
