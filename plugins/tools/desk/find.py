"""What an author means by POST: a path, a file's name, a slug, an address, a title."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ...problem import did_you_mean
from ...series.names import fold_name
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .survey import Piece, Survey


def find_pieces(word: str, survey: Survey) -> list[Piece]:
    """Return the post or page that a word means, or refuse it with what is near.

    A slug means all its translations, everything else one file.
    """
    for look in WAYS:
        found = look(word.strip(), survey)
        if found:
            return _one_of(word, found)
    known = [one for piece in survey.pieces for one in (piece.slug, piece.title)]
    near = did_you_mean(word, known) or (
        "Write its slug, its file’s name or a part of its title."
    )
    raise RefusedError(f"No post is called “{word}”. {near}")


def find_several(words: str, survey: Survey) -> list[Piece]:
    """Return the posts that words mean with commas between them, each once.

    Posts that link each other can only come out together. A title may have commas.
    """
    if "," in words:
        with suppress(RefusedError):
            return find_pieces(words, survey)
    found = (find_pieces(word, survey) for word in words.split(",") if word.strip())
    pieces = [piece for pieces in found for piece in pieces]
    return [one for n, one in enumerate(pieces) if one not in pieces[:n]]


def find_piece(word: str, survey: Survey) -> Piece:
    """Return the one file that a word means; of translations, the first language's."""
    return find_pieces(word, survey)[0]


def _one_of(word: str, found: Sequence[Piece]) -> list[Piece]:
    """Return what was found if it is one thing, in its languages."""
    if len({(piece.kind, piece.slug) for piece in found}) > 1:
        paths = [piece.path for piece in found]
        listed = ", ".join(paths[:4]) + (", …" if len(paths) > 4 else "")
        message = f"“{word}” can mean several: {listed}."
        raise RefusedError(f"{message} Write the path of one of them.")
    main = [piece for piece in found if not _is_translation(piece)]
    return [*main, *(piece for piece in found if piece not in main)]


def _is_translation(piece: Piece) -> bool:
    return not getattr(piece.content, "in_default_lang", True)


def _by_path(word: str, survey: Survey) -> list[Piece]:
    site = survey.site
    places = {
        Path(folder, Path(word).expanduser()).resolve()
        for folder in (site.here, site.root, str(survey.settings["PATH"]))
    }
    return [p for p in survey.pieces if (site.root / p.path).resolve() in places]


def _by_name(word: str, survey: Survey) -> list[Piece]:
    return _where(survey, lambda piece: PurePosixPath(piece.path).name == word)


def _by_slug(word: str, survey: Survey) -> list[Piece]:
    return _where(survey, lambda piece: piece.slug == word)


def _by_old_slug(word: str, survey: Survey) -> list[Piece]:
    def was_called(piece: Piece) -> bool:
        return any(PurePosixPath(old).stem == word for old in piece.aliases)

    return _where(survey, was_called)


def _by_stem(word: str, survey: Survey) -> list[Piece]:
    return _where(survey, lambda piece: PurePosixPath(piece.path).stem == word)


def _by_address(word: str, survey: Survey) -> list[Piece]:
    parts = urlsplit(word)
    path = f"/{unquote(parts.path).strip('/')}"
    asked = f"{parts.path or '/'}?{parts.query}"  # as in “/?p=12”
    if "/" not in word or (path == "/" and not parts.query):
        return []

    def is_there(piece: Piece) -> bool:
        own = (piece.address, *piece.aliases) if piece.was_public else (piece.address,)
        return any(one == asked or one.rstrip("/") == path for one in own if one)

    return _where(survey, is_there)


def _by_title(word: str, survey: Survey) -> list[Piece]:
    wanted = fold_name(word)
    same = _where(survey, lambda piece: fold_name(piece.title) == wanted)
    if same or not wanted:
        return same

    def has_it(piece: Piece) -> bool:
        return wanted in fold_name(piece.title) or wanted in piece.slug

    return _where(survey, has_it)


def _where(survey: Survey, fits: Callable[[Piece], bool]) -> list[Piece]:
    return [piece for piece in survey.pieces if fits(piece)]


#: The ways in which a word can mean a post, the surest first.
WAYS = (
    *(_by_path, _by_name, _by_slug, _by_stem, _by_old_slug),
    *(_by_address, _by_title),
)
