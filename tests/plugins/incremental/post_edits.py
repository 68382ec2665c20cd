"""Edits of posts, of series and of the library."""

from __future__ import annotations

from plugins.references.checking.notices import Notice
from plugins.references.checking.results import (
    CheckResult,
    CheckResults,
    format_checked,
)
from plugins.references.library.reference import Name
from plugins.references.lookup.deposit import Deposit
from tests.plugins.incremental.editing import edit, name_of, other, pick
from tests.plugins.incremental.small_site import SUMMARY, WORKS, Post, SmallSite, a_post

TAGS = ("[sleep]", "[mood, new]", "[dose, alone]", "[]", "[sleep, mood, dose]")
COLOURS = ("red", "green", "blue", "white", "black")
BODIES = (
    "Plain words {n}.",
    "Cites [@model2020] and @example2021.",
    "Cites [@fiction2022, pp. 3-4; @sample2019] twice [@sample2019].",
    "[To a heading]({{filename}}sleep-one.md#first-heading) and on.",
    "[To another]({{filename}}dose-one.md#a-new-heading), that may be missing.",
    "![A square.]({{static}}/images/square.png)",
    "![A circle.]({{attach}}/images/circle.png)",
    "[A sheet]({{attach}}../files/sheet.txt), [us]({{filename}}../pages/about.md).",
    "## A new heading\n\nWords below it.\n\n### A third\n\nEnd.",
    "!!! warning\n    Do not stop {n}.\n",
    "[Outside](https://example.com/{n}) and [back](/blog/alone/).",
    "word " * 500,
    "| a | b |\n|---|---|\n| {n} | 2 |\n\n1. One\n2. Two[^1]\n\n[^1]: A note.",
    "If you want to die, call somebody at once.",
    "[Nowhere](/blog/nowhere/), [tag]({{tag}}mood), [who]({{author}}Ada Invented).",
    "Words that speak of /theme/css/print.css.",
)


@edit
def body(site: SmallSite, number: int) -> None:
    """Add words to a post."""
    words = BODIES[other(number, len(BODIES))].format(n=site.count)
    pick(site, number).body += f"\n\n{words}"


@edit
def shorten(site: SmallSite, number: int) -> None:
    """Write a body anew: headings and links are gone."""
    pick(site, number).body = f"Short words {site.count}."


@edit
def title(site: SmallSite, number: int) -> None:
    """Give a post another title."""
    pick(site, number).header["title"] = f"Title {site.count} & “more”"


@edit
def summary(site: SmallSite, number: int) -> None:
    """Give a post another summary."""
    pick(site, number).header["summary"] = f"{SUMMARY.format(site.count)} [@model2020]"


@edit
def date(site: SmallSite, number: int) -> None:
    """Move a post in time, perhaps into the future."""
    month, day = 1 + other(number, 7), 1 + number % 28
    pick(site, number).header["date"] = f"2026-{month:02}-{day:02}"


@edit
def tags(site: SmallSite, number: int) -> None:
    """Give a post other tags."""
    pick(site, number).header["tags"] = TAGS[other(number, len(TAGS))]


@edit
def category(site: SmallSite, number: int) -> None:
    """Move a post into another category, perhaps a new one."""
    names = ("Evidence", "Medicines", f"New {site.count}")
    pick(site, number).header["category"] = names[other(number, 3)]


@edit
def authors(site: SmallSite, number: int) -> None:
    """Give a post other authors."""
    names = ("[Ada Invented]", "[Cy Invented, Ada Invented]", "[Ben Invented]")
    pick(site, number).header["authors"] = names[other(number, 3)]


@edit
def series(site: SmallSite, number: int) -> None:
    """Take a post into a series, or out of one."""
    header = pick(site, number).header
    for key in ("series", "series_index", "series_title"):
        header.pop(key, None)
    names = ("Sleep and mood", "Doses", "A third series", "")
    if names[other(number, 4)]:
        header["series"] = names[other(number, 4)]


@edit
def place(site: SmallSite, number: int) -> None:
    """Give a part another number or short title."""
    header = pick(site, number).header
    if "series" in header:
        header["series_index"] = str(1 + other(number, 6))
        header["series_title"] = f"Short {site.count}"


@edit
def language(site: SmallSite, number: int) -> None:
    """Say that a post is in another language."""
    pick(site, number).header["lang"] = ("en", "es", "de")[other(number, 3)]


@edit
def translation(site: SmallSite, number: int) -> None:
    """Translate a post, or take its translation away."""
    name = name_of(site, number)
    if name.endswith("-es"):
        del site.posts[name]
    elif "lang" not in site.posts[name].header:
        post = site.posts[name]
        header = post.header | {"lang": "es", "title": f"Título {site.count}"}
        site.posts[f"{name}-es"] = Post(header, "Palabras.\n\n## Primera\n\nFin.")


@edit
def status(site: SmallSite, number: int) -> None:
    """Draw a post back, or bring it out."""
    header = pick(site, number).header
    header.pop("withdrawn_because", None)
    header["status"] = ("published", "draft", "hidden", "withdrawn")[other(number, 4)]
    if header["status"] == "withdrawn":
        header["withdrawn_because"] = f"Reason {site.count}."


@edit
def slug(site: SmallSite, number: int) -> None:
    """Give a post another address."""
    pick(site, number).header["slug"] = f"slug-{site.count}"


