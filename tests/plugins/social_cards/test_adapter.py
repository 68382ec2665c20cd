"""Cards on real Pelican sites, with our theme."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from plugins.social_cards.drawing import draw
from plugins.tools.build.pelican_run import run_pelican
from tests.conftest import ROOT, a_post

HOME = "https://site.example/"
ONE = "a-post.html"


@pytest.fixture(name="here")
def _here(tmp_path):
    """Our theme, and every plugin that a card has to do with."""
    names = ("front_matter", "series", "images", "social_cards", "structured_data")
    return {
        "BULLETIN_ROOT": str(tmp_path),
        "SITESUBTITLE": "Words about sleep",
        "PLUGINS": [f"plugins.{name}" for name in names],
        "THEME": str(ROOT / "theme"),
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True},
    }


def told(built, path):
    """Return what a page says in its ``meta``."""
    metas = built.soup(path).find_all("meta", content=True)
    return {one.get("property") or one.get("name"): one["content"] for one in metas}


def card_of(built, path):
    """Return the bytes of the card that a page announces."""
    address = told(built, path)["og:image"]
    assert address.startswith(HOME)
    return (built.output / address.removeprefix(HOME)).read_bytes()


def cards(built):
    return sorted(p.name for p in built.output.glob("images/made/card.*"))


def a_picture(width, height):
    file = BytesIO()
    Image.effect_noise((width, height), 60).save(file, "JPEG", quality=85)
    return file.getvalue()


def a_part(number, **more):
    return a_post(f"Part {number}", f"2026-0{number}-01", series="Sleep", **more)


def test_a_post_announces_a_card_of_its_title_and_its_place(site, here):
    """Absolute, with size, kind and words, and JSON-LD names the same picture."""
    files = {f"posts/{number}.md": a_part(number) for number in (1, 2)}
    built = site(files, **here)
    page = told(built, "part-2.html")
    assert page["og:image:alt"] == "Part 2 – Part 2 of 2 in Sleep – Test"
    assert (page["og:image:width"], page["og:image:height"]) == ("1200", "630")
    assert page["twitter:card"] == "summary_large_image"
    with Image.open(BytesIO(card_of(built, "part-2.html"))) as card:
        assert card.size == (1200, 630)
    data = built.soup("part-2.html").find("script", type="application/ld+json")
    graph = json.loads(data.string)["@graph"]
    post = next(node for node in graph if node["@type"] == "BlogPosting")
    assert post["image"] == page["og:image"]
    assert told(built, "part-1.html")["og:image"] != page["og:image"]


def test_series_pages_and_home_have_cards_too(site, here):
    """A series that of its parts; home and lists that of the site."""
    pages = {"pages/about.md": "title: About us\n\nWords."}
    files = {f"posts/{number}.md": a_part(number) for number in (1, 2)} | pages
    built = site(files, **here)
    series = told(built, "series/sleep/index.html")
    assert series["og:image:alt"] == "Sleep – 2 parts – Test"
    assert told(built, "pages/about-us.html")["og:image:alt"] == "About us – Test"
    assert "og:image" not in told(built, "series/sleep/all/index.html")
    home = told(built, "index.html")
    assert home["og:image:alt"] == "Words about sleep – Test"
    assert told(built, "archives.html")["og:image"] == home["og:image"]
    assert len(cards(built)) == 5


@pytest.mark.parametrize(
    ("size", "is_own"),
    [((1300, 800), True), ((600, 315), True), ((599, 900), False), ((900, 314), False)],
    ids=str,
)
def test_a_small_picture_gives_way_to_the_card(site, here, size, is_own):
    """Nothing is announced as large that would be shown as a stamp."""
    post = a_post(image="images/p.jpg", image_alt="A window.")
    built = site({"posts/a.md": post, "images/p.jpg": a_picture(*size)}, **here)
    page = told(built, ONE)
    assert page["twitter:card"] == "summary_large_image"
    assert (page["og:image:alt"] == "A window.") == is_own
    assert ("/card." in page["og:image"]) != is_own
    assert built.has(page["og:image"].removeprefix(HOME))
    data = built.soup(ONE).find("script", type="application/ld+json")
    assert page["og:image"] in data.string


def test_without_the_plugin_a_small_picture_is_announced_as_small(site, here):
    """The theme says what there is, and nothing where there is none."""
    post = a_post(image="images/p.jpg", image_alt="A window.")
    files = {"posts/a.md": post, "posts/b.md": a_post("B", slug="b")}
    files |= {"images/p.jpg": a_picture(500, 300)}
    alone = here | {"PLUGINS": ["plugins.images"]}
    built = site(files, **alone)
    page = told(built, ONE)
    assert (page["twitter:card"], page["og:image:width"]) == ("summary", "500")
    assert "og:image" not in told(built, "b.html")
    assert "twitter:card" not in told(built, "b.html")


def test_nothing_of_what_is_not_published_leaks(site, here):
    """No card of it is made, and its page announces none."""
    files = {
        "posts/a.md": a_post(),
        "posts/b.md": a_post("Secret draft", slug="b", status="draft"),
        "posts/c.md": a_post("Secret hidden", slug="c", status="hidden"),
        "posts/d.md": a_post("Secret future", "2999-01-01", slug="d"),
        "posts/e.md": a_post(
            "Taken back", slug="e", status="withdrawn", withdrawn_because="Wrong."
        ),
    }
    built = site(files, **here, WITH_FUTURE_DATES=False)
    assert len(cards(built)) == 2  # of the post and of the site
    pages = [p for p in built.output.rglob("*.html") if p.stem in "bcde"]
    assert pages
    for page in pages:
        assert "og:image" not in page.read_text("utf-8"), page.name
    preview = site(files, **here, BULLETIN_PREVIEW=True)
    assert cards(preview) == []
    assert "og:image" not in told(preview, ONE)


def test_a_title_that_cannot_be_drawn_is_left_out_whole(site, here):
    """The card is that of no title; its text alternative says it all the same."""
    titles = {"a": "眠りについて", "b": "النوم", "c": "Sleep 😴"}
    # Signs that cannot be seen join the letters around them, or part them.
    titles |= {"d": "می\u200cروم", "e": "👩\u200d⚕\ufe0f"}
    files = {f"posts/{n}.md": a_post(one, slug=n) for n, one in titles.items()}
    built = site(files, **here)
    found = {told(built, f"{name}.html")["og:image"] for name in titles}
    assert len(found) == 1
    for name, title in titles.items():
        assert told(built, f"{name}.html")["og:image:alt"] == f"{title} – Test"


def test_rings_are_read_as_the_words_are(site, here):
    """From right to left beside Hebrew, although the font does not draw it."""
    words = {"he": {"part_of": "חלק {part} מתוך {of}", "in_series": "של"}}
    files = {
        f"posts/{n}.md": a_post(
            f"חלק {n}", f"2026-0{n}-01", slug=f"p{n}", lang="he", series="שינה"
        )
        for n in (1, 2, 3)
    }
    built = site(files, **here, DEFAULT_LANG="he", SERIES={"words": words})
    with Image.open(BytesIO(card_of(built, "p1.html"))) as opened:
        card = opened.convert("RGB")
    points = [card.getpixel((88 + 15 + 44 * place, 569)) for place in range(3)]
    assert points[:2] == [card.getpixel((2, 2))] * 2
    assert points[2] == (168, 116, 26)


def test_a_title_is_plain_text(site, here):
    """Markup is not drawn as signs, and entities are what they stand for."""
    files = {
        "posts/a.md": a_post("Fish &amp; <em>chips</em>", slug="a"),
        "posts/b.md": a_post("Fish & chips", slug="b"),
    }
    built = site(files, **here)
    assert card_of(built, "a.html") == card_of(built, "b.html")
    assert told(built, "a.html")["og:image:alt"] == "Fish & chips – Test"


def test_a_second_build_makes_none_anew_and_forgets_old_titles(site, here):
    """The cache goes by what is on a card."""
    files = {"posts/a.md": a_post(), "posts/b.md": a_post("Other", slug="b")}
    first = site(files, **here)
    cache, before = first.root / ".cache/cards", told(first, "b.html")["og:image"]
    times = {p.name: p.stat().st_mtime_ns for p in cache.iterdir()}
    assert len(times) == 3
    foreign = cache / "notes.txt"
    foreign.write_text("mine")

    assert cards(site(files, **here)) == cards(first)
    again = {p.name: p.stat().st_mtime_ns for p in cache.glob("*.png")}
    assert again == times

    third = site(files | {"posts/b.md": a_post("Another", slug="b")}, **here)
    assert told(third, "b.html")["og:image"] != before
    left = {p.name for p in cache.glob("*.png")}
    assert len(left) == 3
    assert len(left & times.keys()) == 2
    assert foreign.is_file()


def test_a_changed_title_changes_its_card_and_its_page_alone(tmp_path):
    """Beside ``incremental``: what nobody changed keeps its bytes and its date."""
    content, output = tmp_path / "content", tmp_path / "output"
    (content / "posts").mkdir(parents=True)
    names = ("front_matter", "series", "social_cards", "incremental")
    settings = {
        "PATH": str(content),
        "OUTPUT_PATH": str(output),
        "SITEURL": HOME.rstrip("/"),
        "DELETE_OUTPUT_DIRECTORY": False,
        "PLUGINS": [f"plugins.{name}" for name in names],
        "STATIC_PATHS": [],
    }

    def build(title):
        titles = {"a": title, "b": "B", "c": "C, which does not name A beside it"}
        for day, (slug, one) in enumerate(titles.items(), 1):
            text = a_post(one, f"2026-01-0{day}", slug=slug)
            (content / f"posts/{slug}.md").write_text(text, "utf-8")
        for path in output.rglob("*.*"):
            os.utime(path, (0, 0))
        run = run_pelican(ROOT / "pelicanconf.py", **settings)
        assert run.is_good, run.problems
        pages = [*output.rglob("*.html"), *output.rglob("card.*")]
        return {p for p in pages if p.stat().st_mtime > 1}

    build("A")
    assert build("A") == set()
    fresh = build("A, corrected")
    assert output / "blog/a/index.html" in fresh
    assert output / "blog/c/index.html" not in fresh
    assert len([p for p in fresh if p.suffix == ".png"]) == 1


def test_a_cache_that_cannot_be_written_costs_no_card(site, here, tmp_path):
    """The author is told where, and what to do."""
    (tmp_path / "blocked").write_text("a file in the way")
    own = {"cache": "blocked"}
    built = site({"posts/a.md": a_post()}, **here, SOCIAL_CARDS=own)
    assert built.names() == ["social-cards-unkept"]
    assert built.problems[0].path == "blocked"
    assert card_of(built, ONE)


def test_what_a_crash_has_left_of_a_kept_card_is_drawn_anew(site, here, tmp_path):
    """An empty file is no card, and is not published as one."""
    cache = tmp_path / ".cache/cards"
    whole = card_of(site({"posts/a.md": a_post()}, **here), ONE)
    for kept in cache.iterdir():
        kept.write_bytes(b"")
    assert card_of(site({}, **here), ONE) == whole
    assert len([p for p in cache.iterdir() if p.stat().st_size]) == 2


def test_colours_are_settings_and_wrong_ones_end_the_run(site, here):
    """Each mistake is named."""
    night = {"paper": "#1a1714", "ink": "#ece3d5"}
    built = site({"posts/a.md": a_post()}, **here, SOCIAL_CARDS=night)
    with Image.open(BytesIO(card_of(built, ONE))) as card:
        assert card.convert("RGB").getpixel((2, 2)) == (0x1A, 0x17, 0x14)
    wrong = {"paper": "cream", "url": "cards/one.png", "size": 9}
    broken = site({"posts/a.md": a_post()}, **here, SOCIAL_CARDS=wrong)
    assert broken.names() == ["social-cards-setting"] * 3


def test_many_cards_are_made_by_several_processes(site, here):
    """With the bytes of one."""
    files = {
        f"posts/{number}.md": a_post(f"Sleep {number}", slug=f"p{number}")
        for number in range(40)
    }
    plugins = [*here["PLUGINS"], "plugins.incremental"]
    jobs = {"INCREMENTAL": {"jobs": 2, "folder": "ledger"}}
    built = site(files, **here | {"PLUGINS": plugins}, **jobs)
    made = {p.name: p.read_bytes() for p in built.output.glob("images/made/card.*")}
    assert len(made) == 41
    alone = site(files, **here, SOCIAL_CARDS={"cache": "fresh"})
    assert {p.name: p.read_bytes() for p in alone.output.glob("images/made/*")} == made


def test_the_fonts_are_small_and_their_licence_lies_beside_them():
    """The Open Font License wants that, and no reserved name is used."""
    folder = Path(draw.__code__.co_filename).parent / "fonts"
    licence = (folder / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert sum(p.stat().st_size for p in folder.iterdir()) < 150_000
