"""A new post: its header filled in, its file named, nothing overwritten."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from unidecode import unidecode

from ...feeds.posts import mint_uid
from ...front_matter.record import FrontMatter, render
from ...post_checks.placeholder import NEW_BODY
from ...problem import did_you_mean
from ...site import now
from ...source.read import read_source
from ...source.values import as_text
from ..command_line import UNCHANGED
from ..site import RefusedError, has_plugin, list_setting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..site import Site

#: A published post in which it is left ends the build.
BODY = f"\n{NEW_BODY}\n"
LENGTH = 60  #: a slug is cut between words after this many characters


def write_post(
    site: Site,
    settings: dict[str, object],
    title: str,
    series: str,
    category: str,
    *,
    dry: bool = False,
) -> tuple[Path, list[str]]:
    """Write a draft and return its path, and hints about names that are new.

    With ``dry`` nothing is written, and the text comes before the hints.
    """
    title = " ".join(title.split())
    slug = make_slug(title)
    if not slug:
        message = f"The title “{title}” gives no file name. Use letters or numbers."
        raise RefusedError(message)
    content = Path(str(settings["PATH"]))
    folder = content / next(iter(list_setting(settings, "ARTICLE_PATHS")), "")
    files = sorted(folder.rglob("*.md")) if folder.is_dir() else []
    for file in files:
        if re.sub(r"^\d{4}-\d\d-\d\d-", "", file.stem) == slug:
            message = f"{site.relative(file)} is there already. Choose another title."
            raise RefusedError(message)
    numbers, categories = read_used_names(files, settings)
    today = now(settings).replace(hour=0, minute=0, second=0, microsecond=0)
    record = FrontMatter(
        title=title,
        date=today,
        category=category,
        status="draft",
        uid=mint_uid(),
        series=series,
        series_index=str(numbers.get(series, 0) + 1) if series else "",
    )
    # Stock Pelican does not read YAML headers: it keeps their quotes.
    form = "yaml" if has_plugin(settings, "front_matter") else "keys"
    zone = str(settings.get("TIMEZONE") or "UTC")
    header = render(record, form=form, comments=form == "yaml", zone=zone)
    path = folder / f"{today:%Y-%m-%d}-{slug}.md"
    kinds = (("series", series, numbers), ("category", category, categories))
    hints = [hint for kind in kinds if (hint := hint_at(*kind))]
    if dry:
        return path, [header + BODY, *hints, UNCHANGED]
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file_:
        file_.write(header + BODY)
    return path, hints


def make_slug(title: str) -> str:
    """Return a title as a file name: plain letters, cut between words."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", unidecode(title)).lower())
    lines = wrap(" ".join(words), LENGTH, break_long_words=False)
    return lines[0][:LENGTH].replace(" ", "-") if lines else ""


def read_used_names(
    files: Iterable[Path], settings: dict[str, object]
) -> tuple[dict[str, int], list[str]]:
    """Return the series of posts, with the highest number in each, and categories."""
    series: dict[str, int] = {}
    categories: dict[str, None] = {}
    for file in files:
        values = read_source(file, settings).header.values
        name = as_text(values.get("series", ""))
        index = str(values.get("series_index", ""))
        if name:
            number = int(index) if re.fullmatch(r"\d{1,9}", index) else 0
            series[name] = max(series.get(name, 0), number)
        if values.get("category"):
            categories.setdefault(as_text(values["category"]))
    return series, list(categories)


def hint_at(kind: str, name: str, known: Collection[str]) -> str:
    """Return a line about a name that is used for the first time, or nothing."""
    if not name or not known or name in known:
        return ""
    whole = (one for one in known if one.casefold().startswith(name.casefold()))
    begun = "".join(f"Did you mean “{one}”?" for one in [*whole][:1])
    return f"“{name}” is a new {kind}. {begun or did_you_mean(name, known)}".rstrip()
