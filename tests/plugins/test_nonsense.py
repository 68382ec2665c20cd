"""Headers, libraries and references that say more than any author means to say."""

from __future__ import annotations

import json
import re

import pytest

from plugins.problem import Problem, format_problems, printable
from plugins.references.exchange.formats import FORMATS
from plugins.references.library.add import add_works
from plugins.references.library.file import parse_library
from plugins.references.styles import format_reference
from tests.conftest import a_post

STRICT = {"FRONT_MATTER": {"strict": True}, "POST_CHECKS": {"strict": True}}
USUAL = ["front_matter", "post_checks", "sanitizer", "series", "references"]
PLUGINS = [f"plugins.{name}" for name in USUAL]
#: What a terminal obeys, and what no page may hold.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
RECORD = '  {\n    "id": "KEY",\n    "type": "book",\n    "title": "T",\n    %s\n  }'
DIGITS = "1" * 6000


def a_library(fields):
    """Return a library of records with these fields, six lines each: a0, a1, …."""
    records = [RECORD.replace("KEY", f"a{n}") % one for n, one in enumerate(fields)]
    return "[\n" + ",\n".join(records) + "\n]\n"


def build(site, files, plugins=PLUGINS):
    """Return the places of a site's errors by their names, held to the bounds."""
    built = site(files, PLUGINS=plugins, **STRICT)
    for problem in built.problems:
        assert len(str(problem)) < 700
        assert not CONTROL.search(str(problem))
        assert max(map(len, re.findall("“([^“”]*)”", problem.what)), default=0) <= 60
    places = {}
    for one in built.problems:
        places.setdefault(one.name, []).append((one.path, one.line))
    return places


BEYOND_REASON = [
    f'"custom": {"[" * 5000}{"]" * 5000}',
    f'"custom": {"[" * 900}{"]" * 900}',
    f'"custom": {{"a": {"[" * 60}{"]" * 60}}}',
    '"custom": ' + '{"a":' * 5000 + "1" + "}" * 5000,
    f'"volume": {DIGITS}',
    f'"volume": -{DIGITS}',
    '"volume": 1e999',
    '"volume": NaN',
    f'"issued": {{"date-parts": [[{DIGITS}]]}}',
]


def test_a_record_beyond_reason_costs_itself_alone(site):
    """Each is named with its line; the library's others are read."""
    count = len(BEYOND_REASON)
    library = a_library([*BEYOND_REASON, '"volume": 1'])
    post = a_post(body=f"See [@a{count}].")
    places = build(site, {"posts/a.md": post, "references/library.json": library})

    path = "content/references/library.json"
    assert places["library-json"] == [(path, 2 + 6 * n) for n in range(count)]
    assert "citation-unknown" not in places


@pytest.mark.parametrize("style", ["apa", "ama", "nlm"])
def test_long_numbers_in_words_are_printed_as_they_are(style):
    """Nothing counts with them."""
    fields = [
        f'"issued": {{"date-parts": [["{DIGITS}"]]}}',
        f'"edition": "{DIGITS}"',
        '"edition": "²"',
        f'"number-of-volumes": "{DIGITS}"',
        '"number-of-volumes": "²"',
        f'"page": "{DIGITS}-{DIGITS}"',
    ]
    for work in parse_library(a_library(fields), "library.json").references:
        assert "T" in str(format_reference(work, style))


def test_long_numbers_of_evidence_build(site):
    """A study of so many people is printed as it is told."""
    fields = [f'"custom": {{"evidence": {{"people": "{n}"}}}}' for n in (DIGITS, "²")]
    post = a_post(body="See [@a0] and [@a1].")
    built = site(
        {"posts/a.md": post, "references/library.json": a_library(fields)},
        PLUGINS=PLUGINS,
    )
    assert DIGITS in built.read("a-post.html")


@pytest.mark.parametrize(
    "checked",
    [
        f'{{"works": {"[" * 5000}{"]" * 5000}}}',
        '{"works": {"a": ' + '{"a":' * 5000 + "1" + "}" * 5000 + "}}",
        f'{{"works": {{}}, "a": {DIGITS}}}',
    ],
    ids=["lists", "objects", "digits"],
)
def test_a_file_of_the_last_check_beyond_reason_is_named(site, checked):
    """As any that the check has not written."""
    files = {"posts/a.md": a_post(), "references/checked.json": checked}
    path = "content/references/checked.json"
    assert build(site, files)["references-checked-file"] == [(path, 0)]


ESCAPES = ["u0000", "u001b[31m", "u009b2J", "u202e", "u2066", "ud800", "ufffe"]


def test_control_characters_of_a_library_are_named(site):
    """With the file and the field's line, wherever in the field they are."""
    fields = [
        field.replace("ESC", f"\\{escape}")
        for escape in ESCAPES
        for field in (
            '"publisher": "A ESC B"',
            '"author": [{"family": "A ESC B"}]',
            '"custom": {"evidence": {"funding": ["A ESC B"]}}',
        )
    ]
    library = a_library(fields)
    post = a_post(body="See [@a0].")
    places = build(site, {"posts/a.md": post, "references/library.json": library})
    path = "content/references/library.json"
    wanted = [(path, 6 + 6 * n) for n in range(len(fields))]
    assert places["library-control"] == wanted


