"""Made pictures: as few and as small as they can be, and the cache that keeps them."""

from __future__ import annotations

import os
import re
from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from plugins.images.core import drop_useless
from plugins.images.output import ImageCache
from plugins.images.settings import parse_settings
from plugins.tools.build.pelican_run import open_site
from tests.conftest import QUIET, a_post

PLUGIN = {"PLUGINS": ["plugins.images"]}


def saved(image, kind, **more):
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def a_photograph(width=1000, height=500, kind="JPEG", mode="RGB", **more):
    """Return noise, which is as hard to make small as a photograph is."""
    noise = Image.effect_noise((width, height), 60)
    return saved(Image.merge(mode, [noise] * len(mode)), kind, **more)


def a_drawing(width=1000, height=500):
    image = Image.new("P", (width, height), 0)
    image.putpalette([255, 255, 255, 0, 0, 0])
    letter = Image.linear_gradient("L").rotate(30).resize((7, 11))
    letter = letter.point(lambda light: 255 * (light % 9 > 4), "1")
    for x, y in product(range(0, width, 9), range(0, height, 13)):
        image.paste(1, (x, y), letter)
    return saved(image, "PNG")


@pytest.fixture(name="make")
def _make(tmp_path):
    """Make all files of one picture, and return them by width and kind."""

    def make(data, name="p.jpg", **settings):
        file = tmp_path / "content" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        own = parse_settings(settings)
        images = ImageCache(file.parent, tmp_path, "https://s.org", own)
        picture = images.picture(file)
        images.publish(tmp_path / "output")
        made = (tmp_path / "output").rglob("*.*")
        return picture, {path.name.split(".")[0] + path.suffix: path for path in made}

    return make


def test_a_picture_that_another_process_makes_meanwhile_is_made_once(
    tmp_path, monkeypatch
):
    """Two make pages that show it: the second one finds nothing left to make."""
    file = tmp_path / "content/p.jpg"
    file.parent.mkdir()
    file.write_bytes(a_photograph(90, 60))
    given = file.parent, tmp_path, "https://s.org", parse_settings({})
    images, other = ImageCache(*given), ImageCache(*given)
    look = images._missing

    def look_too_early(plan):
        missing = look(plan)
        other.picture(file)
        return missing

    monkeypatch.setattr(images, "_missing", look_too_early)
    assert images.picture(file) == other.picture(file)
    images.take(other.bring(frozenset()))
    assert sum(images.new.values()) == sum(other.new.values()) > 0


@pytest.mark.parametrize(
    ("kind", "mode", "suffix"),
    [("PNG", "RGB", ".jpg"), ("PNG", "RGBA", ".png"), ("WEBP", "RGB", ".jpg")],
)
def test_a_photograph_is_made_with_loss_whatever_its_file(make, kind, mode, suffix):
    """Without loss a page of photographs weighs as much as a film."""
    data = a_photograph(600, 300, kind, mode, quality=95)
    picture, made = make(data, f"p.{kind.lower()}")

    assert picture.url.endswith(suffix)
    assert made["p-600.webp"].stat().st_size < len(data)
    if (kind, mode) == ("PNG", "RGB"):
        assert sum(file.stat().st_size for file in made.values()) < len(data)


def test_sixteen_bits_of_grey_keep_their_light(make):
    """Scans and X-rays are such; all but the darkest 256 levels became white."""
    row = b"".join((x * 109).to_bytes(2, "little") for x in range(600))
    ramp = Image.frombytes("I;16", (600, 300), row * 300)
    _, made = make(saved(ramp, "PNG"), "x.png")
    assert made
    for path in made.values():
        data = BytesIO(path.read_bytes())
        shown = Image.open(data).convert("L").resize((3, 1), Image.Resampling.BOX)
        assert tuple(shown.tobytes()) == pytest.approx((42, 127, 212), abs=6), path


@pytest.mark.parametrize(("turn", "size"), [(1, (900, 600)), (6, (600, 900))])
def test_a_telephones_picture_is_made_and_turned(make, turn, size):
    """An MPO is a JPEG with a second picture behind it."""
    exif = Image.Exif()
    exif[0x0112] = turn
    second = [Image.new("RGB", (90, 60))]
    more = {"save_all": True, "append_images": second, "exif": exif}
    _, made = make(a_photograph(900, 600, "MPO", **more))
    found = [Image.open(BytesIO(path.read_bytes())) for path in made.values()]
    assert {image.format for image in found} == {"JPEG", "WEBP"}
    assert max(image.size for image in found) == size


