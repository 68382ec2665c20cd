"""A machine that says no: a full disk, a lost permission, told in one line."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the machine can say at any moment; anything else is a fault in code.
WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file became larger than is allowed",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission is denied",
    errno.EPERM: "it is not permitted",
    errno.EIO: "the disk has a fault",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOENT: "it is gone; did something delete it meanwhile?",
    errno.EEXIST: "something else is there already",
    errno.ENOTEMPTY: "it is not empty",
    errno.ENOTDIR: "a file is in the way",
    errno.EISDIR: "a folder is in the way",
    errno.ENAMETOOLONG: "its name is too long for this disk",
    errno.EBUSY: "it is in use",
    errno.ETXTBSY: "it is in use",
    errno.ESTALE: "the network disk was lost",
}


#: These can be a fault in a plugin too: while Pelican runs, they show their traceback.
AMBIGUOUS = {
    *(errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR),
    *(errno.ENAMETOOLONG, errno.EBUSY, errno.ETXTBSY),
}


class InPelicanError(Exception):
    """A file operation in a plugin, a template or Pelican that cannot have worked."""


@contextmanager
def plugin_faults() -> Iterator[None]:
    """Let a programmer's mistake with files show its traceback."""
    try:
        yield
    except OSError as error:
        if error.errno in AMBIGUOUS:
            raise InPelicanError(str(error)) from error
        raise


@contextmanager
def machine_faults(doing: str, outcome: str) -> Iterator[None]:
    """Turn what the machine refuses into one line that says how the site stands."""
    try:
        yield
    except OSError as error:
        if error.errno not in WORDS:
            raise
        name = error.filename2 or error.filename
        where = f" ({name})" if name else ""
        message = f"{doing}{where}: {WORDS[error.errno]}. {outcome}"
        raise RefusedError(message) from error
