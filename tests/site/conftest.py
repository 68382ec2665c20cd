"""The repository's own blog, built once by the real command."""

from __future__ import annotations

import pytest

from tests.site.built import Blog, run_invoke


@pytest.fixture(name="blog", scope="session")
def _blog(tmp_path_factory):
    """Build the repository's own content into a folder of its own."""
    output = tmp_path_factory.mktemp("site") / "output"
    run = run_invoke("build", "--output", str(output))
    assert run.returncode == 0, run.stdout + run.stderr
    return Blog(output, run.stdout + run.stderr)
