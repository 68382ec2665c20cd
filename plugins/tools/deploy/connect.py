"""From a target of invoke.yaml to what can be done there."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..files import refuse_os_errors
from .branch import BranchTransport
from .folder import FolderTransport
from .s3.transport import S3Transport
from .ssh import connected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .targets import Target
    from .transport import Transport


@contextmanager
def connect(target: Target, root: Path) -> Iterator[Transport]:
    """Yield the target's transport; what the machine refuses meanwhile is one line.

    ``root`` is the site's, where what a branch elsewhere has is kept.
    """
    with refuse_os_errors(
        "The target could not be used", f"See with --plan what {target} holds."
    ):
        if target.bucket:
            yield S3Transport(target)
        elif target.host:
            with connected(target) as transport:
                yield transport
        elif target.remote:
            yield BranchTransport(target, root)
        else:
            yield FolderTransport(target.path)