def test_works_come_into_the_library_without_control_characters():
    """Whatever a service or a file says."""
    record = {"id": "a", "title": "A\x1b[31mB\x00", "author": [{"family": "C\x9bD"}]}
    (item,) = add_works([], [record]).items
    assert item["title"] == "A[31mB"
    assert item["author"] == [{"family": "CD"}]


HEADERS = [
    ({"title": '"A\\0B"'}, 2),
    ({"title": '"A\\e[31mB"'}, 2),
    ({"title": '"A\\x9b2JB"'}, 2),
    ({"title": '"A\\u202eB"'}, 2),
    ({"title": '"A\\U000E0041B"'}, 2),
    ({"tags": '[one, "A\\e[31mB"]'}, 6),
    ({"tags": '\n  - one\n  - "A\\e[31mB"'}, 8),
    ({'"ta\\egs"': "one"}, 6),
    ({"corrections": '\n  - 2026-01-02: "A\\u2066B"'}, 7),
]


def test_control_characters_of_a_header_are_named(site):
    """Escapes of YAML as the file's own, in posts and in series files."""
    posts = enumerate(header for header, _ in HEADERS)
    files = {f"posts/p{n}.md": a_post(**header) for n, header in posts}
    files["series/s.md"] = '---\ntitle: S\nsummary: "A\\e[31mB"\n---\n\nWords.\n'
    wanted = [(f"content/posts/p{n}.md", line) for n, (_, line) in enumerate(HEADERS)]
    places = build(site, files)
    assert places["file-control"] == [*wanted, ("content/series/s.md", 3)]


def test_numbers_and_lists_beyond_reason_are_named(site):
    """At a line of the header, with some of its words."""
    values = (DIGITS, f"-{DIGITS}", "٣" * 6000, "[" * 60 + "]" * 60)
    keys = ("date", "modified", "series_index", "slug", "tags")
    usual = {"date": "2026-01-01", "series": "S"}
    files = {
        f"posts/{key}{number}.md": a_post(**usual | {key: value})
        for key in keys
        for number, value in enumerate(values)
    }
    places = build(site, files).values()
    assert {path for some in places for path, line in some if line > 1} == {
        f"content/{name}" for name in files
    }


@pytest.mark.parametrize("sign", ["[", "[a,", "{a: ", "- ", "? ", "a: {"])
def test_a_header_of_many_signs_is_named_at_once(site, sign):
    """The YAML library's time grows with their square; they are counted first."""
    places = build(site, {"posts/a.md": a_post(tags=sign * 16000)})
    assert places["header-yaml"] == [("content/posts/a.md", 6)]


def test_paths_beyond_reason_are_named(site):
    """No disk has such names, and none is asked for them with a traceback."""
    long = "a" * 6000
    body = f"![x](/images/{long}.png) ![x]({{static}}/{long}.png) [x]({{static}}/%00)"
    header = {"image": f"{long}.png", "image_alt": "x", "series": long, "tags": long}
    files = {
        "posts/a.md": a_post(body=body),
        "posts/b.md": a_post(title="B", **header),
    }
    places = build(site, files, [*PLUGINS, "plugins.images"])
    assert ("content/posts/a.md", 8) in places["link-broken"] + places["link-missing"]
    assert places["picture-missing"] == [("content/posts/b.md", 6)]
    assert places["series-name-invalid"] == [("content/posts/b.md", 8)]
    assert places["name-slug"] == [("content/posts/b.md", 9)]


@pytest.mark.parametrize("form", [".bib", ".json", ".ris"])
def test_references_beyond_reason_cost_only_themselves(form):
    """A file of another program is read on behind them."""
    deep, lists = "{" * 3000 + "x" + "}" * 3000, "[" * 3000 + "]" * 3000
    texts = {
        ".bib": f"@book{{a, title = {deep}, author = {deep}, note = {{n}} }}\n"
        "@book{b, title = {B}, year = {2020}}\n",
        ".json": f'[{{"id": "a", "title": {lists}}},\n{{"id": "b", "title": "B"}}]',
        ".ris": f"TY  - BOOK\nTI  - A\nPY  - {DIGITS}\nER  - \n"
        "TY  - BOOK\nTI  - B\nER  - \n",
    }
    found = FORMATS[form](texts[form])
    assert found.items[-1]["title"] == "B"
    assert form == ".ris" or found.faults[0].line == 1
    assert all(len(fault.what) < 200 for fault in found.faults)


def test_a_problem_can_be_printed_anywhere():
    """In its path and its sentences stand no signs that a terminal obeys."""
    long = "“" + "a" * 3000 + "” and “" + "b" * 61 + "”."
    problem = Problem("a\x1b[31m\u202e.md", 1, f"\x00{long}\x9b", f"Write {long}", "x")
    for form in ("text", "github", "json"):
        written = format_problems([problem], form)
        assert not CONTROL.search(written)
        assert len(written) < 1500
    whole = json.loads(format_problems([problem], "json"))
    assert whole["problems"][0]["path"] == problem.path
    short = f"“{'a' * 59}…” and “{'b' * 59}…”"
    assert problem.what == f"U+0000{short}.U+009B"
    assert printable("a\r\nb\tc\rd\ufffd") == "a\r\nb\tcU+000Dd\ufffd"
