"""One deploy at a time in a store that knows no locks.

Each deploy puts an object of its own and then looks for others. A store that shows at
once what was put (as S3 does since 2020) shows at least the second of two the other, so
nothing is asked of it that only some know, such as ``If-None-Match``. Both may see each
other and give way: each tries once more, after a time that is not the other's.
"""

from __future__ import annotations

import random
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from ...build.lock import parse_owner, refusal, taken_over, this_process, write_owner
from ...site import RefusedError
from ..folder import UNLOCK
from .state import JSON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...build.lock import LockOwner
    from .bucket import Bucket

FOLDER = "lock/"
PAUSES = (0.2, 1.0)  #: seconds between the two tries, at least and at most


@contextmanager
def locked(
    bucket: Bucket, print_line: Callable[[str], None], *, unlock: bool
) -> Iterator[None]:
    """Keep other deploys away for a while."""
    mine = f"{FOLDER}{uuid4().hex}"
    try:
        if _find_rival(bucket, mine, print_line, unlock=unlock):
            bucket.delete([mine])
            time.sleep(random.uniform(*PAUSES))  # noqa: S311  # nobody guesses it
            if rival := _find_rival(bucket, mine, print_line, unlock=unlock):
                where = f"{bucket.wire.target.state_place}/lock"
                raise refusal("deploy", where, rival[0], UNLOCK)
        yield
    finally:
        with suppress(RefusedError):  # what went wrong before is what matters
            bucket.delete([mine])


def _find_rival(
    bucket: Bucket, mine: str, print_line: Callable[[str], None], *, unlock: bool
) -> tuple[LockOwner | None] | None:
    """Put a lock, and return who else has one; the dead have none."""
    bucket.put(mine, write_owner(this_process()).encode(), JSON)
    for key in sorted({*bucket.list(FOLDER)} - {mine}):
        text = bucket.get(key)
        if text is None:  # just given back
            continue
        owner = parse_owner(text.decode("utf-8", "replace"))
        if owner and not owner.is_alive:
            print_line(taken_over("deploy", owner))
        elif not (unlock and (owner is None or owner.is_elsewhere)):
            return (owner,)
        bucket.delete([key])
    return None
