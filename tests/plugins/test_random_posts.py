"""Whatever a file holds: no traceback, and no post that is neither there nor named."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.problem import Level
from tests.plugins.case_files import Case, build

OUTSIDE = "[x]({attach}../../outside/secret.md)"
SUMMARY = "A summary that is long enough to say what this post is about to readers."
GOOD = ["title: Odd", "date: 2026-01-01", f"summary: {SUMMARY}", "category: Evidence"]
KEYS = "title date modified summary category tags author authors slug lang template"
MORE = "save_as url timezone translation status series series_index reviewed image uid"
VALUES = st.sampled_from(
    [
        "", " ", "x", "true", "no", "null", "[]", "[a, b]", "{a: b}", "- x", "'", '"',
        "2026-01-01", "03/04/2024",  "9999-99-99", "draft", "skip", "withdrawn",
        "../x",
        "/", "a/b.html", "<b>x</b>", "{slug}", "{0}", "%s", "é", "日本", "x" * 300,
        "{{ 7*7 }}", "&a *a", "|", ">", "#", "a: b", "\\", "..", "en", "0", "-1", "1e9",
    ]
) | st.text(max_size=15)  # fmt: skip
LINE = st.builds(
    "{}{}{}".format,
    st.sampled_from(f"{KEYS} {MORE}".split()),
    st.sampled_from([": ", ":", " : ", "= "]),
    VALUES,
)
BODY = st.lists(
    st.sampled_from(
        [
            "", "text", "# one", "#### four", "- item", "1. item", "```", "~~~", "> q",
            "<div>", "</p>", "<script>", "[a](b", "[a](b)", "![](c)", "[a][b]", "[^1]",
            "{static}/x", "[x]({filename}good.md)", OUTSIDE,
        "    code", "\tcode", "`", "``a`", "<!--", "{: #id }", "| a |", "&#0;", "---",
            "[x](javascript:a)", "<a href=x", "*[HTML]: x", "[x]: y", "@key [@key]",
        ]
    )
    | st.text(max_size=20),
    max_size=8,
).map("\n".join)  # fmt: skip
HEADER = st.builds(
    lambda good, extra, order: sorted([*good, *extra], key=lambda _: order.random()),
    st.lists(st.sampled_from(GOOD), unique=True),
    st.lists(LINE, max_size=3),
    st.randoms(use_true_random=False),
)
POST = st.builds(
    lambda head, body, fence, end: end.join(
        [*([fence] if fence else []), *head, fence, body]
    ).encode("utf-8", "surrogatepass"),
    HEADER | st.just(GOOD),
    BODY,
    st.sampled_from(["---", "---", "", "--", "..."]),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
)
BYTES = st.binary(max_size=60) | st.builds(
    lambda post, at, junk: post[:at] + junk + post[at:],
    POST,
    st.integers(0, 200),
    st.binary(max_size=3),
)


def assert_published_or_named(folder, data):
    case = Case("any", (), (("posts/odd.md", "", data),))
    run = build(case, folder)
    named = [p for p in run.problems if p.path == "content/posts/odd.md"]
    texts = "".join(
        file.read_text("utf-8", "replace")
        for file in (folder / "output").rglob("*.html")
    )
    stopped = any(problem.level is Level.ERROR for problem in run.problems)
    if stopped:
        assert named, run.problems
        assert not texts
    elif not named:
        text = data.decode("utf-8-sig").lower()
        pages = {file.name for file in (folder / "output").rglob("*.html")}
        unlisted = any(word in text for word in ("draft", "skip"))
        assert unlisted or len(pages - KNOWN) == 1 or "odd.html" in pages, pages
    assert "secret" not in texts
    assert {p.name for p in folder.iterdir()} <= {"content", "output", "outside"}


KNOWN = {
    "good.html", "index.html", "archives.html", "authors.html", "categories.html",
    "tags.html", "evidence.html", "ada.html",
}  # fmt: skip
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@given(data=POST)
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_a_post_is_published_or_named(data, tmp_path_factory):
    """Random headers and bodies."""
    assert_published_or_named(tmp_path_factory.mktemp("any"), data)


@given(data=BYTES)
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
def test_bytes_are_published_or_named(data, tmp_path_factory):
    """Random bytes, alone and in the middle of a post."""
    assert_published_or_named(tmp_path_factory.mktemp("any"), data)


@pytest.mark.long
@given(data=POST | BYTES)
@settings(max_examples=3000, deadline=None, suppress_health_check=SLOW)
def test_a_post_is_published_or_named_at_length(data, tmp_path_factory):
    """The same law, three thousand times."""
    assert_published_or_named(tmp_path_factory.mktemp("any"), data)
