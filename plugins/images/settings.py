"""``IMAGES`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..settings import count, counts, pattern, read_settings, text


@dataclass(frozen=True)
class ImagesSettings:
    """Which pictures are made, and how."""

    widths: tuple[int, ...] = counts(
        (480, 800, 1200, 1600),
        wanted="a list of whole numbers from 1",
        fits=lambda widths: min(widths) > 0,
    )
    quality: int = count(80, least=1, most=100)
    sizes: str = text(
        "(min-width: 42rem) 39rem, 92vw", wanted="a list of sizes as in HTML", fits=bool
    )
    fallback_width: int = count(1200, least=1, most=20000)
    original_width: int = count(2000, least=1, most=20000)
    eager_words: int = count(40, most=10**6)
    url: str = pattern(
        "images/made/{name}-{width}.{hash}.{suffix}",
        blanks=("name", "width", "hash", "suffix"),
        empty=False,
    )
    cache: str = text(".cache/images", wanted="the path of a folder", fits=bool)
    cache_megabytes: int = count(500, least=1)


def parse_settings(given: object) -> ImagesSettings:
    """Return the settings, or raise with every mistake in them."""
    own = read_settings(ImagesSettings, "IMAGES", given, "images-setting")
    return replace(own, widths=tuple(sorted(set(own.widths))))
