"""What a camera wrote is gone; what a reader sees is not."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, PngImagePlugin

from plugins.images.metadata import clean_picture

PLACE = "a place that nobody may know"


def a_picture(kind, **options):
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def an_exif():
    exif = Image.Exif()
    exif[0x010F] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def a_png_with_words():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PLACE)
    words.add_itxt("XML:com.adobe.xmp", PLACE)
    return a_picture("PNG", pnginfo=words, exif=an_exif())


def a_telephones():
    """A picture with a second one behind it, as MPO, and a film behind both."""
    second = Image.linear_gradient("L").resize((32, 24)).convert("RGB")
    exif = an_exif()
    more = {"save_all": True, "append_images": [second], "exif": exif}
    return a_picture("MPO", **more) + b"\0\0\0\x18ftypmp42" + PLACE.encode()


TOLD = {
    "telephone": a_telephones,
    "film": lambda: a_picture("JPEG", progressive=True) + PLACE.encode(),
    "jpeg": lambda: a_picture(
        "JPEG", exif=an_exif(), comment=PLACE.encode(), xmp=PLACE.encode()
    ),
    "progressive": lambda: a_picture("JPEG", exif=an_exif(), progressive=True),
    "png": a_png_with_words,
    "webp": lambda: a_picture("WEBP", exif=an_exif(), xmp=PLACE.encode()),
}


@pytest.mark.parametrize("kind", TOLD)
def test_nothing_is_told_and_no_pixel_changes(kind):
    """Place, maker, comment and XMP are gone; the picture is the same."""
    data = TOLD[kind]()
    assert PLACE.encode() in data

    cleaned = clean_picture(data)

    assert PLACE.encode() not in cleaned
    before, after = Image.open(BytesIO(data)), Image.open(BytesIO(cleaned))
    assert (
        ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox()
        is None
    )
    assert not after.getexif()
    assert getattr(after, "n_frames", 1) == 1
    assert clean_picture(cleaned) == cleaned


def test_a_colour_profile_stays():
    """Without it colours would be wrong."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    cleaned = clean_picture(a_picture("JPEG", icc_profile=profile, exif=an_exif()))

    assert Image.open(BytesIO(cleaned)).info["icc_profile"] == profile


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF"],
)
def test_what_is_no_picture_stays_as_it_is(data):
    """A broken file is nobody's to mend here."""
    assert clean_picture(data) == data


@pytest.mark.parametrize("kind", TOLD)
def test_a_file_cut_short_never_raises(kind):
    """Whatever the byte at which it ends."""
    data = TOLD[kind]()

    for end in range(0, len(data), 7):
        clean_picture(data[:end])
