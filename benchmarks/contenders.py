"""Each generator with its site in a folder of its own, and how it is run."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.corpus import LIBRARY, make_rest, print_library
from benchmarks.figures import ELEVENTY, HUGO, OURS, PELICAN, Cost, Output
from benchmarks.forms import (
    about_page,
    bulletin_post,
    eleventy_post,
    hugo_post,
    pelican_post,
)
from benchmarks.install import HERE, ROOT, MissingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.blog import Blog, Edit
    from benchmarks.corpus import Post
    from benchmarks.forms import Works
    from benchmarks.install import Peers

#: What a checkout needs for a build; the rest of it stays out of a site's folder.
SITE = ("plugins", "dev", "theme", "tasks.py", "pelicanconf.py", "invoke.yaml")
#: What a child is told of this machine; anything else could change what is measured.
PASSED_ON = ("PATH", "HOME", "TMPDIR", "TZ")
#: Linux counts a peak in KiB, macOS in bytes.
PEAK_UNIT = 1024**2 if sys.platform == "darwin" else 1024
_COMPLAINT = re.compile(r"\b(error|problem|exception)", re.IGNORECASE)


@dataclass(frozen=True)
class Contender:
    """A generator and its site."""

    name: str
    folder: Path
    content: str  #: where its posts are, below the folder
    output: str
    command: tuple[str, ...]
    form: Callable[[Post, Works], tuple[str, str]]
    serve: tuple[str, ...] = ()  #: ``{port}`` is where it is to listen
    leftovers: tuple[str, ...] = ()  #: what it keeps from one build to the next

    def write(self, path: str, text: str) -> None:
        """Write a file of the site's content."""
        place = self.folder / self.content / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def write_blog(self, blog: Blog) -> None:
        """Write all posts, and the library where there is one."""
        for post in blog.all_posts():
            self.write(*self.form(post, blog.work))
        if self.name == OURS:
            self.write(LIBRARY, print_library(blog.library()))

    def write_edit(self, blog: Blog, edit: Edit) -> None:
        """Write the files that an edit changes in this form, and no other."""
        if edit.library and self.name == OURS:
            self.write(LIBRARY, print_library(blog.library()))
            return
        for post in edit.posts:
            self.write(*self.form(post, blog.work))

    def forget(self) -> None:
        """Remove what was built and what is kept from one build to the next."""
        for name in (self.output, *self.leftovers):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def build(self) -> Cost:
        """Build once and return what it took; raise MissingError if it fails."""
        return run(self.command, self.folder, self.log)

    @property
    def log(self) -> Path:
        """Where what it prints goes."""
        return self.folder.with_suffix(".log")

    def check_output(self, blog: Blog) -> None:
        """Raise MissingError if a post's page or its title is not there."""
        for post in blog.all_posts():
            page = self.folder / self.output / "blog" / post.slug / "index.html"
            if not page.is_file() or post.title not in page.read_text("utf-8"):
                raise MissingError(f"its site has no page of “{post.title}”")

    def measure_output(self) -> Output:
        """Count what stands in the output folder."""
        files = [p for p in (self.folder / self.output).rglob("*") if p.is_file()]
        return Output(len(files), sum(path.stat().st_size for path in files))


def run(command: tuple[str, ...], folder: Path, log: Path) -> Cost:
    """Run a program to its end and return what it and its children took."""
    with log.open("wb") as file:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise MissingError(f"it ended with {process.returncode}: {find_reason(log)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / PEAK_UNIT)


def own_peak() -> float:
    """Return the MiB that this process had at most: a child's peak begins with them."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNIT


def find_reason(log: Path) -> str:
    """Return the first line of a log that speaks of an error, else the last line."""
    last = "no word"
    with log.open(encoding="utf-8", errors="replace") as file:
        for line in filter(None, map(str.strip, file)):
            last = line
            if _COMPLAINT.search(line):
                break
    # A file of results has no paths of this machine.
    return last.replace(f"{ROOT}{os.sep}", "")[:200]


def clean_environment() -> dict[str, str]:
    """Return the variables that a child is started with."""
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return known | {"LC_ALL": "C.UTF-8"}


def make_bulletin(folder: Path, posts: int) -> Contender:
    """Copy this checkout's site without its posts, and add what a corpus has beside."""
    site = copy_site(folder, OURS)
    for name, text in make_rest(posts).items():
        site.write(name, text)
    return site


def copy_site(folder: Path, name: str) -> Contender:
    """Copy this checkout's site without its content."""
    skip = shutil.ignore_patterns("__pycache__")
    for one in SITE:
        if (ROOT / one).is_dir():
            shutil.copytree(ROOT / one, folder / one, ignore=skip)
        elif (ROOT / one).exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / one, folder)
    invoke = (sys.executable, "-m", "invoke")
    return Contender(
        name=name,
        folder=folder,
        content="content",
        output="output",
        command=(*invoke, "build", "--quiet"),
        form=bulletin_post,
        serve=(*invoke, "serve", "--port", "{port}"),
        leftovers=(".bulletin",),
    )


def make_pelican(folder: Path, peers: Peers) -> Contender:
    """Make a site of stock Pelican with the plugins that most blogs have."""
    if peers.python is None:
        raise MissingError(peers.missing[PELICAN])
    shutil.copytree(HERE / "theme", folder / "theme")
    shutil.copy(HERE / "stockconf.py", folder / "pelicanconf.py")
    plugins = ("series", "neighbors", "sitemap")
    names = ",".join(f'"pelican.plugins.{name}"' for name in plugins)
    more = (f"PLUGINS=[{names}]", 'PAGINATED_TEMPLATES={"index":null}')
    command = (str(peers.python), "-m", "pelican", "content", "-s", "pelicanconf.py")
    options = ("-t", "theme", "-o", "output", "--quiet", "-e", *more)
    site = Contender(
        name=PELICAN,
        folder=folder,
        content="content",
        output="output",
        command=(*command, *options),
        form=pelican_post,
    )
    site.write("pages/about.md", make_rest(0)["pages/about.md"])
    return site


def make_hugo(folder: Path, peers: Peers) -> Contender:
    """Make a site of Hugo's."""
    if peers.hugo is None:
        raise MissingError(peers.missing[HUGO])
    shutil.copytree(HERE / "hugo", folder)
    hugo = str(peers.hugo)
    listen = ("server", "--port", "{port}", "--bind", "127.0.0.1")
    kept = ("--cacheDir", str(folder / "cache"))
    site = Contender(
        name=HUGO,
        folder=folder,
        content="content",
        output="public",
        command=(hugo, *kept),
        form=hugo_post,
        serve=(hugo, *listen, *kept),
        leftovers=("cache", "resources"),
    )
    site.write("about.md", about_page({}))
    return site


def make_eleventy(folder: Path, peers: Peers) -> Contender:
    """Make a site of Eleventy's."""
    if peers.eleventy is None:
        raise MissingError(peers.missing[ELEVENTY])
    shutil.copytree(HERE / "eleventy", folder)
    modules = peers.eleventy / "node_modules"
    (folder / "node_modules").symlink_to(modules)
    program = modules / "@11ty" / "eleventy" / "cmd.cjs"
    site = Contender(
        name=ELEVENTY,
        folder=folder,
        content="content",
        output="public",
        command=("node", str(program), "--quiet"),
        form=eleventy_post,
    )
    site.write("about.md", about_page({"layout": "page.njk"}))
    return site
