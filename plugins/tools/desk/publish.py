"""``invoke publish`` and ``invoke withdraw``: a post comes out, goes, comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...feeds.posts import mint_uid
from ...source.dates import DateFault, Moment, find_zone, parse_date
from ...source.header_edit import remove_key, set_value
from ..site import RefusedError
from .find import find_several
from .moving import DAY, Renaming, edit, follow, rename_file, with_day
from .plan import Plan
from .rename import with_id
from .run import Wanted

if TYPE_CHECKING:
    from datetime import datetime

    from .survey import Piece, Survey

#: States of a post that no reader has seen.
WAITING = ("draft", "skip", "scheduled")


@dataclass(frozen=True)
class Coming:
    """A post that is to be read, and when."""

    piece: Piece
    text: str  #: of the date, as it is to be written; empty: it stays
    at: datetime

    @property
    def day(self) -> str:
        return self.text[:10]


def plan_publish(word: str, at: str, survey: Survey) -> Wanted:
    """Plan that a post comes out now, or at a time to come; or comes back."""
    found = find_several(word, survey)
    pieces = [piece for piece in found if piece.state != "published"]
    if not pieces:
        piece = found[0]
        since = f", since {piece.day}" if piece.day else ""
        message = f"{piece.path} is published already{since}: {piece.address}."
        remedy = "To change its address: invoke rename POST NEW-SLUG"
        raise RefusedError(f"{message} {remedy}")
    for piece in pieces:
        survey.refuse_unread(piece)
    coming = [_when(piece, at, survey) for piece in pieces]
    plan, renamings = Plan(survey.texts), []
    for one in coming:
        plan = plan.with_text(one.piece.path, _publish(one, survey))
        renamings.append(_redate(one, survey))
    plan = follow(plan, survey, renamings)
    for one, renaming in zip(coming, renamings, strict=True):
        plan = plan.with_note(_say(one, renaming, survey))
    paths = frozenset(piece.path for piece in pieces)
    names = ", ".join(dict.fromkeys(piece.title for piece in pieces))
    is_later = max(one.at for one in coming) > survey.now
    when = f" at {coming[0].text}" if is_later else ""
    question = f"Publish “{names}”{when}?"
    return Wanted(plan, question, paths, max(one.at for one in coming))


def _when(piece: Piece, at: str, survey: Survey) -> Coming:
    """Return when a post comes out: its first day stays if readers have seen it."""
    if piece.state not in WAITING:
        if at:
            message = f"{piece.path} was published on {piece.day}, and that stays."
            raise RefusedError(f"{message} Leave --at out to bring it back now.")
        return Coming(piece, "", survey.now)
    zone = piece.said("timezone") or str(survey.settings.get("TIMEZONE") or "UTC")
    if not at and piece.kind == "page" and not piece.said("date"):
        return Coming(piece, "", survey.now)
    if not at:
        today = survey.now.astimezone(find_zone(zone))
        return Coming(piece, f"{today:%Y-%m-%d}", survey.now)
    moment = parse_date(at)
    if isinstance(moment, DateFault):
        raise RefusedError(f"--at “{at}” {moment.what} {moment.remedy}")
    when = moment.placed(zone)
    if when > survey.now and not survey.holds_back:
        message = "This site publishes posts at once, whatever their date."
        remedy = "Set WITH_FUTURE_DATES = False in pelicanconf.py to have them wait."
        raise RefusedError(f"{message} {remedy}")
    return Coming(piece, str(moment), when)


def _publish(one: Coming, survey: Survey) -> str:
    """Return a post's text as it is to be published."""
    piece, values = one.piece, one.piece.header.values
    path, text = piece.path, piece.text
    given = survey.settings.get("DEFAULT_METADATA") or {}
    if "status" in values or (isinstance(given, dict) and given.get("status")):
        text = edit(path, set_value, text, "status", "published")
    text = edit(path, remove_key, text, "withdrawn_because")
    if one.text and not _has_date(one, survey):
        text = edit(path, set_value, text, "date", one.text)
        changed = parse_date(piece.said("modified"))
        if isinstance(changed, Moment) and f"{changed.at:%Y-%m-%d}" < one.day:
            text = edit(path, remove_key, text, "modified")
    if not survey.has_feeds or piece.kind != "post" or "uid" in values:
        return text
    if survey.id_of(piece):
        return with_id(piece, text, survey)
    return edit(path, set_value, text, "uid", mint_uid())


