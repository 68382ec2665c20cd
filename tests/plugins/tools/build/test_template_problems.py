"""Mistakes in templates are told with file and line, all of them in one run."""

from __future__ import annotations

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins.tools.build.pelican_run import run_pelican
from plugins.tools.build.template_problems import find_template_line

PAGE = (
    '{% extends "base.html" %}\n{% block content %}\n<h1>Home</h1>\nHERE{% endblock %}'
)
ARTICLE = "theme/templates/article.html"
HOMELESS = "Correct the name, or write that template."


def problems_of(place):
    output = str(place.root / "output")
    run = run_pelican(place.root / "pelicanconf.py", OUTPUT_PATH=output)
    return [str(problem).removesuffix(" [template]") for problem in run.problems]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("{% if %}", "Jinja cannot read this: Expected an expression"),
        ("{% nothing %}", "Jinja cannot read this: Encountered unknown tag 'nothing'"),
        ("{{ 1 +* 2 }}", "Jinja cannot read this: unexpected '*'. Mend this line."),
        ("{{ 1 | datte }}", "Jinja cannot read this: No filter named 'datte'."),
        ("{{ 1 is datte }}", "Jinja cannot read this: No test named 'datte'."),
        ("{# no end", "Jinja cannot read this: Missing end of comment tag."),
        ("{% block content %}", "Jinja cannot read this: "),
        (
            '{% include "bas.html" %}',
            "no template “bas.html”. Did you mean “base.html”?",
        ),
        ('{% include "x" ~ 1 %}', f"There is no template “x1”. {HOMELESS}"),
        ('{% include ["x", "y"] %}', f"There is no template “x” or “y”. {HOMELESS}"),
        ('{% import "x" as x %}', f"There is no template “x”. {HOMELESS}"),
        ('{% include "article.html" %}', "extends or includes itself without end."),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(place, mark, said):
    """Jinja's traceback showed forty lines of its own."""
    place.write(ARTICLE, PAGE.replace("HERE", mark))
    (problem,) = problems_of(place)
    assert problem.startswith(f"{ARTICLE}:4: ")
    assert said in problem


def test_all_mistakes_of_a_theme_are_told_at_once(place):
    """Also those of templates that the run had not come to, but nothing optional."""
    place.write(ARTICLE, PAGE.replace("HERE", "{% if %}"))
    place.write("theme/templates/page.html", "\n{{ x|datte }}")
    place.write("theme/templates/tag.html", '{% extends "bas.html" %}')
    optional = '{% include "x" ignore missing %}{% include "!simple/base.html" %}'
    place.write("theme/templates/tags.html", optional)
    assert [problem.split(": ")[0] for problem in problems_of(place)] == [
        f"{ARTICLE}:4",
        "theme/templates/page.html:2",
        "theme/templates/tag.html:1",
    ]


def test_a_template_that_is_not_utf_8_and_one_that_extends_itself_are_named(place):
    """Neither has a line of its own in what Python says."""
    place.write("theme/templates/base.html", "<p>é".encode("latin-1"))
    (problem,) = problems_of(place)
    expected = "theme/templates/base.html: This template is not written in UTF-8"
    assert problem.startswith(expected)
    place.write("theme/templates/base.html", '\n{% extends "base.html" %}')
    (problem,) = problems_of(place)
    assert problem.startswith("theme/templates/base.html:2: This template extends or")


def test_a_post_that_wants_a_template_that_is_not_there_is_named(place):
    """Pelican lists folders, and not the post."""
    place.post("post-1", template="artikel")
    (problem,) = problems_of(place)
    assert problem.startswith(
        "content/posts/post-1.md:5: There is no template “artikel."
    )


def test_a_build_with_a_broken_template_ends_without_a_traceback(place):
    """The command, as an author meets it."""
    place.run("build")
    before = place.files()
    place.write(ARTICLE, PAGE.replace("HERE", "{% if %}"))
    ended = place.run("build")
    assert ended.code == 1
    assert f"{ARTICLE}:4: Jinja cannot read this" in ended.err
    assert "Traceback" not in ended.said
    assert place.files() == before


@pytest.mark.parametrize(
    ("mark", "is_templates"),
    [
        ("{{ x.y.z }}", True),
        ("{{ x() }}", True),
        ("{{ 1 / 0 }}", True),
        ("{{ 'a' + 1 }}", True),
        ("{% for one in 5 %}{% endfor %}", True),
        ("{% macro m(a) %}{{ a.b.c }}{% endmacro %}{{ m(1) }}", True),
        ("{{ 'a'|int|join }}", True),  # a filter of Jinja's own
        ("{{ fail() }}", False),
        ("{{ [1]|map('own')|list }}", False),
    ],
)
def test_the_line_of_a_template_is_found_that_has_raised_an_error(
    tmp_path, mark, is_templates
):
    """What code behind the template raises is that code's fault."""

    def fail(*_given):
        raise ValueError("in code")

    (tmp_path / "a.html").write_text("{% block x %}{% endblock %}", "utf-8")
    child = f"{{% extends 'a.html' %}}{{% block x %}}\n{mark}{{% endblock %}}"
    (tmp_path / "b.html").write_text(child, "utf-8")
    env = Environment(loader=FileSystemLoader(tmp_path), autoescape=True)
    env.globals["fail"] = env.filters["own"] = fail
    with pytest.raises(Exception) as raised:  # noqa: PT011  # of many kinds
        env.get_template("b.html").render()
    found = find_template_line(raised.value)
    assert found == ((str(tmp_path / "b.html"), 2) if is_templates else None)
