"""The whole series on one page."""

from __future__ import annotations

import json
from collections import Counter

from plugins.series.whole import join_contents
from tests.conftest import a_post
from tests.plugins.series.test_adapter import parts

BASES = ["https://h.example/blog/a/", "https://h.example/blog/b.html"]


def test_a_link_that_counts_from_a_parts_own_page_leads_where_it_led():
    """On the page of all it would count from there."""
    part = (
        '<a href="../c/#d">c</a><a href="#d">d</a><a href="/e/">e</a><a href="">f</a>'
        '<a href="mailto:a@b.c">g</a><a href="//i.j/">i</a><img src="k.png" alt="k">'
    )
    first, second = join_contents([part, part], [1, 2], BASES)
    kept = part[part.index('<a href="#d">') : part.index("<img")]
    assert first == (
        '<a href="https://h.example/blog/c/#d">c</a>'
        f'{kept}<img src="https://h.example/blog/a/k.png" alt="k">'
    )
    assert 'href="https://h.example/c/#d"' in second
    assert 'src="https://h.example/blog/k.png"' in second


def test_headings_go_below_the_title_of_their_part():
    """The highest becomes an h3, the others keep their distance."""
    first, second = join_contents(
        ["<h2>A</h2><h3>B</h3><h2>C</h2>", "<h1>A</h1><h4>B</h4>"], [1, 2], BASES
    )
    assert first == "<h3>A</h3><h4>B</h4><h3>C</h3>"
    assert second == "<h3>A</h3><h6>B</h6>"


def test_ids_stay_unique_and_links_find_them():
    """Footnotes, headings and labels of two parts do not meet."""
    part = (
        '<h2 id="notes">Notes</h2><p><a id="fnref:1" href="#fn:1">1</a></p>'
        '<li id="fn:1"><a href="#fnref:1">back</a></li><div id="part-2"></div>'
        '<table aria-labelledby="notes fn:1"></table>'
    )
    texts = join_contents([part, part, part], [1, 2, 3], [*BASES, BASES[0]])
    assert 'id="notes"' in texts[0]
    assert '<a id="fnref:1-2" href="#fn:1-2">' in texts[1]
    assert '<li id="fn:1-3"><a href="#fnref:1-3">' in texts[2]
    assert 'aria-labelledby="notes-3 fn:1-3"' in texts[2]
    ids = [word for text in texts for word in text.split() if word.startswith("id=")]
    assert len(ids) == len(set(ids)) == 12
    assert not any('id="part-2"' in text for text in texts)


def test_text_is_not_changed_on_its_way():
    """Entities, void elements and text outside of elements survive."""
    html = "words &amp; <em>more</em><br> ä € “quotes”<p>end</p>"
    assert join_contents([html, ""], [1, 2], BASES) == [html, ""]


def test_the_page_of_all_is_read_in_order_and_kept_from_search_engines(site):
    """Each part says its own address; drafts and other languages are not there."""
    files = parts(3, body="## Heading {#same}\n\nText.[^1]\n\n[^1]: Note.")
    files["posts/d.md"] = a_post("Draft", series="Sleep", slug="d", status="draft")
    files["posts/es.md"] = a_post("Uno", series="Sleep", slug="p1", lang="es")
    extensions = {"extensions": ["markdown.extensions.extra"]}
    built = site(files, PLUGINS=["plugins.series"], MARKDOWN=extensions)
    soup = built.soup("series/sleep/all/index.html")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex, follow"
    assert [a["href"].rsplit("/", 1)[-1] for a in soup.select("a[rel=bookmark]")] == [
        "p1.html",
        "p2.html",
        "p3.html",
    ]
    ids = Counter(element["id"] for element in soup.select("[id]"))
    assert set(ids.values()) == {1}
    for link in soup.select('a[href^="#"]'):
        assert link["href"][1:] in ids
    levels = [int(h.name[1]) for h in soup.select("h1, h2, h3, h4, h5, h6")][-6:]
    assert levels == [2, 3] * 3
    assert "Draft" not in soup.text
    assert "Uno" not in soup.text


def test_references_are_merged_and_numbered_through(site):
    """A work that two parts cite stands once, and every mark leads to it."""
    files = {
        f"posts/part-{n}.md": a_post(
            f"Part {n}", f"2026-01-0{n}", series="Sleep", slug=f"p{n}", body=body
        )
        for n, body in enumerate(
            ["One [@ash2001]. Two [@oak2002].", "Two [@oak2002]. Three [@elm2003]."], 1
        )
    }
    works = [
        {
            "id": key,
            "type": "article-journal",
            "title": f"Work of {key}",
            "author": [{"family": key[:3].title(), "given": "A."}],
            "container-title": "Trees",
            "issued": {"date-parts": [[int(key[3:])]]},
            "DOI": f"10.5555/{key}",
        }
        for key in ("ash2001", "oak2002", "elm2003")
    ]
    files["references/library.json"] = json.dumps(works)
    built = site(files, PLUGINS=["plugins.references", "plugins.series"])
    soup = built.soup("series/sleep/all/index.html")
    marks = soup.select("[role=doc-biblioref]")
    assert [mark.text for mark in marks] == ["1", "2", "2", "3"]
    blocks = soup.select("[role=doc-bibliography]")
    assert len(blocks) == 1
    assert len(blocks[0].select("ol > li")) == 3
    ids = Counter(element["id"] for element in soup.select("[id]"))
    assert set(ids.values()) == {1}
    for link in soup.select('a[href^="#"]'):
        assert link["href"][1:] in ids, link
    for mark in marks:
        target = soup.find(id=mark["href"][1:])
        assert "Work of" in target.text
