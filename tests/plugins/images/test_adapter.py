"""Pictures on real Pelican sites."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import feedparser
import pytest
from PIL import Image

from tests.conftest import a_post

PLUGIN = {"PLUGINS": ["plugins.images"]}
PLACE = "a place that nobody may know"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'
)


def a_photograph(width=1000, height=600, turn=1, kind="JPEG"):
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = PLACE
    exif[0x0112] = turn
    file = BytesIO()
    image.save(file, kind, exif=exif, quality=85)
    return file.getvalue()


def in_output(built, url):
    return built.output / urlsplit(url).path.lstrip("/")


def all_pictures(built):
    return [p for p in built.output.rglob("*") if p.suffix in (".jpg", ".webp", ".png")]


def test_a_phone_gets_a_small_picture(site):
    """Every offered file is there, as wide as it says, and without a word."""
    built = site(
        {
            "posts/a.md": a_post(body="![Alt]({static}/images/p.jpg)"),
            "images/p.jpg": a_photograph(),
        },
        **PLUGIN,
    )
    page = built.soup("a-post.html")
    image, source = page.find("img"), page.find("source")

    assert (image["width"], image["height"], image["alt"]) == ("1000", "600", "Alt")
    offers = [offer.split() for offer in source["srcset"].split(",")]
    assert [width for _, width in offers] == ["480w", "800w", "1000w"]
    for url, width in offers:
        with Image.open(in_output(built, url)) as made:
            assert made.format == "WEBP"
            assert f"{made.width}w" == width
    with Image.open(in_output(built, image["src"])) as fallback:
        assert fallback.format == "JPEG"
    assert all_pictures(built)
    for file in all_pictures(built):
        assert PLACE.encode() not in file.read_bytes(), file.name


def test_a_turned_photograph_stands_upright_everywhere(site):
    """The camera's note is gone, so the pixels are turned."""
    built = site(
        {
            "posts/a.md": a_post(body="![Alt]({static}/images/p.jpg)"),
            "images/p.jpg": a_photograph(turn=6),
        },
        **PLUGIN,
    )
    image = built.soup("a-post.html").find("img")

    assert (image["width"], image["height"]) == ("600", "1000")
    for file in all_pictures(built):
        with Image.open(file) as made:
            assert made.height > made.width
            assert not made.getexif()


def test_the_originals_in_content_are_never_touched(site):
    """Neither their bytes nor, where output links them, their files."""
    data = a_photograph()
    built = site(
        {"posts/a.md": a_post(), "images/p.jpg": data},
        STATIC_CREATE_LINKS=True,
        **PLUGIN,
    )

    assert (built.root / "content/images/p.jpg").read_bytes() == data
    published = (built.output / "images/p.jpg").read_bytes()
    assert PLACE.encode() not in published


def test_a_second_build_makes_nothing_anew_and_the_same_bytes(site, tmp_path):
    """The cache goes by content; addresses do not change."""
    files = {
        "posts/a.md": a_post(body="![Alt]({static}/images/p.jpg)"),
        "images/p.jpg": a_photograph(),
    }
    settings = PLUGIN | {"BULLETIN_ROOT": str(tmp_path)}
    first = site(files, **settings)
    page = first.read("a-post.html")
    cache = first.root / ".cache/images"
    times = {p: p.stat().st_mtime_ns for p in cache.iterdir()}
    second = site(files, **settings)

    assert second.read("a-post.html") == page
    assert {p: p.stat().st_mtime_ns for p in cache.iterdir()} == times

    third = site(files | {"images/p.jpg": a_photograph(900)}, **settings)
    assert third.read("a-post.html") != page


def test_an_early_picture_is_not_lazy_and_a_late_one_is(site):
    """What is seen at once is not held back."""
    picture = "![Alt]({static}/images/p.jpg)"
    built = site(
        {
            "posts/a.md": a_post(body=f"{picture}\n\n{'word ' * 60}\n\n{picture}"),
            "images/p.jpg": a_photograph(),
        },
        **PLUGIN,
    )
    first, last = built.soup("a-post.html").find_all("img")

    assert "loading" not in first.attrs
    assert last["loading"] == "lazy"


