"""Compiled templates are kept, and never speak for a template that has changed."""

from __future__ import annotations

import pytest
from jinja2 import Environment, nodes
from jinja2.ext import Extension

from plugins.tools.build.template_cache import TemplateCache
from tests.plugins.tools.conftest import PAGE

CACHE = ".bulletin/output/templates.bin"


def build(place):
    ended = place.run("build")
    assert ended.code == 0, ended.said
    return (place.output / "index.html").read_text("utf-8")


def test_a_second_build_compiles_nothing(place, monkeypatch):
    """It took a seventh of a small site's build."""
    first = build(place)
    kept = (place.root / CACHE).read_bytes()

    def compile_none(_self, source, *_args, **_named):
        raise AssertionError(source)

    monkeypatch.setattr(Environment, "compile", compile_none)
    assert build(place) == first
    assert (place.root / CACHE).read_bytes() == kept


def test_what_a_template_is_made_of_makes_it_anew(place):
    """Its text, the options of Jinja, and what the site's own filters answer."""
    assert "<!doctype html>" in build(place)
    base = "theme/templates/base.html"
    place.write(base, PAGE.replace("</body>", '<p>{{ "x"|mark }}</p>\n\n</body>'))
    conf = (place.root / "pelicanconf.py").read_text()

    def answer(mark, options):
        more = f'\nJINJA_FILTERS = {{"mark": lambda text: "{mark}"}}\n'
        place.write("pelicanconf.py", f"{conf}{more}JINJA_ENVIRONMENT = {options}\n")
        return build(place)

    assert "<p>one</p>\n\n</body>" in answer("one", {})
    assert "<p>two</p>\n\n</body>" in answer("two", {})
    changed = answer("<b>", {"autoescape": True, "trim_blocks": True})
    assert "<p>&lt;b&gt;</p>" in changed


def test_a_filter_that_is_gone_is_missed(place):
    """As it is without anything kept."""
    conf = (place.root / "pelicanconf.py").read_text()
    page = PAGE.replace("</body>", "{{ SITENAME|mark }}</body>")
    place.write("theme/templates/base.html", page)
    place.write("pelicanconf.py", f"{conf}\nJINJA_FILTERS = {{'mark': str.upper}}\n")
    assert "TEST" in build(place)
    place.write("pelicanconf.py", conf)
    ended = place.run("build")
    assert ended.code == 1
    assert "theme/templates/base.html" in ended.err
    assert "No filter named 'mark'" in ended.err


@pytest.mark.parametrize("harm", [b"", b"x", b"\0" * 99, None])
def test_a_cache_that_is_not_whole_is_made_anew(place, harm):
    """A killed machine, a full disk, a hand: the build does not notice."""
    first = build(place)
    kept = (place.root / CACHE).read_bytes()
    place.write(CACHE, kept[:-9] if harm is None else harm)
    place.post("post-0", "Edited, so that there is something to do.")
    assert build(place) == first
    assert (place.root / CACHE).read_bytes() == kept


class Shout(Extension):
    """Makes ``{% shout "x" %}`` a filter that its text does not name."""

    tags = frozenset({"shout"})

    def parse(self, parser):
        line = next(parser.stream).lineno
        said = nodes.Filter(parser.parse_expression(), "site.loud", [], [], None, None)
        return nodes.Output([said], lineno=line)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("{{ name|upper }}, site and loud", True),
        ("{{ name|site . loud }}", True),  # which nobody can answer yet
        ("{{ 'x'|site.loud }}", False),
        ("{{ 'x'|site . loud }}", False),
        ("{% filter site.loud %}x{% endfilter %}", True),  # Jinja folds no block
        ("{% if 'x' is odd_one %}x{% endif %}", False),
        ("{{ 'x'|lower }}", False),  # the site's own, by a name of Jinja's
        ("{{ 'x'|upper }}", True),
    ],
)
def test_what_a_sites_filter_answered_is_not_kept(tmp_path, text, is_kept):
    """Jinja puts the answer into the code where all that is given is constant."""
    environment = Environment(autoescape=True)
    environment.filters |= {"site.loud": str.upper, "lower": str.upper}
    environment.tests["odd_one"] = bool
    cache = TemplateCache(tmp_path / "cache", {})
    bucket = cache.get_bucket(environment, "a", None, text)
    bucket.code = environment.compile(text)
    cache.set_bucket(bucket)
    assert bool(cache.get_bucket(environment, "a", None, text).code) is is_kept


def test_what_an_extension_makes_of_a_template_is_not_kept(tmp_path):
    """Its text does not show which filters are asked."""
    environment = Environment(extensions=[Shout], autoescape=True)
    environment.filters["site.loud"] = str.upper
    cache = TemplateCache(tmp_path / "cache", {})
    text = "{% shout 'x' %}"
    bucket = cache.get_bucket(environment, "a", None, text)
    bucket.code = environment.compile(text)
    cache.set_bucket(bucket)
    assert environment.from_string(text).render() == "X"
    assert not cache.get_bucket(environment, "a", None, text).code
