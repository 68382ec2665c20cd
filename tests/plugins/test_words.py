"""One table of words per language: nothing twice, nothing dead, nothing lost."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from plugins.words import (
    ENGLISH,
    FEEDS_PAGE,
    LANGUAGES,
    REFERENCES,
    SECOND_NAMES,
    WORDS,
    choose_words,
)
from plugins.words.choose import THEMES

#: What the sentences of feeds are filled with.
BLANKS = {
    "part": {"part", "of", "series"},
    "part_alone": {"part", "series"},
    "read": {"site"},
    "notice_page": {"page"},
}

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "plugins" / "words"
THEME = ROOT / "theme" / "templates"
#: What the theme calls by these names is something else in plugins.
OTHER_MEANING = {"updated", "withdrawn"}
#: What nobody has translated who could answer for it: texts on crisis, medical
#: disclaimers, and what a clinic offers.
NOT_TRANSLATED = {
    "crisis_title",
    "not_advice",
    "not_reviewed_more",
    "interest",
    "call_title",
    "call_text",
    "clinic_booking",
    "clinic_text",
    "clinic_none_title",
    "clinic_none",
}
#: States of parts and of series, which records look up; feeds look up their kinds.
LOOKED_UP = {
    *("complete", "ongoing", "draft", "hidden", "planned", "scheduled", "withdrawn"),
    *("before_one", "before_range", "after_one", "after_range"),
    *(key for key in WORDS if key.removesuffix("_many") in WORDS and key != "part"),
}
#: Files that choose a word by a name in a table or a condition.
LOOKING_UP = (
    "references/checking/notices.py",
    "references/citing/block.py",
    "references/citing/status.py",
    "words/dates.py",
)
#: Printed by nothing of ours, but a site may have set it, and themes may print it.
HELD = {"back_to_series"}


def blanks(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def theme_words():
    text = (THEME / "words.html").read_text("utf-8")
    return dict(re.findall(r'^  "(\w+)": "(.*)",$', text, re.MULTILINE))


#: Tools that say something to readers all the same.
TO_READERS = {"archive.py", "addresses.py"}


def printing_files():
    """Return what prints to readers; tools print to authors."""
    tools = ROOT / "plugins" / "tools"
    return [
        path
        for folder in (ROOT / "plugins", THEME)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".html")
        and path.parent != TABLES
        and (tools not in path.parents or path.name in TO_READERS)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_words_of_series_and_every_blank(lang):
    """A translation that forgets a blank would lose a number; the rest is English."""
    table = LANGUAGES[lang]

    assert set(ENGLISH) <= set(table) <= set(LANGUAGES["en"])
    for key, word in choose_words({}, lang).items():
        assert word.strip()
        assert blanks(word) == blanks(choose_words({}, "en")[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fact_stands_once_in_a_table(lang):
    """A second name leads to the text; it never repeats it."""
    texts = Counter(
        value.value
        for node in ast.parse((TABLES / f"{lang}.py").read_text("utf-8")).body
        if not ast.unparse(node).startswith("THEME")
        for part in ast.walk(node)
        if isinstance(part, ast.Dict)
        for value in part.values
        if isinstance(value, ast.Constant)
    )

    assert len(texts) > 3
    assert [text for text, times in texts.items() if times > 1] == []


def test_the_theme_and_the_plugins_repeat_no_text_of_the_table():
    """They print what the table says, so that they cannot disagree."""
    said = {text.casefold() for text in LANGUAGES["en"].values()}
    said -= {REFERENCES["work_updated"].casefold()}  # is said of works, not of posts
    assert {text for text in theme_words().values() if text.casefold() in said} == set()
    sentences = [text for text in LANGUAGES["en"].values() if text.count(" ") > 2]
    manuals = re.compile(r'\A""".*?"""', re.DOTALL)
    for path in printing_files():
        text = manuals.sub("", path.read_text("utf-8"))
        assert [one for one in sentences if one in text] == [], path


def test_every_word_is_printed():
    """A template or a record asks for it by name."""
    text = "".join(path.read_text("utf-8") for path in printing_files())
    asked = set(re.findall(r'(?i)(?:words|plain)(?:\.|\[["\'])(\w+)', text))
    asked |= set(re.findall(r'_date_line\(\s*"(\w+)"', text))
    for path in LOOKING_UP:
        asked |= set(
            re.findall(r'"(\w+)"', (ROOT / "plugins" / path).read_text("utf-8"))
        )
    asked |= {SECOND_NAMES[name] for name in asked & set(SECOND_NAMES)}

    assert set(LANGUAGES["en"]) - asked - LOOKED_UP == HELD
    assert set(SECOND_NAMES) <= asked


def test_the_theme_hides_no_word_of_a_plugin():
    """A name that means another thing there is listed above."""
    assert set(theme_words()) & set(choose_words({}, "en")) == OTHER_MEANING


@pytest.mark.parametrize("lang", THEMES)
def test_the_themes_words_are_translated_but_for_what_needs_an_answer(lang):
    """A table may lack words, yet it invents no name and forgets no blank."""
    english, table = theme_words(), THEMES[lang]

    assert not set(table) - set(english)
    assert not set(table) & NOT_TRANSLATED
    for name, word in table.items():
        assert word.strip()
        assert blanks(word) == blanks(english[name]), name


def test_feeds_fill_every_blank_of_their_words():
    """The setting is checked against these blanks."""
    for key, word in WORDS.items():
        assert blanks(word) == BLANKS.get(key, set())


def test_names_that_sites_set_lead_to_the_same_text():
    """What is folded, what a feed says of a part, and what the theme calls it."""
    words = choose_words({}, "en")

    assert words["after_one"] == words["before_one"] == "Part {first}"
    assert words["part_only"] == "Part {part}"
    assert WORDS["part"] == "Part {part} of {of} in {series}"
    assert WORDS["part_alone"] == "Part {part} in {series}"
    assert words["contents"] == "Parts of this series"
    assert words["minutes"] == "{minutes} minute read"
    assert words["newer_post"] == words["newer"]
    assert set(FEEDS_PAGE) <= set(words)


def test_a_site_replaces_words_for_all_languages_or_for_one():
    """The nearest wins: the site's own for the language, its own for all, ours."""
    own = {"draft": "rough", "de": {"draft": "roh"}}
    assert choose_words(own, "en")["draft"] == "rough"
    assert choose_words(own, "de")["draft"] == "roh"
    assert choose_words(own, "de-AT")["draft"] == "roh"
    assert choose_words({}, "es-MX")["part_of"] == "Parte {part} de {of}"
    assert choose_words({}, "xx") == choose_words({}, "en")


def test_a_replaced_word_is_replaced_under_both_names():
    """The theme says what SERIES["words"] says, in every language."""
    words = choose_words({"permalink": "Alone", "de": {"newer": "Neuer"}}, "de")

    assert words["own_page"] == "Alone"
    assert words["newer_post"] == "Neuer"
    assert words["older_post"] == "Älterer Beitrag"


def test_whoever_gets_words_may_change_them():
    """They are asked for on every page, and made once."""
    before = choose_words({}, "es-MX")
    choose_words({}, "es-MX")["series"] = "changed"
    assert choose_words({}, "es-MX") == before
    assert choose_words({"own": ""}, "es_mx") == before | {"own": ""}
