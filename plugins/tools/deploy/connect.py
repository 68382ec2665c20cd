"""From a target of invoke.yaml to what can be done there."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..files import refuse_os_errors
from .folder import FolderTransport
from .s3.transport import S3Transport
from .ssh import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .targets import Target
    from .transport import Transport


@contextmanager
def connect(target: Target) -> Iterator[Transport]:
    """Yield the target's transport; what the machine refuses meanwhile is one line."""
    with refuse_os_errors(
        "The target could not be used", f"See with --plan what {target} holds."
    ):
        if target.bucket:
            yield S3Transport(target)
        elif target.host:
            with connected(target) as transport:
                yield transport
        else:
            yield FolderTransport(target.path)
