"""Pelican's own messages say file, line and what to do, and each fault is said once."""

from __future__ import annotations

import pytest

from plugins.problem import Level

POST = "Title: {}\nDate: {}\n{}\nWords.\n"
FILES = {
    "posts/one.md": POST.format("One", "2026-01-01", "Slug: s\nTranslation: true\n"),
    "posts/two.md": POST.format(
        "Two", "2026-01-01", "Slug: s\nLang: fr\nTranslation: true\n"
    ),
    "posts/here.md": POST.format("Here", "2026-01-01", "Slug: t\nLang: de\n"),
    "posts/there.md": POST.format("There", "2026-01-01", "Slug: t\nLang: de\n"),
    "posts/german.md": POST.format("Ich", "23. Dezember 2015", ""),
    "posts/undated.md": "Title: Undated\n\nWords.\n",
    "posts/twice.md": POST.format("Twice", "2026-01-01", "Slug: a\nSlug: b\n"),
    "posts/untitled.rst": "Words.\n\n:date: 2026-01-01\n",
    "posts/picture.md": POST.format("P", "2026-01-01", '\n<img src="x.png" alt="">\n'),
    "posts/alone.md": POST.format(
        "Alone", "2026-01-01", "Lang: fr\nTranslation: true\n"
    ),
    "posts/names.rst": "Names\n#####\n\n:date: 2026-01-01\n:tags: x, ?\n\nWords.\n",
    "posts/names.md": POST.format("Named", "2026-01-01", "Tags: y, !\n"),
    "posts/bare.md": POST.format("B", "2026-01-01", "\n![](y.png)\n"),
}
OWN = {
    ("posts/alone.md", 4, "Take “translation: true” out, or give both posts one slug."),
    ("posts/names.rst", 0, "Write it in words."),
    (
        "posts/one.md",
        4,
        "Take “translation: true” out of the one that was written first.",
    ),
    ("posts/german.md", 2, "Write 2015-12-23."),
    ("posts/twice.md", 3, "Keep one of them."),
    (
        "posts/here.md",
        3,
        "Give one of them another slug, or the language that it is written in.",
    ),
    (
        "posts/here.md",
        3,
        "Write “translation: true” in all but the first, or give them other slugs.",
    ),
}


def told(built):
    return {(p.path.removeprefix("content/"), p.line, p.remedy) for p in built.problems}


def test_a_message_of_pelicans_says_what_to_do(site):
    """On a site without the plugin that would say it."""
    built = site(FILES, PLUGINS=[])
    assert told(built) >= OWN
    pictures = [p.path for p in built.problems if p.name == "pelican-alt"]
    assert pictures == ["content/posts/bare.md"]
    assert all(problem.remedy for problem in built.problems), built.problems


def test_a_post_that_pelican_drops_is_said_once(site):
    """At its line, as an error: the plugin's warning and the message are one fault."""
    built = site(FILES, PLUGINS=["plugins.front_matter"])
    for path, line in (("german.md", 2), ("undated.md", 1)):
        found = [p for p in built.problems if p.path.endswith(path)]
        assert [(p.line, str(p.level)) for p in found] == [(line, "error")], found


def test_a_name_without_an_address_is_said_once(site):
    """The plugin tells of Markdown; of other files the message is all there is."""
    built = site(FILES, PLUGINS=["plugins.front_matter"])
    found = [(p.path, p.line) for p in built.problems if p.name == "name-slug"]
    assert found == [("content/posts/names.md", 3), ("content/posts/names.rst", 0)]


RST = "A post\n######\n\n:date: 2026-01-01\n:category: x\n\n{}\n"
UNREADABLE = {
    "See :doc:`other`.": (7, "“doc” is not known here; Sphinx"),
    ".. note-box:: x": (7, "“note-box” is not known here; Sphinx"),
    "A |word| here.": (7, "Undefined substitution referenced: “word”."),
    "A note [1]_ here.": (7, "Unknown target name: “1”."),
    "Some **words.": (7, "Inline strong start-string without end-string."),
    ".. image::": (7, "1 argument(s) required, 0 supplied."),
    ":math:`\\frac{a`": (0, "docutils stumbles over this text (AttributeError)."),
}


@pytest.mark.parametrize("plugins", [[], ["plugins.front_matter"]], ids=len)
def test_what_docutils_cannot_read_is_the_authors_mistake(site, plugins):
    """With its line, once, in an author's words; it was a traceback."""
    texts = list(UNREADABLE)
    files = {f"posts/{n}.rst": RST.format(text) for n, text in enumerate(texts)}
    built = site(files, PLUGINS=plugins)
    found = {p.path: p for p in built.problems if p.level is Level.ERROR}
    for n, text in enumerate(texts):
        line, what = UNREADABLE[text]
        problem = found.pop(f"content/posts/{n}.rst")
        assert (problem.line, what in problem.what) == (line, True), problem
    assert not found
