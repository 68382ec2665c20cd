"""Every page of the built site, as a visitor meets it."""

from __future__ import annotations

import itertools
import re
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.site.built import SITEURL
from tests.site.content import read_posts


def test_every_page_has_one_heading_a_language_a_title_and_a_skip_link(blog):
    """A page says what it is, in which language, and lets the keyboard skip on."""
    for address in blog.addresses:
        soup = blog.soup(address)
        skip = soup.body.find("a")

        assert len(soup.find_all("h1")) == 1, address
        assert soup.h1.get_text(strip=True), address
        assert soup.html["lang"] == "en", address
        assert soup.title.get_text(strip=True), address
        assert soup.find(id=skip["href"].removeprefix("#")).name == "main", address


def test_every_page_describes_itself_in_its_own_words(blog):
    """A search engine gets a title and a description from each page, none twice."""
    titles: dict[str, str] = {}
    for address in blog.addresses:
        soup = blog.soup(address)
        meta = soup.find("meta", attrs={"name": "description"})
        title = soup.title.get_text(strip=True)

        assert meta, address
        assert len(meta["content"].strip()) >= 10, address
        assert title not in titles, (address, titles[title])
        titles[title] = address


def test_headings_go_down_one_step_at_a_time(blog):
    """Nobody who moves by headings falls through a missing level."""
    for address in blog.addresses:
        levels = [
            int(heading.name[1])
            for heading in blog.soup(address).find_all(["h1", "h2", "h3", "h4", "h5"])
        ]
        steps = list(itertools.pairwise(levels))

        assert all(after <= before + 1 for before, after in steps), (address, levels)


def test_ids_are_unique_on_their_page(blog):
    """A fragment leads to one place."""
    for address in blog.addresses:
        ids = [tag["id"] for tag in blog.soup(address).find_all(id=True)]

        assert len(ids) == len(set(ids)), address


def test_the_name_of_what_can_be_used_holds_the_words_that_are_seen(blog):
    """Whoever speaks to a device says what stands there (WCAG 2.2, 2.5.3)."""
    for address in blog.addresses:
        for one in blog.soup(address).select(":is(a, button, summary)[aria-label]"):
            seen = " ".join(one.get_text().split())
            if re.search(r"\w", seen):
                name = rf"(?i)(?<!\w){re.escape(seen)}(?!\w)"
                assert re.search(name, one["aria-label"]), (address, one)


def test_no_internal_link_is_broken(blog):
    """Each link and each fragment inside the site leads somewhere."""
    broken = []
    for address in blog.addresses:
        for tag in blog.soup(address).find_all(href=True):
            target, fragment = urldefrag(urljoin(SITEURL + address, tag["href"]))
            if not target.startswith(SITEURL):
                continue
            file = blog.file(target)
            if not file.is_file():
                broken.append((address, tag["href"]))
            elif fragment and file.suffix == ".html":
                page = blog.soup(target.removeprefix(SITEURL) or "/")
                if page.find(id=fragment) is None:
                    broken.append((address, tag["href"]))

    assert broken == []


def test_the_test_of_links_sees_a_broken_one(blog):
    """The page of the flagship post has links to look at, within and to others."""
    links = blog.soup("/blog/ketamine-or-psilocybin/").find_all("a", href=True)
    inside = [link for link in links if link["href"].startswith((SITEURL, "#"))]

    assert len(inside) > 30
    assert not blog.file(f"{SITEURL}/blog/no-such-post/").is_file()


def test_nothing_is_loaded_from_another_host_and_nothing_runs(blog):
    """A page needs no script and no third party."""
    loading = {"script": "src", "img": "src", "iframe": "src", "source": "srcset"}
    for address in blog.addresses:
        soup = blog.soup(address)
        data = {"application/ld+json"}
        scripts = [
            tag for tag in soup.find_all("script") if tag.get("type") not in data
        ]
        sheets = soup.find_all("link", rel=["stylesheet", "icon", "preload"])
        sources = [tag["href"] for tag in sheets]
        for name, attribute in loading.items():
            sources += [
                tag[attribute] for tag in soup.find_all(name) if attribute in tag.attrs
            ]

        assert scripts == [], address
        hosts = {
            urlsplit(urljoin(SITEURL + address, source)).netloc for source in sources
        }
        assert hosts <= {urlsplit(SITEURL).netloc}, address


def test_links_that_lead_away_go_to_addresses_that_can_be_written_down(blog):
    """Outside links are https, tel or mail, with a host."""
    for address in blog.addresses:
        for link in blog.soup(address).find_all("a", href=True):
            parts = urlsplit(urljoin(SITEURL + address, link["href"]))

            assert parts.scheme in {"https", "tel", "mailto"}, (address, link["href"])
            if parts.scheme == "https":
                assert parts.netloc, (address, link["href"])


def test_help_in_a_crisis_stands_on_every_post(blog):
    """988 can be called, and reached by chat, from each post, before the last link."""
    for address in blog.posts:
        main = blog.soup(address).main
        links = [link["href"] for link in main.find_all("a", href=True)]

        assert "tel:988" in links, address
        assert "https://988lifeline.org/" in links, address
        assert "tel:911" in links, address
        last = main.find(class_="call-to-action") or main.find(class_="review")
        crisis = main.find(href="tel:988")
        assert crisis in last.find_all_previous("a"), address


def test_help_in_a_crisis_is_said_once_on_every_page_that_names_a_risk(blog):
    """Lists and series name depression too; nowhere is the line doubled."""
    risk = re.compile(r"depress|suicid|crisis", re.IGNORECASE)
    for address in blog.addresses:
        soup = blog.soup(address)
        calls = len(soup.find_all(href="tel:988"))

        assert calls <= 1, address
        if risk.search(soup.main.get_text(" ")):
            assert calls == 1, address


def test_posts_say_that_nobody_has_reviewed_them(blog):
    """Without a reviewer in its header a page says that nobody has reviewed it."""
    for post in read_posts():
        if "reviewed_by" in post.header:
            continue
        address = f"/blog/{post.slug}/"
        text = blog.soup(address).main.get_text(" ")

        assert "Not yet medically reviewed" in text, address


def test_blanks_of_the_clinic_are_left_out(blog):
    """No page shows an empty telephone link or an empty address."""
    for address in blog.addresses:
        for link in blog.soup(address).find_all("a", href=True):
            assert link["href"] not in {"", "tel:", "mailto:"}, address
            assert link.get_text(strip=True) or link.find(["img", "svg"]), address


def test_the_pages_of_the_clinic_stand_at_their_addresses(blog):
    """About, contact, policy, law, privacy and accessibility can be reached."""
    home = {link.get("href") for link in blog.soup("/").find_all("a")}
    for slug in (
        "about",
        "contact",
        "editorial-policy",
        "what-is-approved",
        "privacy",
        "accessibility",
    ):
        assert f"/{slug}/" in blog.addresses
        assert f"{SITEURL}/{slug}/" in home


def test_the_sitemap_knows_of_every_page_when_it_changed(blog):
    """Pages as their authors have written it; on the sources, the day of the check."""
    text = (blog.output / "sitemap.xml").read_text("utf-8")
    days = dict(
        re.findall(r"<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?</url>", text)
    )

    assert [address for address, day in days.items() if not day] == []
    assert days[f"{SITEURL}/about/"].startswith("2026-11-23")
