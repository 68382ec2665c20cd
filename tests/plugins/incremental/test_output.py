"""Pages that several processes make: the same bytes and words as from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugins.incremental.fresh_builds import (
    Built,
    build,
    copy_inputs,
    differences,
    read_tree,
)
from tests.plugins.incremental.small_site import SmallSite, a_post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: What a build has said, how it ended, and its output.
Result = tuple[tuple[str, ...], Built, dict[str, bytes]]
ARTICLE = "theme/templates/article.html"
#: A plugin whose pages report a problem, raise or kill their process.
ACTS = """
import logging, os, signal
from pelican import signals
FIRST = os.getpid()
BEGUN, TOLD = os.pipe()
def raise_one(name):
    raise ValueError(os.path.basename(name))
def warn(name):
    logging.getLogger("acts").warning("A word about %s", os.path.basename(name))
def warn_all(name):
    logging.getLogger("acts").warning("The same word")
def log_fault(name):
    try:
        raise ValueError(os.path.basename(name))
    except ValueError:
        logging.getLogger("acts").exception("It went wrong")
def die(name):
    if os.getpid() == FIRST:
        os.read(BEGUN, 1)
    else:
        os.write(TOLD, b"!" * 1000)
        os.kill(os.getpid(), signal.SIGKILL)
def act(generator):
    if hasattr(generator, "env"):
        generator.env.globals["act"] = ACT
def register():
    global FIRST
    FIRST = os.getpid()
    signals.generator_init.connect(act)
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Return a site of some dozens of posts."""
    site = SmallSite(tmp_path / "blog").make()
    for number in range(40):
        slug, date = f"post-{number}", f"2026-01-{number % 28 + 1:02}"
        tags = f"[mood, tag-{number % 7}]"
        more = "More [@model2020] and [one]({filename}sleep-one.md)."
        site.posts[slug] = a_post(slug, date, more, tags=tags)
    site.save()
    return site


@pytest.fixture
def each(site: SmallSite, tmp_path: Path) -> Callable[..., Iterator[Result]]:
    """Return what builds the site anew with one process and with several.

    Three share all that two share, and more; every promise is kept by three.
    """

    def build_each(
        *counts: int, plain: bool = False, workers: int = 6
    ) -> Iterator[Result]:
        for jobs in (1, *(counts or (3,))):
            copy = copy_inputs(site.root, tmp_path / f"jobs-{jobs}")
            built = build(copy, site.now, plain=plain, jobs=jobs)
            is_examined = not plain and built.code == 0
            assert built.workers == (jobs - 1) * (workers + is_examined)
            assert not built.left
            said = tuple(one.replace(copy.name, "COPY") for one in built.problems)
            yield said, built, read_tree(copy / "output")

    return build_each


def assert_same(found: Iterator[Result]) -> Built:
    """Compare all with the first, and return that."""
    (said, alone, tree), *others = found
    for words, built, made in others:
        assert (built.code, words) == (alone.code, said)
        assert not differences(made, tree)
        assert built.kept == alone.kept
        assert sorted(built.why.items() ^ alone.why.items()) == []
    return alone


def use(site: SmallSite, act: str, *slugs: str) -> None:
    """Let the pages of some posts act; of all, without names."""
    site.write("acts.py", ACTS + f"\nACT = {act}\n")
    site.edit("pelicanconf.py", '"own"]', '"own", "acts"]')
    asked = f"{{% if article.slug in {slugs!r} %}}" if slugs else "{% if 1 %}"
    call = f"{asked}{{{{ act(article.source_path) }}}}{{% endif %}}"
    site.edit(ARTICLE, "{{ article.own_note }}", f"{{{{ article.own_note }}}}{call}")


def test_the_number_of_processes_changes_no_byte_and_no_word(each):
    """As ``pelican`` builds; the other command's builds go on below."""
    assert assert_same(each(2, 3, plain=True)).code == 0


def test_links_from_where_a_page_stands_are_as_ever(site, each):
    """They depend on which page was written last."""
    site.changes |= {"RELATIVE_URLS": True, "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html"}
    site.save()
    assert_same(each(workers=5))  # entries whose links differ are not shared


