"""The corpus that builds are measured with."""

from __future__ import annotations

import json
import re

from benchmarks.corpus import (
    count_works,
    make_post,
    make_work,
    print_library,
    write_corpus,
)


def tree(folder):
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_corpus_is_the_same_on_every_machine(tmp_path):
    """The posts of a small one are the first of a large one."""
    write_corpus(tmp_path / "small", 16)
    write_corpus(tmp_path / "again", 16)
    write_corpus(tmp_path / "large", 40)
    small, large = tree(tmp_path / "small"), tree(tmp_path / "large")
    assert small == tree(tmp_path / "again")
    assert len(small) == 16 + 3
    assert all(large[name] == text for name, text in small.items())


def test_the_library_grows_with_the_posts():
    """A blog of many posts has many sources, and its posts cite those that it has."""
    assert [count_works(posts) for posts in (1, 100, 1000)] == [240, 450, 4500]
    marks = sum(make_post(n).count("[@") for n in range(100))
    assert marks == 450
    assert {make_work(n)["id"] for n in range(4500)} >= set(
        re.findall(r"\[@(\w+)\]", "".join(make_post(n) for n in range(999)))
    )


def test_a_post_of_the_corpus_is_like_a_post():
    """700 to 900 words in six sections, with tables, lists, links and citations."""
    for n in (1, 17, 999, 9999):
        text = make_post(n)
        header, body = text.removeprefix("---\n").split("\n---\n", 1)
        assert 700 <= len(body.split()) <= 900
        assert body.count("\n## ") == 6
        assert "|---|" in body
        assert "\n- " in body
        assert "]({filename}/posts/post-" in body
        works = {make_work(work)["id"] for work in range(count_works(n + 1))}
        cited = re.findall(r"\[@(\w+)\]", body)
        assert len(cited) == 5
        assert set(cited) <= works
        assert f"series_index: {n % 8 + 1}\n" in f"{header}\n"


def test_a_library_is_json_as_authors_keep_it():
    """It is printed work by work, and looks as if it were not."""
    works = [make_work(n) for n in range(3)]
    text = print_library(iter(works))
    assert text == f"{json.dumps(works, indent=1, ensure_ascii=False)}\n"


def test_our_plugins_find_nothing_wrong_with_it(site, tmp_path):
    """A build that warned would be measured with its warnings."""
    write_corpus(tmp_path / "corpus", 24)
    files = {name: text.decode() for name, text in tree(tmp_path / "corpus").items()}
    built = site(files, PLUGINS=["plugins.front_matter", "plugins.series"])
    assert built.names() == []
    assert built.has("series/series-0000/index.html")
