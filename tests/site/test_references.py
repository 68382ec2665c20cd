"""Marks and references as a visitor follows them."""

from __future__ import annotations

from tests.site.built import SITEURL
from tests.site.content import read_library, read_posts


def test_marks_lead_to_their_reference_and_back(blog):
    """Each mark's link ends at an entry, and the entry leads back to the mark."""
    for address in blog.posts:
        soup = blog.soup(address)
        marks = soup.find_all(attrs={"role": "doc-biblioref"})
        assert marks, address
        for mark in marks:
            entry = soup.find(id=mark["href"].removeprefix("#"))
            backs = [link["href"] for link in entry.find_all("a", role="doc-backlink")]
            places = [soup.find(id=back.removeprefix("#")) for back in backs]

            assert entry.find_parent(attrs={"role": "doc-bibliography"}), address
            assert any(mark is place or mark in place.find_all() for place in places)


def test_references_are_numbered_by_their_first_mention(blog):
    """The first mark of each reference counts up from one."""
    for address in blog.posts:
        soup = blog.soup(address)
        seen: list[str] = []
        for mark in soup.find_all(attrs={"role": "doc-biblioref"}):
            if mark["href"] not in seen:
                seen.append(mark["href"])
        block = soup.find(attrs={"role": "doc-bibliography"})
        entries = [
            f"#{item['id']}" for item in block.find("ol").find_all("li", id=True)
        ]

        assert entries == seen, address


def test_every_reference_can_be_opened(blog):
    """A paper has its DOI link; a page of an authority has its address."""
    records = {record["id"]: record for record in read_library()}
    for post in read_posts():
        block = blog.soup(f"/blog/{post.slug}/").find(
            attrs={"role": "doc-bibliography"}
        )
        links = {link["href"].lower() for link in block.find_all("a", href=True)}
        for key in dict.fromkeys(post.keys):
            record = records[key]
            doi = record.get("DOI")
            wanted = f"https://doi.org/{doi}" if doi else record["URL"]

            assert wanted.lower() in links, (post.slug, key)


def test_each_reference_says_what_the_study_was(blog):
    """The flagship's entries carry the design and the number of people."""
    block = blog.soup("/blog/ketamine-or-psilocybin/").find(
        attrs={"role": "doc-bibliography"}
    )
    text = block.get_text(" ")

    assert "233" in text
    assert "dose-finding" in text.lower()
    assert "waiting" in text.lower()


def test_marks_are_absent_from_lists_and_descriptions(blog):
    """Summaries and descriptions carry no brackets that lead nowhere."""
    for address in ("/", "/archive/", "/category/evidence/"):
        assert not blog.soup(address).find_all(attrs={"role": "doc-biblioref"}), address
    for address in blog.posts:
        meta = blog.soup(address).find("meta", attrs={"name": "description"})
        assert "[" not in meta["content"], address
        assert "@" not in meta["content"], address


def test_a_page_may_cite_too(blog):
    """The page on law and approval has marks and its list of references."""
    soup = blog.soup("/what-is-approved/")
    block = soup.find(attrs={"role": "doc-bibliography"})
    marks = soup.find_all(attrs={"role": "doc-biblioref"})

    assert len(marks) >= 5
    assert all(block.find(id=mark["href"].removeprefix("#")) for mark in marks)


def test_no_mark_is_left_unread(blog):
    """No page shows an author's notation to a reader."""
    for address in blog.addresses:
        assert "[@" not in blog.soup(address).get_text(), address
    assert SITEURL.startswith("https://")
