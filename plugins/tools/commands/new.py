"""A new post: its header filled in, its file named, nothing overwritten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from unidecode import unidecode

from ...feeds.posts import mint_uid
from ...front_matter.record import FrontMatter, render
from ...problem import did_you_mean
from ...site import now
from ...source.read import read_source
from ...source.values import as_text
from ..site import RefusedError, has_plugin, list_setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..site import Site

BODY = "\nWrite here what the reader learns from this post.\n"
LENGTH = 60  #: a slug is cut between words after this many characters


@dataclass(frozen=True)
class UsedNames:
    """What the posts that are there already use."""

    series: dict[str, int]  #: name -> its highest series_index
    categories: tuple[str, ...]
    files: tuple[Path, ...]


def write_post(
    site: Site, settings: dict[str, object], title: str, series: str, category: str
) -> tuple[Path, list[str]]:
    """Write a draft and return its path, and hints about names that are new."""
    title = " ".join(title.split())
    slug = make_slug(title)
    if not slug:
        message = f"The title “{title}” gives no file name. Use letters or numbers."
        raise RefusedError(message)
    content = Path(str(settings["PATH"]))
    folder = content / next(iter(list_setting(settings, "ARTICLE_PATHS")), "")
    known = read_used_names(folder, settings)
    for file in known.files:
        if re.sub(r"^\d{4}-\d\d-\d\d-", "", file.stem) == slug:
            message = f"{site.relative(file)} is there already. Choose another title."
            raise RefusedError(message)
    today = now(settings).replace(hour=0, minute=0, second=0, microsecond=0)
    record = FrontMatter(
        title=title,
        date=today,
        category=category,
        status="draft",
        uid=mint_uid(),
        series=series,
        series_index=str(known.series.get(series, 0) + 1) if series else "",
    )
    # Stock Pelican does not read YAML headers: it keeps their quotes.
    form = "yaml" if has_plugin(settings, "front_matter") else "keys"
    zone = str(settings.get("TIMEZONE") or "UTC")
    header = render(record, form=form, comments=form == "yaml", zone=zone)
    path = folder / f"{today:%Y-%m-%d}-{slug}.md"
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file_:
        file_.write(header + BODY)
    return path, list(hints(series, category, known))


def make_slug(title: str) -> str:
    """Return a title as a file name: plain letters, cut between words."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", unidecode(title)).lower())
    lines = wrap(" ".join(words), LENGTH, break_long_words=False)
    return lines[0][:LENGTH].replace(" ", "-") if lines else ""


def read_used_names(folder: Path, settings: dict[str, object]) -> UsedNames:
    """Read the series and categories of the posts in a folder."""
    series: dict[str, int] = {}
    categories: dict[str, None] = {}
    files = sorted(folder.rglob("*.md")) if folder.is_dir() else []
    for file in files:
        values = read_source(file, settings).header.values
        name = as_text(values.get("series", ""))
        index = str(values.get("series_index", ""))
        if name:
            number = int(index) if re.fullmatch(r"\d{1,9}", index) else 0
            series[name] = max(series.get(name, 0), number)
        if values.get("category"):
            categories.setdefault(as_text(values["category"]))
    return UsedNames(series, tuple(categories), tuple(files))


def hints(series: str, category: str, known: UsedNames) -> Iterable[str]:
    """Yield a line for each name that is used for the first time."""
    kinds = (("series", series, known.series), ("category", category, known.categories))
    for kind, name, names in kinds:
        if name and names and name not in names:
            meant = did_you_mean(name, names)
            yield f"“{name}” is a new {kind}. {meant}".rstrip()