def test_a_file_that_is_no_picture_ends_the_build(site):
    """With the post and the file's name."""
    built = site(
        {
            "posts/a.md": a_post(body="![Alt]({static}/images/p.jpg)"),
            "images/p.jpg": b"words",
        },
        **PLUGIN,
    )

    assert built.names() == ["image-unreadable"]
    assert "“p.jpg”" in str(built.problems[0])
    assert str(built.problems[0]).startswith("content/posts/a.md")
    assert not built.has("a-post.html")


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ({"image": "images/p.jpg", "image_alt": "Alt"}, []),
        ({"image": "p.jpg", "image_alt": "Alt"}, []),
        ({"image": "images/p.jpg"}, ["image-alt-missing"]),
        ({"image": "images/gone.jpg", "image_alt": "Alt"}, ["image-missing"]),
        ({"image": "https://x.example/p.jpg"}, []),
    ],
    ids=["good", "short", "no-alt", "gone", "elsewhere"],
)
def test_a_posts_own_picture_is_checked(site, header, names):
    """It is there, and told in words."""
    header = "".join(f"{key}: {value}\n" for key, value in header.items())
    post = f"Title: A post\nDate: 2026-01-01\nCategory: x\n{header}\nWords.\n"
    built = site({"posts/a.md": post, "images/p.jpg": a_photograph()}, **PLUGIN)

    assert built.names() == names


@pytest.mark.parametrize(
    "source", ["https://x.example/p.jpg", "data:image/png;base64,x"]
)
def test_pictures_from_elsewhere_are_left_alone(site, source):
    """They are not ours to make."""
    built = site({"posts/a.md": a_post(body=f"![Alt]({source})")}, **PLUGIN)

    assert built.soup("a-post.html").find("img")["src"] == source
    assert built.soup("a-post.html").find("source") is None


