"""``invoke rename``: another slug, with all that hangs on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ...front_matter.addresses import find_reserved, find_slug_fault
from ...front_matter.schema import RESERVED
from ...problem import count, join_words
from ...site import slug_of
from ...source.header import parse_header
from ...source.header_edit import set_items, set_value
from ..commands.new import make_slug
from ..site import RefusedError, list_setting
from .find import find_piece
from .moving import (
    Renaming,
    edit,
    follow,
    rename_file,
    rename_in_series,
    with_slug,
)
from .plan import Plan
from .run import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .survey import Piece, Survey


def plan_rename(word: str, slug: str, survey: Survey) -> Wanted:
    """Plan that a post has another slug, in all its languages."""
    main = find_piece(word, survey)
    group = survey.translations(main)
    group.sort(key=lambda piece: piece is not main)
    for piece in group:
        survey.refuse_unread(piece)
    refuse_slug(slug, group, survey)
    renamings = [_rename(piece, slug, survey) for piece in group]
    _refuse_old_addresses(renamings, group, survey)
    plan = Plan(survey.texts)
    for one in renamings:
        plan = plan.with_text(one.piece.path, _change_header(one, slug, survey))
    plan = rename_in_series(plan, survey, main.slug, slug)
    plan = follow(plan, survey, renamings)
    for one in renamings:
        plan = plan.with_note(_note(one))
    for place in find_mentions(main, survey):
        plan = plan.with_note(
            f"{place} names “{main.slug}”. See whether it must follow."
        )
    question = f"Rename “{main.slug}” to “{slug}”?"
    return Wanted(plan, question)


def refuse_slug(slug: str, group: list[Piece], survey: Survey) -> None:
    """Refuse a slug that cannot be an address, that a page needs, or that is taken."""
    settings, main = survey.settings, group[0]
    reserved = set[str]()
    if survey.is_strict:
        reserved = {*RESERVED, *list_setting(settings, "DIRECT_TEMPLATES")}
    unicode_slugs = bool(settings.get("SLUGIFY_USE_UNICODE"))
    fault = find_slug_fault(
        slug, make_slug(slug), strict=True, unicode_slugs=unicode_slugs
    ) or find_reserved(slug, reserved)
    if fault:
        raise RefusedError(f"{fault.what} {fault.remedy}")
    if slug == main.slug:
        raise RefusedError(f"{main.path} has the slug “{slug}” already.")
    other = next(
        (p for p in survey.pieces if p.slug == slug and p.kind == main.kind), None
    )
    if other:
        message = f"The slug “{slug}” is that of {other.path}."
        raise RefusedError(f"{message} Choose another, or rename that one first.")


def _refuse_old_addresses(
    renamings: list[Renaming], group: list[Piece], survey: Survey
) -> None:
    """Refuse an address that is an old one of another post."""
    new = {_bare(one.address) for one in renamings}
    for piece in survey.pieces:
        for alias in piece.aliases if piece not in group else ():
            if "/" in alias and _bare(alias) in new:
                message = f"“{alias}” is an old address of {piece.path}."
                remedy = "Choose another slug, or take it out of the aliases there."
                raise RefusedError(f"{message} {remedy}")


def _rename(piece: Piece, slug: str, survey: Survey) -> Renaming:
    path, files = rename_file(
        piece, survey, lambda name: with_slug(name, piece.slug, slug)
    )
    whole = str(survey.site.root / path)
    address = piece.address_as(slug=slug, source_path=whole) if piece.content else ""
    return Renaming(piece, path, address, files)


def _change_header(one: Renaming, slug: str, survey: Survey) -> str:
    """Return the post's text with slug, old addresses and the id that feeds know."""
    piece, text = one.piece, one.piece.text
    is_given = slug_of(one.path, piece.header, survey.settings) == slug
    if "slug" in piece.header.values or not is_given:
        text = edit(piece.path, set_value, text, "slug", slug)
    own = _bare(one.address)
    aliases = [old for old in piece.aliases if _bare(old) != own or "/" not in old]
    is_known = _bare(piece.address) in {*map(_bare, aliases), own}
    if piece.was_public and piece.address and not is_known:
        aliases.append(piece.address)
    if aliases != piece.aliases:
        text = edit(piece.path, set_items, text, "aliases", aliases)
    return with_id(piece, text, survey)


def with_id(piece: Piece, text: str, survey: Survey) -> str:
    """Return a post's text with the id that feeds know, which would change else."""
    uid = survey.id_of(piece)
    if not uid or "uid" in parse_header(text).values:
        return text
    return edit(piece.path, set_value, text, "uid", uid)


def find_mentions(piece: Piece, survey: Survey) -> Iterator[str]:
    """Yield where settings and templates of the site name a slug or an address."""
    settings, root = survey.settings, survey.site.root
    folders = [str(settings.get("THEME")), *survey.listed("THEME_TEMPLATES_OVERRIDES")]
    files = [file for one in folders for file in sorted(Path(one).rglob("*.html"))]
    names = {piece.slug, *filter(None, [piece.address.strip("/")])}
    pattern = re.compile(rf"""["'/](?:{"|".join(map(re.escape, names))})/?["'#?]""")
    for file in (survey.site.conf, *files):
        text = file.read_text("utf-8", "replace") if file.is_relative_to(root) else ""
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{survey.site.relative(file)}:{number}"


def _bare(address: str) -> str:
    """Return what addresses have in common that lead to one page."""
    return address.removesuffix("index.html").strip("/")


def _note(one: Renaming) -> str:
    piece = one.piece
    moved = {*one.files.values()} - {one.path}
    parts = [f"{piece.path} is {one.path} now"] if one.path != piece.path else []
    parts += [f"{count(len(moved), 'file')} beside it went along"] if moved else []
    if one.address and one.address != piece.address:
        keeps = "; its old address is kept in “aliases”" if piece.was_public else ""
        parts.append(f"its address is {one.address}{keeps}")
    elif piece.address:
        parts.append(f"its address is still {piece.address}")
    return f"{join_words(parts)}." if parts else ""
