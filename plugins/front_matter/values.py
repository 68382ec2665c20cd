"""The values of a header that have a form: dates, status, language, reviews."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..places import explain_old, read_asked
from ..problem import Level, Problem, did_you_mean, find_nearest, join_words, suggest
from ..source.dates import DateFault, find_zone, nearest_zone, parse_date
from ..source.reviews import read_correction
from ..source.values import as_lines, as_text, part_number
from .schema import KINDS, LANGUAGES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from .post import Post, Rules

LANG = re.compile(r"(?P<code>[a-z]{2,3})(?:-[a-zA-Z0-9]{2,8})*")
STATUS_WORDS = {
    "public": "published",
    "publish": "published",
    "live": "published",
    "private": "hidden",
    "unlisted": "hidden",
    "retracted": "withdrawn",
    "unpublished": "draft",
    "wip": "draft",
    "skipped": "skip",
}


def check_values(post: Post, rules: Rules) -> Iterator[Problem]:
    """Yield what is wrong with the values of known keys."""
    for check in (
        _dates,
        _status,
        _zone,
        _lang,
        _template,
        _choices,
        _summary,
        _review,
        _image,
        _corrections,
        _aliases,
    ):
        yield from check(post, rules)


def written(post: Post, key: str) -> str:
    """Return what stands after a key, as one line; empty where it is absent."""
    return as_text(post.header.values.get(key, ""))


def _dates(post: Post, rules: Rules) -> Iterator[Problem]:
    moments = {}
    for key in ("date", "modified", "reviewed", "review_due"):
        text = written(post, key)
        if not text:
            continue
        read = parse_date if KINDS[key] == "day" else rules.read_date
        moment = read(text)
        word = key.replace("_", " ").capitalize()
        if isinstance(moment, DateFault):
            what = f"{word} “{text}” {moment.what}"
            yield post.problem(key, what, moment.remedy, moment.name)
        elif KINDS[key] == "day" and not moment.is_day:
            what = f"{word} “{text}” has a time of day."
            remedy = f"Write the day alone: {moment.at:%Y-%m-%d}."
            yield post.problem(key, what, remedy, "date-format")
        else:
            moments[key] = moment
    if "date" in moments and "modified" in moments:
        first, then = moments["date"], moments["modified"]
        if first.is_day or then.is_day:
            is_wrong = then.at.date() < first.at.date()
        else:
            is_wrong = then.placed(rules.own.zone) < first.placed(rules.own.zone)
        if is_wrong:
            what = (
                f"“modified” ({written(post, 'modified')}) is before “date”"
                f" ({written(post, 'date')})."
            )
            remedy = "Correct the one that is wrong, or remove “modified”."
            yield post.problem("modified", what, remedy, "date-order")


def _status(post: Post, _rules: Rules) -> Iterator[Problem]:
    text = written(post, "status")
    reason = written(post, "withdrawn_because")
    if text and text.lower() not in STATUSES:
        near = STATUS_WORDS.get(text.lower().strip("“”\"'"), "")
        remedy = suggest(near or find_nearest(text.lower(), STATUSES))
        remedy = remedy or f"Write {join_words(STATUSES).replace(' and ', ' or ')}."
        what = f"Status “{text}” is not known."
        yield post.problem("status", what, remedy, "status-unknown")
    elif text.lower() == "withdrawn" and not reason:
        what = "The post is withdrawn, but its readers are not told why."
        remedy = "Add “withdrawn_because: …” with the reason."
        yield post.problem("status", what, remedy, "withdrawn-reason")
    elif reason and text.lower() != "withdrawn":
        what = "There is a reason for withdrawing the post, but it is not withdrawn."
        remedy = "Add “status: withdrawn”, or remove “withdrawn_because”."
        yield post.problem("withdrawn_because", what, remedy, "withdrawn-reason")


def _zone(post: Post, _rules: Rules) -> Iterator[Problem]:
    text = written(post, "timezone")
    if text and not find_zone(text):
        what = f"Time zone “{text}” is not known."
        remedy = nearest_zone(text) or "Write a name such as America/Los_Angeles."
        yield post.problem("timezone", what, remedy, "timezone-unknown")


def _lang(post: Post, _rules: Rules) -> Iterator[Problem]:
    text = written(post, "lang")
    found = LANG.fullmatch(text)
    if not text or (found and found["code"] in LANGUAGES):
        return
    plain = text.lower().replace("_", "-")
    code = plain.split("-")[0]
    what = f"Language “{text}” is not a language code."
    if code in LANGUAGES:
        region = plain.removeprefix(code)
        remedy = f"Write “{code}{region.upper() if len(region) == 3 else region}”."
    else:
        remedy = "Write two small letters, such as en for English or es for Spanish."
    yield post.problem("lang", what, remedy, "lang-unknown")


def _template(post: Post, rules: Rules) -> Iterator[Problem]:
    text = written(post, "template")
    is_there = any(text + ending in rules.templates for ending in rules.endings)
    if not text or not rules.templates or is_there:
        return
    names = {n.removesuffix(e) for n in rules.templates for e in rules.endings}
    what = f"The theme has no template “{text}”."
    bare = next((text.removesuffix(e) for e in rules.endings if text.endswith(e)), "")
    remedy = suggest(bare if bare in names else find_nearest(text, names))
    remedy = remedy or "Remove the line to use the usual one."
    yield post.problem("template", what, remedy, "template-missing")


def _choices(post: Post, rules: Rules) -> Iterator[Problem]:
    text = written(post, "translation")
    if text and text.lower() not in ("true", "false"):
        what = f"“translation” cannot be “{text}”."
        yield post.problem("translation", what, "Write true or false.", "value-shape")
    index = written(post, "series_index")
    if index and not rules.has_series and part_number(index) is None:
        what = f"“series_index” cannot be “{index}”."
        remedy = "Write the part's number: 1, 2, 3."
        yield post.problem("series_index", what, remedy, "number-due")
    for key in ("series_index", "series_title"):
        if written(post, key) and "series" not in post.header.values:
            what = f"There is a “{key}”, but the post is in no series."
            remedy = f"Add “series: …” with its name, or remove “{key}”."
            yield post.problem(key, what, remedy, "series-missing")
            break


def _summary(post: Post, rules: Rules) -> Iterator[Problem]:
    text = written(post, "summary")
    least, most = rules.own.summary_length
    if not text or least <= len(text) <= most:
        return
    level = Level.NOTICE if post.is_draft else Level.ERROR
    what = f"The summary has {len(text)} character{'s' * (len(text) != 1)}."
    remedy = f"Write {least} to {most}: lists, feeds and search engines show it whole."
    yield post.problem("summary", what, remedy, "summary-length", level)


def _review(post: Post, rules: Rules) -> Iterator[Problem]:
    name, day = written(post, "reviewed_by"), written(post, "reviewed")
    if name and not day:
        what = f"The post names its reviewer, “{name}”, but no day of the review."
        remedy = "Add “reviewed: 2026-03-14” with the day of the review."
        yield post.problem("reviewed_by", what, remedy, "review-incomplete")
    if day and not name:
        what = f"The post names the day of its review, {day}, but no reviewer."
        remedy = "Add “reviewed_by: …” with the reviewer's name, or remove the line."
        yield post.problem("reviewed", what, remedy, "review-incomplete")
    if name and rules.own.strict and name not in rules.own.people:
        what = f"“{name}” is not among PEOPLE in pelicanconf.py."
        remedy = did_you_mean(name, rules.own.people)
        remedy = remedy or "Add the person there, with credentials and role."
        level = Level.ERROR if rules.own.people else Level.WARNING
        yield post.problem("reviewed_by", what, remedy, "reviewer-unknown", level)
    reviewed, due = post.record.reviewed, post.record.review_due
    if reviewed and reviewed > rules.days["today"]:
        what = f"The review of {reviewed} is still to come."
        remedy = "Write the day on which the post was reviewed."
        yield post.problem("reviewed", what, remedy, "review-future")
    if reviewed and due and due <= reviewed:
        what = f"The next review is due on {due}, not after the last one, {reviewed}."
        remedy = "Correct the one that is wrong."
        yield post.problem("review_due", what, remedy, "review-order")
    elif due and due <= rules.days["today"]:
        what = f"A review of this {post.kind} was due on {due}."
        remedy = "Ask for it, then set “reviewed” and “review_due” anew."
        yield post.problem("review_due", what, remedy, "review-due", Level.NOTICE)


def _image(post: Post, rules: Rules) -> Iterator[Problem]:
    path, shown = written(post, "image"), written(post, "image_alt")
    if path and not rules.own.strict and _is_found(path, rules.files):
        return
    if path and not shown and rules.own.strict:
        what = f"The picture “{path}” has no description."
        remedy = "Add “image_alt: …” for readers who cannot see it."
        yield post.problem("image", what, remedy, "picture-alt")
    if shown and not path:
        what = "A picture is described, but there is none."
        remedy = "Add “image: images/…”, or remove “image_alt”."
        yield post.problem("image_alt", what, remedy, "picture-missing")
    if path and path not in rules.files:
        what = f"The picture “{path}” is not there."
        plain = path.removeprefix("{static}").removeprefix("/")
        if plain in rules.files:
            remedy = f"Write “image: {plain}”."
        else:
            pictures = [file for file in rules.files if file.startswith("images/")]
            remedy = did_you_mean(plain, pictures)
            remedy = remedy or "Put the file into images/, and write its path."
        yield post.problem("image", what, remedy, "picture-missing")


def _is_found(path: str, files: AbstractSet[str]) -> bool:
    """Return whether a picture is there in one of the ways that themes understand."""
    plain = re.sub(r"^\{\w+\}", "", path).lstrip("/")
    is_elsewhere = re.match(r"(?:[a-z]+:|//)", path)
    return bool(is_elsewhere) or any(f"/{name}".endswith(f"/{plain}") for name in files)


def _corrections(post: Post, rules: Rules) -> Iterator[Problem]:
    lines = as_lines(post.header.values.get("corrections", ""))
    for number, text in enumerate(lines):
        correction = read_correction(text)
        if correction.date is None:
            what = f"The correction “{text}” does not begin with a day."
            remedy = "Write it as “2026-03-14: what was corrected”."
        elif correction.date > rules.days["today"]:
            what = f"The correction of {correction.date} is still to come."
            remedy = "Write the day on which the text was corrected."
        else:
            continue
        name = "correction-format"
        yield post.problem("corrections", what, remedy, name, item=number)


def _aliases(post: Post, rules: Rules) -> Iterator[Problem]:
    for number, text in enumerate(post.record.aliases):
        if "/" not in text and not rules.own.strict:
            continue  # another name of a note, as in Obsidian
        if read_asked(text) is None:
            what, remedy = explain_old(text)
            yield post.problem("aliases", what, remedy, "alias-format", item=number)