def test_a_moving_picture_keeps_moving(site):
    """A made copy would stand still."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    built = site(
        {
            "posts/a.md": a_post(body="![Alt]({static}/images/p.webp)"),
            "images/p.webp": file.getvalue(),
        },
        **PLUGIN,
    )

    assert built.soup("a-post.html").find("source") is None
    with Image.open(built.output / "images/p.webp") as image:
        assert image.n_frames == 2


def an_animation(kind):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


KEPT = {
    "p.gif": an_animation("GIF"),
    "p.webp": an_animation("WEBP"),
    "p.png": an_animation("PNG"),
    "p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>',
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_not_made_anew_holds_its_place_and_waits_too(site, tmp_path, name):
    """A GIF, an animation and an SVG: text jumped, and all were loaded at once."""
    picture = f"![Alt]({{static}}/images/{name} 'A caption.')"
    header = f"Title: A post\nDate: 2026-01-01\nCategory: x\nImage: images/{name}\n"
    body = f"{picture}\n\n{'word ' * 60}\n\n{picture}"
    built = site(
        {
            "posts/a.md": f"{header}Image_alt: It\n\n{body}\n",
            f"images/{name}": KEPT[name],
            "theme/article.html": "{{ article.picture.html }}\n"
            "({{ article.picture.url }})\n{{ article.content }}",
        },
        THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "content/theme")],
        **PLUGIN,
    )
    page = built.read("a-post.html")
    own, first, last = built.soup("a-post.html").find_all("img")

    assert built.names() == []
    assert "source" not in page
    assert "()" in page  # nothing that other sites could show in a link
    for image, alt in ((own, "It"), (first, "Alt"), (last, "Alt")):
        assert (image["width"], image["height"], image["alt"]) == ("60", "40", alt)
        kept = in_output(built, image["src"]).read_bytes()
        assert kept == (built.root / f"content/images/{name}").read_bytes()
    assert [image.get("loading") for image in (own, first, last)] == [
        None,
        None,
        "lazy",
    ]
    assert first.find_parent("figure").figcaption.string == "A caption."


def test_what_an_author_says_of_a_drawings_size_stands(site):
    """And where the file says nothing, nothing is invented."""
    body = '<img src="{static}/images/p.svg" alt="A" width="30" id="one">\n\n'
    body += f"{'word ' * 60}\n\n![B]({{static}}/images/q.svg)"
    silent = '<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>'
    files = {"images/p.svg": KEPT["p.svg"], "images/q.svg": silent}
    built = site({"posts/a.md": a_post(body=body), **files}, **PLUGIN)
    first, second = built.soup("a-post.html").find_all("img")

    assert (first["width"], first.get("height"), first["id"]) == ("30", None, "one")
    assert second["loading"] == "lazy"
    assert not {"width", "height"} & set(second.attrs)


@pytest.mark.parametrize(
    "case",
    [
        ((2600, 600), 1, "JPEG", (2000, 462)),
        ((600, 2600), 6, "JPEG", (2000, 462)),
        ((900, 300), 6, "JPEG", (300, 900)),
        ((300, 2500), 1, "JPEG", (300, 2500)),
        ((2600, 130), 1, "WEBP", (2000, 100)),
        ((1900, 200), 1, "JPEG", (1900, 200)),
        ((1900, 200), 1, "PNG", (1200, 126)),
    ],
)
@pytest.mark.parametrize("shown", [True, False])
def test_a_large_original_is_published_at_a_sensible_size(site, case, shown):
    """Links to it hold; 17.7 MB of a camera were published as 7.8 MB."""
    size, turn, kind, published = case
    name = f"p.{kind.lower().replace('jpeg', 'jpg')}"
    noise = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = PLACE, turn
    file = BytesIO()
    noise.save(file, kind, exif=exif, quality=95)
    link = f"[All of it]({{static}}/images/{name})"
    picture = f"![Alt]({{static}}/images/{name})" if shown else ""
    built = site(
        {
            "posts/a.md": a_post(body=f"{picture}\n\n{link}"),
            f"images/{name}": file.getvalue(),
        },
        **PLUGIN,
    )
    target = in_output(
        built, built.soup("a-post.html").find("a", string="All of it")["href"]
    )

    with Image.open(target) as original:
        assert original.format == kind
        assert original.size == published
        assert not original.getexif()
    assert target.stat().st_size < len(file.getvalue())
    for path in all_pictures(built):
        is_lighter = path.stat().st_size <= target.stat().st_size
        assert is_lighter or path.suffix != target.suffix
        assert PLACE.encode() not in path.read_bytes()


def test_a_site_may_publish_its_originals_whole(site):
    """An author who wants each pixel seen says so once."""
    data = a_photograph(2600, 100)
    own = {"original_width": 3000}
    built = site({"posts/a.md": a_post(), "images/p.jpg": data}, **PLUGIN, IMAGES=own)
    with Image.open(built.output / "images/p.jpg") as original:
        assert original.size == (2600, 100)


def test_a_feed_names_the_small_picture_with_its_length(site):
    """It named the camera's file, and its length before anything was taken out."""
    header = "Title: A post\nDate: 2026-01-01\nCategory: x\nImage: images/p.jpg\n"
    built = site(
        {
            "posts/a.md": f"{header}Image_alt: Alt\n\nWords.\n",
            "images/p.jpg": a_photograph(2600, 1300),
        },
        PLUGINS=["plugins.images", "plugins.feeds"],
        FEED_ALL_RSS="feeds/all.rss.xml",
    )
    (entry,) = feedparser.parse(built.read("feeds/all.rss.xml")).entries
    (told,) = entry.enclosures
    file = in_output(built, told.href)

    assert (told.type, int(told.length)) == ("image/jpeg", file.stat().st_size)
    with Image.open(file) as image:
        assert image.size == (1200, 600)


def test_a_drawing_is_left_as_it_is(site):
    """An SVG in a post is published and shown, and nobody calls it unreadable."""
    built = site(
        {
            "posts/a.md": a_post(body="![A line.]({static}/images/line.svg)"),
            "images/line.svg": DRAWING,
        },
        PLUGINS=["plugins.images"],
    )

    assert built.names() == []
    assert built.read("images/line.svg") == DRAWING
    image = built.soup("a-post.html").find("img")
    assert image["src"].endswith("/images/line.svg")
    assert image["alt"] == "A line."
