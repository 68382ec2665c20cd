"""What the clock will bring to readers, as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

POST, PAGE, REVIEW = "post", "page", "review"


@dataclass(frozen=True)
class Due:
    """A post or page that comes out, or a review that falls due."""

    kind: str  #: ``POST``, ``PAGE`` or ``REVIEW``
    at: datetime  #: with an offset
    path: str  #: of its file, as problems name it
    title: str
    uid: str = ""  #: the post's own, which a renamed file keeps
