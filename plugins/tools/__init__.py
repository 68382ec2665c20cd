"""What the tasks do: build, serve, new, check, cite, deploy.

A site takes the commands over in its own ``tasks.py``::

    from pelican.plugins.bulletin.tools.tasks import namespace
"""

from __future__ import annotations