def test_later_builds_keep_the_same_pages(site, each, tmp_path):
    """The ledger is the same, whoever has written it."""
    assert assert_same(each(2, 3)).code == 0
    site.posts["post-3"].body += "\n\nA word more."
    site.save()
    found = []
    for jobs, then in ((1, 2), (2, 1), (3, 3)):
        copy = tmp_path / f"jobs-{jobs}"
        text = site.posts["post-3"].text()
        (copy / "content/posts/post-3.md").write_text(text, "utf-8")
        built = build(copy, site.now, jobs=then)
        why = sorted(str(one).replace(copy.name, "COPY") for one in built.why.items())
        found.append((built.code, sorted(built.kept), why))
        assert built.kept
    assert found[0] == found[1] == found[2]


def test_what_pages_say_comes_in_their_order(site, each):
    """And what many of them say is told once, as ever."""
    use(site, "warn")
    said = assert_same(each()).problems
    assert sum("A word about" in one for one in said) > 40


def test_what_all_pages_say_is_told_once(site, each):
    """As ever, of the first of them; some ledgers know of more pages that tell it."""
    use(site, "warn_all")
    (said, _, tree), *others = each()
    assert sum("The same word" in one for one in said) == 1
    for words, _, made in others:
        assert (words, made) == (said, tree)


def test_a_picture_that_pages_ask_for_and_that_is_none_is_reported(site, each):
    """A problem of ours, found while pages are made."""
    whole = (site.root / "content/images/square.png").read_bytes()
    site.write("content/images/none.png", whole[:40])
    call = '{{ picture_of("images/none.png") }}'
    site.edit(ARTICLE, "{{ article.own_note }}", call)
    alone = assert_same(each())
    assert alone.code == 1
    assert any("image-unreadable" in one for one in alone.problems)


def test_a_picture_that_pages_ask_for_is_published(site, each):
    """Whoever has made it."""
    site.paint("asked", "teal")
    call = '{{ picture_of("images/asked.png").url }}'
    site.edit(ARTICLE, "{{ article.own_note }}", call)
    assert assert_same(each()).code == 0


@pytest.mark.parametrize("act", ["raise_one", "log_fault"])
def test_a_page_that_raises_ends_the_build_as_ever(site, each, act):
    """Of two that do, the first is told, with its traceback."""
    use(site, act, "post-7", "post-8")
    (_, alone, _), *others = each()
    words = alone.problems[0].splitlines()[-2:]
    assert "ValueError: post-" in "".join(words)
    for _, built, _ in others:
        assert built.problems[0].splitlines()[-2:] == words


def test_two_pages_of_one_name_are_refused_as_ever(site, each):
    """While they are planned."""
    site.posts["post-5"].header["save_as"] = "tag/mood.html"
    site.changes |= {"TAG_SAVE_AS": "tag/{slug}.html"}
    site.save()
    copies = []
    for jobs in (1, 2):
        copy = copy_inputs(site.root, site.root.parent / f"one-{jobs}")
        copies.append(build(copy, site.now, jobs=jobs))
    assert copies[0].code == copies[1].code == 1
    assert copies[0].problems == copies[1].problems


def test_a_worker_that_is_killed_is_told_with_its_page(site):
    """The build fails as any other, and the output is as it was."""
    assert build(site.root, site.now).code == 0
    before = read_tree(site.output)
    use(site, "die")
    built = build(site.root, site.now, jobs=2)
    assert built.code == 1
    assert not built.left
    (told,) = [one for one in built.problems if "worker-ended" in one]
    assert "SIGKILL" in told
    assert "content/posts/" in told
    assert read_tree(site.output) == before


def test_a_plugin_that_wants_each_page_at_once_gets_it(site):
    """It may look at its file before the next is made."""
    heard = "signals.content_written.connect(hear)"
    site.edit("own.py", "def register():", f"def register():\n    {heard}")
    hear = "def hear(path, context):\n    assert open(path).read()\n"
    site.edit("own.py", "def register():", f"{hear}def register():")
    built = build(site.root, site.now, plain=True, jobs=2)
    assert (built.code, built.workers) == (0, 5)  # which work on texts, entries, cards


def test_what_is_wrong_in_texts_is_told_as_ever(site, each):
    """Texts are checked by several processes too."""
    for number in range(0, 40, 3):
        site.posts[f"post-{number}"].body += f"\n\n[x](/gone-{number}/) and “this.\n"
    site.save()
    said = assert_same(each(workers=3)).problems
    assert sum("/gone-" in one for one in said) == 14