def test_a_drawing_stays_without_loss_and_as_small_as_it_was(make):
    """A narrow file that is larger than a wide one helps nobody."""
    data = a_drawing()
    picture, made = make(data, "p.png")

    with Image.open(made["p-1000.webp"]) as image:
        assert len(image.convert("RGB").getcolors(9) or []) == 2
    assert picture.srcset.split()[-1] == "1000w"
    assert "p-480.webp" not in made
    assert made["p-1000.png"].stat().st_size <= len(data)


def test_what_is_small_already_is_kept_without_what_it_tells(make):
    """Another generation would only be larger, or worse."""
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    data = a_photograph(400, 200, quality=20, exif=exif)
    _, made = make(data)
    kept = made["p-400.jpg"].read_bytes()

    assert len(kept) < len(data)
    assert b"a camera" not in kept
    with Image.open(BytesIO(kept)) as new, Image.open(BytesIO(data)) as old:
        assert new.tobytes() == old.tobytes()


@pytest.mark.parametrize(
    ("width", "made"),
    [
        (300, [300]),
        (490, [490]),
        (1250, [480, 800, 1250]),
        (1700, [480, 800, 1200, 1600]),
    ],
)
def test_the_number_of_files_is_bounded(make, width, made):
    """None wider than the original, none that is nearly another."""
    picture, files = make(a_photograph(width, 20))

    assert [int(one.rstrip("w,")) for one in picture.srcset.split()[1::2]] == made
    assert len(files) == len(made) + 1
    for one in made:
        with Image.open(files[f"p-{one}.webp"]) as image:
            assert image.size == (one, max(1, round(20 * one / width)))


@pytest.mark.parametrize(
    ("size", "kind", "offered", "shown"),
    [
        ((60, 17_000), "PNG", [], (60, 17_000, "PNG")),
        ((60, 70_000), "PNG", [], (60, 70_000, "PNG")),
        ((60, 17_000), "JPEG", [], (60, 17_000, "JPEG")),
        ((80, 17_000), "PNG", [30, 60], (60, 12_750, "PNG")),
        ((17_000, 40), "PNG", [30, 60, 90], (60, 1, "PNG")),
    ],
    ids=str,
)
def test_a_picture_may_be_longer_than_webp_can_be(make, size, kind, offered, shown):
    """WebP ends at 16,383 pixels: what is longer is shown from the other file."""
    data = saved(Image.linear_gradient("L").resize(size).convert("RGB"), kind)
    picture, files = make(data, widths=[30, 60, 90], fallback_width=60)

    assert [int(one.rstrip("w,")) for one in picture.srcset.split()[1::2]] == offered
    assert (picture.width, picture.height) == shown[:2]
    (fallback,) = (one for one in files.values() if one.suffix != ".webp")
    with Image.open(fallback) as made:
        assert (*made.size, made.format) == shown


@pytest.mark.parametrize("turn", [1, 6])
def test_a_large_photograph_is_not_decoded_whole_and_stands_upright(make, turn):
    """Of a JPEG only as many pixels are read as are needed."""
    exif = Image.Exif()
    exif[0x0112] = turn
    image = Image.linear_gradient("L").resize((1500, 1000))
    picture, files = make(saved(image, "JPEG", exif=exif), widths=[300])
    size = (300, 200) if turn < 5 else (300, 450)

    assert (picture.width > picture.height) is (turn < 5)
    with Image.open(files["p-300.webp"]) as made:
        assert made.size == size
        lights = made.convert("L")
    dark, light = (2, 2), (2, size[1] - 2) if turn == 1 else None
    assert lights.getpixel(dark) < 20 or turn == 6
    assert not light or lights.getpixel(light) > 235


def test_files_that_gain_nothing_are_dropped():
    """The wider file is the better one where it is not larger."""
    assert drop_useless({480: 5_000, 800: 9_000, 1200: 20_000}) == (480, 800, 1200)
    assert drop_useless({480: 5_000, 800: 60_000, 1200: 20_000}) == (480, 1200)
    assert drop_useless({480: 700, 800: 900, 1200: 90}) == (1200,)
    assert drop_useless({480: 700, 800: 900, 1200: 1300}, 900) == (480, 800)
    assert drop_useless({}) == ()


def in_cache(built):
    return {path.name for path in (built.root / ".cache/images").iterdir()}


@pytest.fixture(name="here")
def _here(tmp_path):
    """Return settings by which the cache lies beside the content."""
    return PLUGIN | {"BULLETIN_ROOT": str(tmp_path)}


