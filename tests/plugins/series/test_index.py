"""Order and numbers as laws, over contents that know nothing of Pelican."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.ledger import Lookup
from plugins.series.index import build_index
from plugins.series.members import (
    group_contents,
    order_plain_parts,
    read_index,
    read_member,
)
from plugins.series.order import order_parts
from plugins.series.place import KEYS
from plugins.series.series_file import Planned, SeriesFile
from plugins.series.settings import SeriesSettings
from plugins.series.view import SeriesSite
from plugins.source.core import Source


class SimpleDate(int):
    """A day that sorts, and knows its second."""

    def timestamp(self):
        return int(self)


def a_content(slug, date=1, name="Sleep", status="published", lang="en", **metadata):
    return SimpleNamespace(
        slug=slug,
        title=slug.title(),
        date=SimpleDate(date),
        status=status,
        lang=lang,
        translations=[],
        in_default_lang=lang == "en",
        source_path=f"posts/{slug}.md",
        url=f"blog/{slug}/",
        locale_date=str(date),
        metadata={"series": name, "title": slug.title(), **metadata},
    )


def a_frame(**settings):
    return SeriesSite(
        kind="articles",
        settings=SeriesSettings(**settings),
        siteurl="https://site.example",
        default_lang="en",
        slugify=lambda text: text.lower().replace(" ", "-"),
        format_date=lambda _day, text, _lang: text,
        render=lambda file: lambda: file.source.body,
        minutes=Lookup("minutes", lambda _path: 1),
    )


def shelve(published, others=(), files=(), **settings):
    contents, site = [*published, *others], a_frame(**settings)
    return build_index(site, lambda content: content.date, contents, files)


def a_file(**values):
    return SeriesFile(
        **{"source": Source("s.md"), "title": "Sleep", "slug": "sleep", "lang": "en"}
        | values
    )


def plans(*titles):
    return tuple(Planned(title, slug=title.lower()) for title in titles)


contents = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=9
).map(
    lambda pairs: [
        a_content(f"c{n}", date, series_index=index or "")
        for n, (index, date) in enumerate(pairs)
    ]
)


@given(contents, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_reading(found, random):
    """Where number and date decide, the file system does not."""
    keyed = {c.metadata["series_index"] or -c.date: c for c in found}
    unique = list(keyed.values())
    shelve(unique)
    before = [c.slug for c in unique[0].series.all]
    random.shuffle(unique)
    shelve(unique)
    assert [c.slug for c in unique[0].series.all] == before


@given(contents)
def test_previous_and_next_are_inverse(found):
    """Whoever goes on and back again stands where they stood."""
    shelve(found)
    for content in found:
        place = content.series
        assert place.all[place.index - 1] is content
        if place.next:
            assert place.next.series.previous is content
        if place.previous:
            assert place.previous.series.next is content
        assert [*place.all_previous, content, *place.all_next] == place.all


@given(contents)
def test_numbered_parts_come_first_by_number_then_the_rest_by_date(found):
    """That is the order of pelican-series."""
    shelve(found)
    order = found[0].series.all
    ranks = [
        (not c.metadata["series_index"], c.metadata["series_index"] or c.date)
        for c in order
    ]
    assert ranks == sorted(ranks)


@given(contents, st.integers(0, 8))
def test_a_draft_changes_nobodys_number(found, place):
    """Drafts hold no place, wherever they would stand."""
    shelve(found)
    before = {c.slug: (c.series.part, c.series.of, c.series.index) for c in found}
    shelve(found, [a_content("draft", place, status="draft", series_index=place or "")])
    after = {c.slug: (c.series.part, c.series.of, c.series.index) for c in found}
    assert after == before


@given(contents)
def test_a_plain_series_is_the_same_on_the_short_way_and_on_the_long(found):
    """The quick look decides nothing but speed."""
    short = order_plain_parts(found, lambda content: content.date)
    if short:
        members = [read_member(content) for content in found]
        (line,) = order_parts(members, "en", lambda content: content.date, {})
        assert [part.versions[0].content for part in line.parts] == short


@given(contents, st.integers(1, 4))
def test_a_plan_keeps_its_number_when_it_appears(found, number):
    """The author publishes it last and the numbers of all others stay too."""
    titles = [f"Plan{n}" for n in range(number)]
    for content in found:
        content.metadata["series_index"] = ""
    shelve(found, files=[a_file(planned=plans(*titles))])
    of = found[0].series.of
    before = {e.title: e.number for e in found[0].series.contents}
    appeared = a_content("plan0", 99, title="Plan0")
    found.append(appeared)
    shelve(found, files=[a_file(planned=plans(*titles[1:]))])
    assert appeared.series.of == of == len(found) - 1 + number
    assert {e.title: e.number for e in appeared.series.contents} == before


def test_a_plan_stands_where_the_file_names_it():
    """By its title, between two posts; by its slug just the same."""
    first, last = a_content("a", 1), a_content("c", 2)
    for named in ("Middle", "middle", "MIDDLE"):
        file = a_file(parts=("a", named, "c"), planned=plans("End", "Middle"))
        shelve([last, first], files=[file])
        titles = [entry.title for entry in first.series.contents]
        assert titles == ["A", "Middle", "C", "End"]
        assert first.series.coming.title == "Middle"
        assert first.series.next is last
        assert first.series.next_part.number == 3
        assert (last.series.index, last.series.part, last.series.of) == (2, 3, 4)


def test_a_draft_takes_the_place_of_the_plan_that_it_fulfils():
    """Its own preview shows it where the plan stood, once."""
    parts = [a_content("a", 1), a_content("b", 2)]
    draft = a_content("dreams", 3, status="draft")
    shelve(parts, [draft], [a_file(planned=plans("Dreams", "Costs"))])
    states = [(e.title, e.state) for e in draft.series.contents]
    assert states[2:] == [("Dreams", "draft"), ("Costs", "planned")]
    assert parts[0].series.contents[2].state == "planned"


def test_a_place_is_a_read_only_dict_with_attributes():
    """Themes read keys, attributes, get, in, items; nobody writes."""
    content = a_content("a")
    shelve([content])
    place = content.series
    assert isinstance(place, dict)
    assert place
    assert set(place) == set(place.keys()) == set(dict(place)) == set(KEYS)
    for key in KEYS:
        assert place[key] == getattr(place, key) == place.get(key)
        assert key in place
    assert place.get("nothing", 1) == 1
    with pytest.raises(KeyError):
        place["nothing"]
    for change in (
        lambda: place.update(name="x"),
        lambda: place.__setitem__("name", "x"),
        lambda: place.pop("name"),
        place.clear,
    ):
        with pytest.raises(TypeError, match="read-only"):
            change()


@pytest.mark.parametrize("part", [1, 2, 10, 79, 80])
def test_the_folds_and_the_window_are_the_whole(part):
    """Nothing is lost between them, and the current part is in sight."""
    found = [a_content(f"c{n}", n) for n in range(1, 81)]
    shelve(found)
    place = found[part - 1].series
    cut = [*place.earlier, *place.window, *place.later]
    assert [entry.number for entry in cut] == list(range(1, 81))
    assert [e.number for e in cut if e.is_current] == [part]
    assert any(entry.is_current for entry in place.window)
    assert len(place.window) <= 5


def test_a_series_of_thousands_lists_a_hundred_on_either_side():
    """No page grows without end."""
    found = [a_content(f"c{n}", n) for n in range(1, 1001)]
    shelve(found)
    place = found[499].series
    assert [len(part) for part in (place.earlier, place.window, place.later)] == [
        100,
        5,
        100,
    ]
    assert place.earlier[-1].number == 497


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (2, 2),
        ("2", 2),
        (" 3 ", 3),
        (0, None),
        ("0", None),
        ("00", None),
        ("01", 1),
        ("٣", None),
        ("99999", None),
        ("", 0),
        (None, 0),
        ("1.5", None),
        (1.5, None),
        (-1, None),
        ("-1", None),
        (True, None),
        ("2 of 3", None),
        ([1], None),
    ],
)
def test_a_number_is_read_from_text_and_from_yaml(written, read):
    """Both readers of headers give the same."""
    assert read_index(written) == read


def test_names_of_one_series_are_gathered():
    """Case, spaces and a full stop make no second series; a number does."""
    names = ["My series", "my  Series", "MY SERIES.", "My series 2"]
    found = [a_content(f"c{n}", n, name) for n, name in enumerate(names)]
    by_key, faults = group_contents(found, {})
    assert [len(pile) for pile in by_key.values()] == [3, 1]
    assert faults == []


def test_what_comes_next_is_on_the_same_topic():
    """The file's word counts first, then the newest series of one category."""
    found = []
    for n, topic in enumerate(["Sleep", "Sleep", "Food", "Sleep"]):
        for part in (1, 2):
            content = a_content(f"c{n}{part}", n * 10 + part, f"Series {n}")
            content.category = topic
            found.append(content)
    shelve(found)
    assert found[0].series.related.name == "Series 3"
    assert found[6].series.related.name == "Series 1"
    assert found[4].series.related is None
    shelve(found, files=[a_file(title="Series 0", slug="series-0", next="series-2")])
    assert found[0].series.related.name == "Series 2"


def test_records_for_the_head_name_the_series():
    """Addresses are whole, the position is the number for readers."""
    found = [a_content("a", 1), a_content("b", 2)]
    shelve(found)
    part = found[0].series.is_part_of
    assert part["@type"] == "CreativeWorkSeries"
    assert part["url"] == "https://site.example/series/sleep/"
    assert [link.rel for link in found[0].series.rel] == ["next"]
    whole = found[0].series.series.json_ld
    assert whole["@id"] == part["@id"]
    assert [one["position"] for one in whole["hasPart"]] == [1, 2]
    assert whole["hasPart"][1]["url"] == "https://site.example/blog/b/"
