"""Made files look like their picture, and none is heavier than it has to be."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageMath

from plugins.images.encoding import looks_like
from plugins.images.output import ImageCache
from plugins.images.settings import parse_settings

WORDS = ["Ketamine", "a", "tiny", "dose", "salt", "water", "while", "asleep"]
INK = ["#0d5559", "#a3271c", "#d9a441", "#222222"]


def saved(image, kind="PNG", **more):
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def a_drawing(mode="RGB", side=540):
    """Return boxes, lines and letters in some colours, with soft edges."""
    large = Image.new(mode, (side, side), "#fffdf8" if mode != "RGBA" else (0, 0, 0, 0))
    pen, font = ImageDraw.Draw(large), ImageFont.load_default(side / 22)
    for place in range(8):
        x, y = side * (0.08 + place % 2 * 0.48), side * (0.05 + place // 2 * 0.24)
        box = (x, y, x + side * 0.36, y + side * 0.14)
        pen.rounded_rectangle(box, side / 50, "#f3e9da", "#b5a88f", 2)
        pen.text((x + side / 45, y + side / 30), WORDS[place], INK[place % 4], font)
        pen.line((x, y, x - side / 30, y + side * 0.2), INK[place % 4], side // 180)
    return large


def a_photograph(size=(600, 400)):
    """Return soft light of many scales with some noise."""
    whole = Image.new("L", size, 120)
    for grain, share in ((4, 0.5), (16, 0.4), (90, 0.25), (900, 0.06)):
        noise = Image.effect_noise((grain, grain), 90).resize(size)
        whole = Image.blend(whole, noise, share)
    turned = whole.transpose(Image.Transpose.ROTATE_180)
    return Image.merge("RGB", (whole, Image.blend(whole, turned, 0.3), whole))


def a_screenshot():
    image = a_drawing()
    image.paste(a_photograph((150, 108)), (360, 18))
    return image


def a_gradient():
    across = Image.linear_gradient("L").resize((600, 400))
    return Image.merge(
        "RGB",
        (across, across.rotate(180), Image.radial_gradient("L").resize((600, 400))),
    )


KINDS = {
    "few-colours": lambda: saved(a_drawing().quantize(24), optimize=True),
    "drawing": lambda: saved(a_drawing(), optimize=True),
    "transparent": lambda: saved(a_drawing("RGBA"), optimize=True),
    "opaque-after-all": lambda: saved(a_drawing().convert("RGBA"), optimize=True),
    "grey": lambda: saved(a_drawing().convert("L"), optimize=True),
    "dots": lambda: saved(a_drawing().convert("1"), optimize=True),
    "screenshot": lambda: saved(a_screenshot(), optimize=True),
    "gradient": lambda: saved(a_gradient(), optimize=True),
    "slope": lambda: saved(Image.linear_gradient("L").resize((540, 540))),
    "exact-webp": lambda: saved(a_drawing(), "WEBP", lossless=True),
    "icon": lambda: saved(a_drawing("RGBA", 48)),
    "photo-png": lambda: saved(a_photograph()),
    "photo-soft": lambda: saved(a_photograph((200, 134)).resize((800, 536))),
    "photo-palette": lambda: saved(a_photograph().quantize(256)),
    "photo-grey": lambda: saved(a_photograph().convert("L")),
    "photo-webp": lambda: saved(a_photograph(), "WEBP", quality=85),
    "photo-cmyk": lambda: saved(a_photograph().convert("CMYK"), "JPEG", quality=90),
    "photo-poor": lambda: saved(a_photograph((900, 600)), "JPEG", quality=12),
    "wide-lines": lambda: saved(a_drawing(side=1200).quantize(4), optimize=True),
}
#: Small ones, so that the tests are quick.
SIZES = {"widths": [160, 270, 400, 540], "fallback_width": 400}
SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@pytest.fixture(name="make")
def _make(tmp_path):
    """Make all files of one picture, and return it and them."""

    def make(data, place="a", **settings):
        suffix = SUFFIXES[Image.open(BytesIO(data)).format]
        file = tmp_path / place / f"content/p.{suffix}"
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        given = (
            file.parent,
            file.parents[1],
            "https://s.org",
            parse_settings(SIZES | settings),
        )
        images = ImageCache(*given)
        picture = images.picture(file)
        images.publish(file.parents[1])
        return picture, sorted((file.parents[1] / "images/made").iterdir())

    return make


def likeness(made, wanted):
    """Return the mean structural similarity of two pictures, as they are on paper.

    Wang et al. 2004, by windows of 8 pixels that overlap by half.
    """
    on_paper = []
    for one in (made, wanted):
        paper = Image.new("RGBA", one.size, "#fbf7ef")
        paper.alpha_composite(one.convert("RGBA"))
        on_paper.append(paper.convert("L").convert("F"))
    values = []
    for left, top in ((0, 0), (4, 0), (0, 4), (4, 4)):
        x, y = (
            one.crop((left, top, one.width // 8 * 8, one.height // 8 * 8))
            for one in on_paper
        )
        products = [
            ImageMath.lambda_eval(lambda of: of["p"] * of["q"], p=p, q=q).reduce(8)
            for p, q in ((x, x), (y, y), (x, y))
        ]
        of = dict(zip("xyabc", [x.reduce(8), y.reduce(8), *products], strict=True))
        flat = {
            name: memoryview(one.tobytes()).cast("f").tolist()
            for name, one in of.items()
        }
        for mx, my, xx, yy, xy in zip(*flat.values(), strict=True):
            light = (2 * mx * my + 6.5) / (mx * mx + my * my + 6.5)
            shape = 2 * (xy - mx * my) + 58.5
            values.append(light * shape / (xx - mx * mx + yy - my * my + 58.5))
    return sum(values) / len(values)


def as_seen(data, size):
    """Return what a made file of a size shall look like."""
    image = Image.open(BytesIO(data))
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return plain.resize(size, Image.Resampling.LANCZOS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_file_is_light_and_looks_like_its_picture(make, kind):
    """None is heavier than a wider one of its format, nor than the original."""
    data = KINDS[kind]()
    picture, files = make(data)
    offers = [int(one.rstrip("w,")) for one in picture.srcset.split()[1::2]]
    weights = {}
    for file in files:
        with Image.open(file) as made:
            wanted = as_seen(data, made.size)
            bar = 0.9 if kind.startswith("photo") else 0.97
            assert likeness(made, wanted) > bar, file.name
            weights[file.suffix, made.width] = file.stat().st_size

    assert offers == sorted(width for kind, width in weights if kind == ".webp")
    for (suffix, width), weight in weights.items():
        wider = [
            n for (kind, at), n in weights.items() if kind == suffix and at > width
        ]
        assert weight <= min([*wider, len(data)]), (suffix, width)
    if picture.url:
        assert picture.url.endswith((".jpg", ".png"))
        with Image.open(files[0].parent / picture.url.rpartition("/")[2]) as told:
            assert told.size == (picture.width, picture.height)
            assert told.width <= SIZES["fallback_width"]


def test_a_soft_photograph_is_made_with_loss_though_its_png_is_light(make):
    """By its bytes it counts as a drawing; exact, it would weigh four times as much."""
    data = KINDS["photo-soft"]()
    original = Image.open(BytesIO(data))
    assert len(data) < 800 * 536
    _, files = make(data, widths=[800])
    (offered,) = (one for one in files if one.suffix == ".webp")

    assert offered.stat().st_size < len(saved(original, "WEBP", lossless=True)) / 2
    with Image.open(offered) as made:
        assert likeness(made, as_seen(data, made.size)) > 0.97


def test_a_slope_is_exact_where_that_is_lighter_than_with_loss(make):
    """Both are tried: in a gradient what was lost would be paid for."""
    across = Image.linear_gradient("L").resize((540, 540))
    both = Image.merge("RGB", (across, across.rotate(90), across))
    exact = len(saved(both, "WEBP", lossless=True, quality=80, method=4))
    _, files = make(saved(both), widths=[540])
    (offered,) = (one for one in files if one.suffix == ".webp")

    assert offered.stat().st_size <= exact


def test_a_drawing_of_few_colours_keeps_each_pixel_in_its_own_width(make):
    """Its narrower files have few colours too; the fallback is no true-colour file."""
    data = KINDS["few-colours"]()
    original = Image.open(BytesIO(data)).convert("RGB")
    _, files = make(data, fallback_width=540)
    modes = {}
    for file in files:
        with Image.open(file) as made:
            modes[file.suffix, made.width] = made.mode
            plain = made.convert("RGB")
        assert len(plain.getcolors(256) or []) > 1
        assert plain.size != original.size or plain.tobytes() == original.tobytes()
    assert modes.keys() > {(".webp", 540), (".png", 540)}
    assert modes[".png", 540] == "P"


def test_a_transparent_drawing_stays_transparent_with_a_palette(make):
    """In its fallback too, which had four bytes a pixel."""
    _, files = make(KINDS["transparent"]())
    (fallback,) = (file for file in files if file.suffix == ".png")
    with Image.open(fallback) as made:
        assert made.mode == "P"
        alpha = made.convert("RGBA").getchannel("A")
    assert alpha.getextrema() == (0, 255)


def test_what_is_made_is_the_same_each_time(make):
    """So that two machines publish the same bytes at the same addresses."""
    data = KINDS["screenshot"]()
    _, first = make(data, "a")
    _, second = make(data, "b")
    assert [(p.name, p.read_bytes()) for p in first] == [
        (p.name, p.read_bytes()) for p in second
    ]


def test_what_an_earlier_version_has_made_of_a_drawing_is_not_served(make, tmp_path):
    """It lies in caches under the keys of that version's way."""
    data = KINDS["drawing"]()
    digest, cache = hashlib.sha256(data).hexdigest(), tmp_path / "a/.cache/images"
    cache.mkdir(parents=True)
    for width, suffix in ((160, "webp"), (270, "webp"), (540, "webp"), (400, "png")):
        for way in "123":
            words = f"{way} {digest} {width} {suffix} 80"
            key = hashlib.sha256(words.encode()).hexdigest()
            (cache / f"{key}.{suffix}").write_bytes(b"old")
    _, files = make(data)
    assert files
    assert all(file.read_bytes() != b"old" for file in files)


def in_worse_colours(image):
    return image.convert("YCbCr").convert("RGB").quantize(6).convert("RGB")


SPOILT = {
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(2)),
    "another-shade": lambda image: image.point(lambda level: level * 0.95),
    "few-colours": in_worse_colours,
    "poor": lambda image: Image.open(BytesIO(saved(image, "JPEG", quality=30))),
    "a-part-gone": lambda image: (image.paste("#fffdf8", (43, 27, 75, 60)), image)[1],
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_picture_that_is_seen_to_be_worse_is_below_the_bar(spoil):
    """The bar stops each kind of fault: soft letters, other shades, a lost detail."""
    image = a_drawing()
    assert looks_like(image.copy(), image)
    assert not looks_like(SPOILT[spoil](image.copy()), image)