def test_the_cache_keeps_what_the_site_needs_and_no_more(site, here):
    """Drafts need theirs; what was changed or taken away is removed."""
    files = {
        "posts/a.md": a_post(body="![Alt]({static}/images/p.jpg)"),
        "posts/b.md": a_post("B", body="![Alt]({static}/images/q.jpg)"),
        "images/p.jpg": a_photograph(600, 100),
        "images/q.jpg": a_photograph(620, 100),
    }
    first = site(files, **here)
    cache, all_made = first.root / ".cache/images", in_cache(first)
    foreign = {"mine.webp", "notes.txt", f"{'a' * 64}.gif"}
    old = {f"{'b' * 64}.webp", f"{'c' * 64}.12-34.part"}
    for name in foreign | old:
        (cache / name).write_bytes(b"x")
        os.utime(cache / name, (0, 0))
    at_work = f"{'d' * 64}.12-34.part"
    (cache / at_work).write_bytes(b"another run is at it")

    files["posts/b.md"] = a_post("B", body="Nothing.")  # as if it were a draft
    assert in_cache(site(files, **here)) == all_made | foreign | {at_work}

    (first.root / "content/images/q.jpg").unlink()
    files.pop("images/q.jpg")
    third = in_cache(site(files, **here, IMAGES={"quality": 70}))
    assert third.isdisjoint(all_made)
    assert len(third - foreign - {at_work}) == 3


def test_the_cache_is_bounded_by_a_setting(site, here):
    """Pictures that no page shows go first; more than that is said."""
    own = {"cache_megabytes": 1, "quality": 95, "widths": [900]}
    files = {
        "posts/a.md": a_post(body="![Alt]({static}/images/p.jpg)"),
        "images/p.jpg": a_photograph(900, 900, quality=95),
    }
    built = site(files, **here, IMAGES=own)
    assert built.names() == ["image-cache-large"]
    assert built.problems[0].path == ".cache/images"

    files["posts/a.md"] = a_post(body="Nothing.")
    built = site(files, **here, IMAGES=own)
    left = [one.stat().st_size for one in (built.root / ".cache/images").iterdir()]
    assert built.names() == []
    assert 0 < sum(left) <= 10**6


def test_each_post_hears_of_its_broken_picture_and_progress_is_told(tmp_path, here):
    """All in one run, while the good ones are made."""
    content = tmp_path / "content"
    for name in ("posts", "images"):
        (content / name).mkdir(parents=True)
    whole = a_photograph(700, 100)
    (content / "images/good.jpg").write_bytes(whole)
    (content / "images/cut.jpg").write_bytes(whole[: len(whole) // 2])
    for name in ("a", "b"):
        body = "![Alt]({static}/images/cut.jpg)\n\n![Alt]({static}/images/good.jpg)"
        (content / f"posts/{name}.md").write_text(a_post(name, body=body))
    places = {"PATH": content, "OUTPUT_PATH": tmp_path / "o", "CACHE_PATH": tmp_path}
    settings = QUIET | here | {key: str(path) for key, path in places.items()}
    told = []
    with open_site(None, **settings) as opened:
        opened.build(told.append)
    problems = [(p.path, p.line, p.name) for p in opened.problems]
    assert problems == [
        (f"content/posts/{name}.md", 8, "image-unreadable") for name in ("a", "b")
    ]
    of_pictures = [one for one in told if "pictures" in str(one)]
    assert of_pictures == [f"{done} of 2 pictures made" for done in (0, 1, 2)]

    (content / "images/cut.jpg").write_bytes(a_photograph(710, 100))
    with open_site(None, **settings) as opened:
        opened.build()
    assert opened.problems == ()
    assert re.fullmatch(
        r"Made 3 files of 1 picture in \d+ s\. \.cache/images keeps them for later "
        r"builds: \d\.\d MB\.",
        opened.said[0],
    )


def test_a_cache_that_cannot_be_written_is_named(site, here, tmp_path):
    """It was a traceback; where a site takes it lightly, pictures stay as they are."""
    (tmp_path / ".cache").write_text("a file is in the way")
    body = "![Noise.]({static}/images/a.jpg)"
    files = {"posts/a.md": a_post(body=body), "images/a.jpg": a_photograph()}
    built = site(files, **here)
    (problem,) = built.problems
    assert (problem.path, problem.name) == (".cache/images", "image-cache-unusable")
    assert not built.output.exists()
    light = {"PROBLEM_LEVELS": {"image-cache-unusable": "warning"}}
    built = site(files, **here, **light)
    assert built.has("images/a.jpg")
    assert built.soup("a-post.html").img["src"].endswith("/images/a.jpg")


def test_sites_may_share_a_cache_outside_of_their_folders(site, here, tmp_path):
    """What one site does not need may be another's, and a file of nobody's stays."""
    shared = tmp_path.parent / f"{tmp_path.name}-shared"
    shared.mkdir()
    theirs = shared / f"{'0' * 64}.webp"
    theirs.write_bytes(b"x")
    files = {"posts/a.md": a_post(), "images/a.jpg": a_photograph()}
    site(files, **here, IMAGES={"cache": f"../{shared.name}"})
    assert theirs.is_file()
