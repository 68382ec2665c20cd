"""``invoke --help TASK`` is enough to use a task."""

from __future__ import annotations

import inspect
import re
import shlex

import pytest
from invoke.parser import Parser

from benchmarks.rows import ROWS
from plugins.references.settings import STYLES
from plugins.security_headers.core import FORMS as HEADERS
from plugins.tools.build.options import FORMS
from plugins.tools.commands.check import PARTS
from plugins.tools.commands.cite import FORMATS
from tasks import namespace
from tests.site.built import run_invoke

TASKS = namespace.tasks
#: What nobody but its author could guess.
OPTIONS = [
    (name, parameter)
    for name, task in TASKS.items()
    for parameter in list(inspect.signature(task.body).parameters.values())[1:]
]
CHOICES = {
    ("check", "only"): PARTS,
    ("check", "format"): FORMS,
    ("build", "format"): FORMS,
    ("cite", "style"): STYLES,
    ("cite", "format"): FORMATS,
    ("headers", "form"): HEADERS,
    ("bench", "rows"): ROWS,
}


def examples_of(name):
    """Return the commands that the help of a task shows."""
    text = inspect.getdoc(TASKS[name]) or ""
    return re.findall(r"^  (invoke .*)$", text, re.MULTILINE)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_says_in_one_sentence_what_it_does(name):
    """The list shows that line; more may follow it."""
    first, *more = (inspect.getdoc(TASKS[name]) or "").split("\n")
    assert re.fullmatch(r"[A-Z][^\n]{10,78}\.", first)
    assert more[:1] in ([], [""])


@pytest.mark.parametrize(("name", "parameter"), OPTIONS, ids=str)
def test_every_option_is_explained(name, parameter):
    """Also what is done without it, where it takes a value."""
    text = TASKS[name].help.get(parameter.name.replace("_", "-")) or TASKS[
        name
    ].help.get(parameter.name, "")
    assert len(text.split()) >= 2, text
    default = parameter.default
    if default is not parameter.empty and not isinstance(default, bool) and default:
        if default == -1:  # it goes with another option, which it names
            assert text.startswith("for --")
        else:
            assert "unless told" in text, text
            assert str(default) in text


@pytest.mark.parametrize(("name", "option"), CHOICES)
def test_an_option_with_few_values_names_them_all(name, option):
    """As the code has them: a new one is not forgotten here."""
    words = set(re.findall(r"[\w-]+", TASKS[name].help[option]))
    assert set(CHOICES[name, option]) <= words


@pytest.mark.parametrize(
    "name",
    sorted({n for n, p in OPTIONS if p.annotation not in ("bool", bool)}),
)
def test_a_task_that_takes_words_shows_how_they_are_written(name):
    """Invoke's own line of usage does not name what a task wants first."""
    assert examples_of(name)


@pytest.mark.parametrize(
    ("name", "example"), [(name, one) for name in TASKS for one in examples_of(name)]
)
def test_examples_are_commands_that_invoke_reads(name, example):
    """Invoke's own parser takes each of them, and gives each word its place."""
    words = shlex.split(example.partition(" > ")[0])
    assert words[:2] == ["invoke", name]
    (read,) = Parser(namespace.to_contexts()).parse_argv(words[1:])
    assert read.name == name
    assert not read.missing_positional_args
    given = [word for word in words[2:] if not word.startswith("--")]
    values = {str(one.value) for one in read.args.values() if one.got_value}
    assert set(given) <= values


@pytest.mark.parametrize("name", ["publish", "new", "check"])
def test_the_command_itself_prints_all_of_it(name):
    """Sentence, examples and options, as an author sees them."""
    ended = run_invoke("--help", name)
    assert ended.returncode == 0
    # A narrow column breaks words at their hyphens.
    said = re.sub(r"-? +|\s+", "", ended.stdout).replace("-", "")
    for one in [inspect.getdoc(TASKS[name]), *TASKS[name].help.values()]:
        assert re.sub(r"\s+|-", "", one) in said
