"""One question on many works, cut up until what cannot be answered stands alone."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from .web import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .web import Manner

Said = TypeVar("Said")
#: So many parts in a row without an answer, and it is not some works that hinder one:
#: up to seven bad DOIs among fifty are found before that (1 + 2 + 4 + 8 parts).
ENOUGH = 15
#: What a service says to everybody, whatever is asked.
CLOSED = {401, 403, 404, 407, 410}


class UnaskableError(ServiceError):
    """The service knows no such question for this work; asking again is no use."""


class Answers(dict[str, Said]):
    """What was answered, by DOI, and of which DOIs nothing is known, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: dict[str, ServiceError] = {}


def ask_in_parts(
    dois: Sequence[str], ask: Callable[[Sequence[str], Manner], Mapping[str, Said]]
) -> Answers[Said]:
    """Ask for all at once; where that fails for halves, quarters, … and single works.

    One work whose record breaks the service's answer would otherwise hide all others.
    Raises the ``ServiceError`` of the first question when no part was answered and it
    was not refused as wrong (400).
    """
    answers: Answers[Said] = Answers()
    parts = deque([dois] if dois else [])
    first: ServiceError | None = None
    is_answered, in_a_row = False, 0
    while parts:
        part = parts.popleft()
        manner: Manner = "again" if is_answered and len(part) == 1 else "once"
        try:
            answers.update(ask(part, manner if first else "first"))
            is_answered, in_a_row = True, 0
        except ServiceError as error:
            first = first or error
            in_a_row += 1
            if error.is_of_all or error.status in CLOSED or in_a_row == ENOUGH:
                answers.refused |= {doi: error for one in (part, *parts) for doi in one}
                break
            if len(part) == 1:
                answers.refused[part[0]] = error
            else:
                middle = len(part) // 2
                parts += (part[:middle], part[middle:])
    if first and first.status != 400 and not is_answered:
        raise first
    return answers