@edit
def swap_addresses(site: SmallSite, number: int) -> None:
    """Let two posts change their addresses and titles."""
    one, two = pick(site, number).header, pick(site, number + 1).header
    for key in ("slug", "title"):
        one[key], two[key] = two[key], one[key]


@edit
def review(site: SmallSite, number: int) -> None:
    """Have a post reviewed; the next review is soon."""
    day = 2 + other(number, 20)
    pick(site, number).header.update(
        reviewed_by=("Dr Example", "Ms Sample")[number % 2],
        reviewed="2026-05-20",
        review_due=f"2026-06-{day:02}",
    )


@edit
def correct(site: SmallSite, number: int) -> None:
    """Correct a post."""
    header = pick(site, number).header
    header["corrections"] = (
        f'["2026-05-{1 + other(number, 28):02}: Correction {number}."]'
    )


@edit
def modified(site: SmallSite, number: int) -> None:
    """Say when a post was changed."""
    pick(site, number).header["modified"] = f"2026-07-{1 + other(number, 28):02}"


@edit
def picture(site: SmallSite, number: int) -> None:
    """Give a post a picture of its own."""
    pick(site, number).header.update(image="images/square.png", image_alt="A square.")


@edit
def further(site: SmallSite, number: int) -> None:
    """Name works worth reading."""
    keys = sorted(site.works)
    pick(site, number).header["further_reading"] = f"[{keys[other(number, len(keys))]}]"


@edit
def rename(site: SmallSite, number: int) -> None:
    """Give a post's file another name; links to it are broken."""
    name = name_of(site, number)
    site.posts[f"renamed-{site.count}"] = site.posts.pop(name)


@edit
def delete(site: SmallSite, number: int) -> None:
    """Delete a post, if enough are left."""
    if len(site.posts) > 8:
        del site.posts[name_of(site, number)]


@edit
def new(site: SmallSite, number: int) -> None:
    """Write a new post."""
    if len(site.posts) < 18:
        words = BODIES[number % len(BODIES)].format(n=site.count)
        date_ = f"2026-0{1 + other(number, 6)}-{1 + number % 28:02}"
        post = a_post(f"new-{site.count}", date_, words, tags=TAGS[number % len(TAGS)])
        site.posts[f"new-{site.count}"] = post


@edit
def bad_header(site: SmallSite, number: int) -> None:
    """Make a mistake that ends the build."""
    pick(site, number).header["date"] = "yesterday"


@edit
def clock(site: SmallSite, number: int) -> None:
    """Let time pass, or go back."""
    days = ("2026-06-01", "2026-06-02T12:00", "2026-06-03", "2026-06-04", "2026-07-02")
    site.now = days[number % len(days)] if number % 3 else "2026-09-15T08:30"


@edit
def series_file(site: SmallSite, number: int) -> None:
    """Edit the file of the series."""
    planned = [f"Planned {one}: 2026-0{6 + one}-02" for one in range(number % 3)]
    words = f"Introduction {site.count} [@model2020]."
    site.series(("ongoing", "complete")[other(number, 2)], *planned, introduction=words)


@edit
def series_picture(site: SmallSite, number: int) -> None:
    """Give the series a picture, which its page asks for while it is rendered."""
    name = ("square", "circle")[number % 2]
    lines = f"\nimage: images/{name}.png\nimage_alt: A {name}.\nstatus:"
    if (site.root / "content/series/sleep.md").is_file():
        site.edit("content/series/sleep.md", "\nstatus:", lines)


@edit
def series_file_gone(site: SmallSite, _number: int) -> None:
    """Delete the file of the series."""
    (site.root / "content/series/sleep.md").unlink(missing_ok=True)


@edit
def work(site: SmallSite, number: int) -> None:
    """Edit a record of the library, or bring one back."""
    key = sorted(WORKS)[number % len(WORKS)]
    family, words, _, volume = WORKS[key]
    site.works[key] = (
        family,
        f"{words} {site.count}",
        2000 + other(number, 25),
        volume,
    )


@edit
def new_work(site: SmallSite, number: int) -> None:
    """Add a record that no post cites."""
    site.works[f"other{number % 4}"] = ("Other", f"Other work {site.count}", 2011, "9")


@edit
def work_gone(site: SmallSite, number: int) -> None:
    """Take a record out of the library; where it is cited, the build ends."""
    site.works.pop(sorted(site.works)[number % len(site.works)], None)


@edit
def checked(site: SmallSite, number: int) -> None:
    """Check the library: what the publishers say."""
    kinds = ("correction", "expression_of_concern", "new_version")
    day = f"2026-05-{1 + number % 28:02}"
    works = {}
    for at, key in enumerate(sorted(WORKS)):
        notice = Notice(kinds[other(number, 3)], day, "10.5555/notice", ("publisher",))
        told = (notice,) if at in (number % 5, number // 5 % 5) else ()
        family, words, year, volume = WORKS[key]
        deposit = Deposit(
            f"10.5555/{key}",
            titles=(words,),
            authors=(Name(family, "Invented"),),
            dates={"issued": (year + other(number, 2),)},
            journals=("Journal of Invented Trials",),
            volume=volume,
        )
        works[key] = CheckResult(key, f"10.5555/{key}", day, deposit, told)
    text = format_checked(CheckResults(works, complete=day), {})
    site.write("content/references/checked.json", text)