def _has_date(one: Coming, survey: Survey) -> bool:
    """Return whether the file says that date already, in its header or by its name."""
    said = one.piece.said("date")
    if said:
        return said == one.text
    is_named = "(?P<date>" in str(survey.settings.get("FILENAME_METADATA"))
    return is_named and one.text == one.day and bool(DAY.match(_stem(one.piece)))


def _stem(piece: Piece) -> str:
    return piece.path.rpartition("/")[2]


def _redate(one: Coming, survey: Survey) -> Renaming:
    """Return how a post's file is called for its new day."""
    piece = one.piece
    path, files = piece.path, dict[str, str]()
    address = piece.address
    if one.text and piece.kind == "post":
        path, files = rename_file(piece, survey, lambda name: with_day(name, one.day))
        whole = str(survey.site.root / path)
        address = piece.address_as(date=one.at, source_path=whole)
    return Renaming(piece, path, address, files)


def _say(one: Coming, renaming: Renaming, survey: Survey) -> str:
    if one.at > survey.now:
        zone = find_zone(str(survey.settings.get("TIMEZONE"))) or one.at.tzinfo
        when = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
        verb = f"appears at {renaming.address} with the first build after {when}"
    elif one.piece.state in WAITING:
        verb = f"is published at {renaming.address} with the next build"
    elif one.piece.state == "hidden":
        verb = f"({renaming.address}) is in lists and feeds with the next build"
    else:
        verb = f"is back at {renaming.address} with the next build"
    return f"{renaming.path} {verb}."


def plan_withdraw(word: str, because: str, survey: Survey) -> Wanted:
    """Plan that a post leaves all lists, and its page says why it was withdrawn."""
    reason = " ".join(because.split())
    if not reason:
        message = "Readers are told why a post was withdrawn. Say it:"
        raise RefusedError(f"{message} invoke withdraw POST --because “…”")
    if not survey.has_front_matter:
        message = "Only the plugin “front_matter” knows withdrawn posts."
        raise RefusedError(f"{message} Put it into PLUGINS in pelicanconf.py.")
    found = find_several(word, survey)
    pieces = [piece for piece in found if piece.state in ("published", "hidden")]
    if not pieces:
        raise RefusedError(_why_not_withdrawn(found[0]))
    plan = Plan(survey.texts)
    for piece in pieces:
        survey.refuse_unread(piece)
        text = _withdraw(piece, reason, survey)
        plan = plan.with_text(piece.path, text)
        note = f"{piece.path} is withdrawn; {piece.address} says why."
        plan = plan.with_note(note, f"To bring it back: invoke publish {piece.slug}")
    names = ", ".join(dict.fromkeys(piece.title for piece in pieces))
    paths = frozenset(piece.path for piece in pieces)
    return Wanted(plan, f"Withdraw “{names}”?", paths)


def _withdraw(piece: Piece, reason: str, survey: Survey) -> str:
    text = edit(piece.path, set_value, piece.text, "status", "withdrawn")
    text = edit(piece.path, set_value, text, "withdrawn_because", reason)
    return with_id(piece, text, survey)


def _why_not_withdrawn(piece: Piece) -> str:
    if piece.state == "withdrawn":
        because = piece.said("withdrawn_because")
        said = f"{piece.path} is withdrawn already: {because}"
        return f"{said} To bring it back: invoke publish {piece.slug}"
    if piece.state == "scheduled":
        said = f"{piece.path} is not out before {piece.day}: nobody has read it."
        return f"{said} To keep it back, write “status: draft” in its header."
    return f"{piece.path} is no published post: nobody has read it. Delete it instead."
