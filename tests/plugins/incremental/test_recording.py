"""What is taken down of a page, and that nothing is left behind in the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import add
from pathlib import Path
from typing import TypeVar

import pytest

from plugins.incremental.comparing import Comparison
from plugins.incremental.digests import Digests, UnfollowedError
from plugins.incremental.recording import MISSING, HeardList, Recorder, track
from plugins.incremental.records import KEY_SIZE, Shares, cut
from plugins.incremental.run import read_whole
from plugins.incremental.store import Shard
from plugins.incremental.wholes import Wholes
from plugins.ledger import Lookup


class Post:
    """An object whose attributes are read one by one."""

    def __init__(self, title, summary=""):
        self.title, self.summary = title, summary

    @property
    def heading(self):
        """It reads another attribute, which is no read of the page's."""
        return self.title.upper()

    def first(self):
        """A method: what it reads, the page reads."""
        return self.title[0]


def compare(recorder, names, shares, wholes):
    """Return a comparison, with what it keeps."""

    def name_of(one):
        return names.get(id(one))

    digests = Digests({}, {}, name_of)
    made = Comparison(recorder, digests, name_of, shares, Wholes(wholes, shares))
    made.shares, made.wholes = shares, wholes
    return made


@pytest.fixture(name="followed")
def _followed():
    recorder, names = Recorder(), {}
    end = track(Post, recorder)
    shares = Shares(Shard(Path("nowhere")))
    comparison = compare(recorder, names, shares, Shard(Path("nowhere")))
    yield recorder, comparison, names
    end()


def read(followed, base, look):
    """Return the record of a page that looks something up."""
    recorder, comparison, _ = followed
    with recorder.taking_down(base):
        look(lambda name: recorder.look_up(name, base[name]))
    return comparison.record(b"")


def again(followed, base):
    """Return a comparison as the next run has it."""
    recorder, last, names = followed
    shares = Shares(Shard(Path("nowhere"), last.shares.kept.used))
    return compare(recorder, names, shares, Shard(Path("nowhere"), last.wholes.used))


def parts(followed, joined):
    """Return what a record's keys are the keys of."""
    keys = [joined[at : at + KEY_SIZE] for at in range(0, len(joined), KEY_SIZE)]
    return [followed[1].shares.get(key) for key in keys]


def test_a_page_depends_on_what_it_has_read_and_on_nothing_else(followed):
    """Another title counts, another summary does not."""
    names = followed[2]
    old, same, other = Post("Sleep"), Post("Sleep", "new words"), Post("Mood")
    names |= dict.fromkeys(map(id, (old, same, other)), ("Post", "sleep.md"))
    record = read(followed, {"article": old}, lambda see: see("article").heading)
    assert [own for _, own, _ in parts(followed, record.reads)] == [("heading",)]
    assert again(followed, {}).difference(record, {"article": same}) == ""
    told = again(followed, {}).difference(record, {"article": other})
    assert told == "“heading” of sleep.md is another"


@pytest.mark.parametrize("others", range(20))
def test_what_was_not_there_and_is_there_now_is_told(followed, others):
    """A page asks for a neighbour that a post may not have, after much else."""
    names = followed[2]
    old, other = Post("Sleep"), Post("Sleep")
    other.neighbor = "There"
    for number in range(others):
        setattr(old, f"part{number}", number)
        setattr(other, f"part{number}", number)
    names |= dict.fromkeys(map(id, (old, other)), ("Post", "sleep.md"))

    def look(see):
        post = see("article")
        parts = [getattr(post, f"part{number}") for number in range(others)]
        return post.title, parts, getattr(post, "neighbor", "")

    record = read(followed, {"article": old}, look)
    assert again(followed, {}).difference(record, {"article": old}) == ""
    told = again(followed, {}).difference(record, {"article": other})
    assert told == "“neighbor” of sleep.md is another"


def test_all_that_was_read_of_one_object_is_compared_at_once(followed):
    """Two pages read of a post: where it is as it was, no read is looked at alone."""
    _, comparison, names = followed
    old, same, other = Post("Sleep", "a"), Post("Sleep", "a"), Post("Sleep", "b")
    names |= dict.fromkeys(map(id, (old, same, other)), ("Post", "sleep.md"))
    heading = read(followed, {"article": old}, lambda see: see("article").heading)
    summary = read(followed, {"article": old}, lambda see: see("article").summary)
    comparison.make_wholes([heading, summary])

    def looked_at(post, *records):
        """Return what is told of records, and how many reads were looked at."""
        now, alone = again(followed, {}), []
        differs = now._read_differs
        now._read_differs = lambda *args: alone.append(args) or differs(*args)
        told = [now.difference(record, {"article": post}) for record in records]
        now.make_wholes([])
        return told, len(alone), len(now.wholes.used)

    assert looked_at(same, heading, summary) == (["", ""], 0, 1)
    told = ["", "“summary” of sleep.md is another"]
    assert looked_at(other, heading, summary) == (told, 2, 1)
    assert looked_at(same, summary) == ([""], 0, 1)


class Shelf(Post):
    """An object of which something can no longer be asked."""

    @property
    def summary(self):
        """It raises where it has none."""
        return {"old": "a"}[self.words]

    @summary.setter
    def summary(self, words):
        self.words = words


def test_what_can_no_longer_be_asked_keeps_no_other_page_from_standing(followed):
    """A page has asked for a post that is gone, another of the same object has not."""
    names, end = followed[2], track(Shelf, followed[0])
    old, now = Shelf("Sleep", "old"), Shelf("Sleep", "gone")
    names |= dict.fromkeys(map(id, (old, now)), ("Shelf", "sleep"))
    try:
        heading = read(followed, {"shelf": old}, lambda see: see("shelf").heading)
        summary = read(followed, {"shelf": old}, lambda see: see("shelf").summary)
    finally:
        end()
    followed[1].make_wholes([heading, summary])
    later = again(followed, {})
    assert later.difference(heading, {"shelf": now}) == ""
    told = "KeyError is raised by what it has read"
    assert later.difference(summary, {"shelf": now}) == told


def test_lookups_are_not_put_together(followed):
    """One look has nothing to do with another."""
    comparison, names = followed[1:]
    minutes = Lookup("minutes", {"a": 3, "b": 4}.get)
    names[id(minutes)] = minutes.ledger_key
    end = track(Lookup, followed[0])
    try:
        found = read(followed, {"of": minutes}, lambda see: see("of").get("a"))
    finally:
        end()
    comparison.make_wholes([found])
    assert len(cut(found.reads)) == 1
    assert not comparison.wholes.used


def test_names_that_pages_have_in_common_are_compared_once(followed):
    """A page that means something else by one of them is found all the same."""
    comparison, names = followed[1], ("SITENAME", "menu", "title", "nothing")
    shared = {"SITENAME": "Blog", "menu": ("Home", "About")}
    comparison.shared = shared

    def page(**own):
        base = shared | {"title": "Sleep"} | own
        recorder = followed[0]
        with recorder.taking_down(base):
            for name in names:
                recorder.look_up(name, base.get(name, MISSING))
        return base, comparison.record(b"")

    pages = [page(), page(title="Mood"), page(menu="none")]
    own = [[name for name, _ in parts(followed, record.names)] for _, record in pages]
    assert own == [["title"], ["title"], ["menu", "title"]]

    def told(bases):
        """Return what differs, and how many sets of names were compared."""
        now, compared = again(followed, {}), []
        differs = now._names_differ
        now._names_differ = lambda *given: compared.append(given) or differs(*given)
        pairs = zip(pages, bases, strict=True)
        why = [now.difference(record, base) for (_, record), base in pairs]
        return why, len(compared)

    bases = [base for base, _ in pages]
    assert told(bases) == (["", "", ""], 5)
    same = told([{**base, "menu": ("Home", "About")} for base in bases])
    assert same == (["", "", "“menu” is another"], 5)
    for changed in ({"SITENAME": "Other"}, {"nothing": None}):
        (name,) = changed
        why, _ = told([bases[0], bases[1] | changed, bases[2]])
        assert why == ["", f"“{name}” is another", ""]


def test_what_no_page_changes_is_worked_out_once_while_pages_are_made(followed):
    """Each page's record has it; what a page might change is worked out each time."""
    recorder, _, names = followed
    made = []

    class Place:
        def __init__(self):
            self.number = 2

        @property
        def line(self):
            made.append("line")
            return f"Part {self.number}"

        @property
        def parts(self):
            made.append("parts")
            return [self.number]

    for own in ("line", "parts"):
        vars(Place)[own].fget.__module__ = "plugins.series.place"
    end = track(Place, recorder)
    place = Place()
    names[id(place)] = ("Place", "sleep.md")
    try:
        for fixed in (None, {}):
            made.clear()
            recorder.fixed = fixed
            for _ in range(2):
                record = read(
                    followed,
                    {"place": place},
                    lambda see: (see("place").line, see("place").parts),
                )
                ((_, own, _),) = parts(followed, record.reads)
                assert own == ("line", "parts")
            expected = (
                ["line", "parts"] * 2 if fixed is None else ["line"] + ["parts"] * 2
            )
            assert made == expected
    finally:
        end()
    assert again(followed, {}).difference(record, {"place": place}) == ""
    place.number = 3
    told = again(followed, {}).difference(record, {"place": place})
    assert told == "“line” of sleep.md is another"


def test_what_a_method_reads_the_page_has_read(followed):
    """Its own name says nothing."""
    names, post = followed[2], Post("Sleep")
    names[id(post)] = ("Post", "sleep.md")
    record = read(followed, {"article": post}, lambda see: see("article").first())
    assert [own for _, own, _ in parts(followed, record.reads)] == [("title",)]


def test_an_object_without_a_name_is_found_by_the_way_to_it(followed):
    """In the next run it is another object in the same place."""
    names = followed[2]
    outer, inner = Post("Sleep"), Post("Inner")
    outer.part = inner
    names |= {id(outer): ("Post", "sleep.md"), id(inner): "Post"}
    followed[1]._name_of = lambda one: names.get(id(one)) if one is outer else None
    record = read(followed, {"article": outer}, lambda see: see("article").part.title)
    assert parts(followed, record.reads)[1][0] == (("Post", "sleep.md"), "part", 0)


def test_what_comes_from_nowhere_is_not_followed(followed):
    """Nobody could find it again in the next run."""
    hidden = Post("Hidden")
    with pytest.raises(UnfollowedError, match="a Post from nowhere"):
        read(followed, {}, lambda _see: hidden.title)


def test_what_a_page_has_made_itself_needs_no_name(followed):
    """It is made of what the page has read."""
    record = read(followed, {}, lambda _see: Post("New").title)
    assert record.reads == b""


def test_of_a_list_only_that_is_read_which_is_asked(followed):
    """Whether there are any is no question about each of them."""
    base = {"tags": [("a", [1, 2]), ("b", [])]}
    asks = bool
    record = read(followed, base, lambda see: asks(see("tags")))
    assert [name for name, _ in parts(followed, record.names)] == ["tags?"]
    more = {"tags": [("c", [3])]}
    assert again(followed, {}).difference(record, more) == ""
    told = again(followed, {}).difference(record, {"tags": []})
    assert told == "“tags” is another"


def test_a_list_in_a_list_is_read_apart(followed):
    """A page that prints the names of tags prints none of their posts."""
    base = {"tags": [("a", [1, 2]), ("b", [])]}
    record = read(followed, base, lambda see: [name for name, _ in see("tags")])
    assert [name for name, _ in parts(followed, record.names)] == ["tags"]
    more = {"tags": [("a", [1, 2, 3]), ("b", [4])]}
    assert again(followed, {}).difference(record, more) == ""
    record = read(followed, base, lambda see: [bool(own) for _, own in see("tags")])
    assert [name for name, _ in parts(followed, record.names)] == [
        "tags",
        "tags/0/1?",
        "tags/1/1?",
    ]
    assert again(followed, {}).difference(record, more) == "“tags” is another"


@pytest.mark.parametrize(
    "ask",
    [
        list,
        len,
        sorted,
        lambda one: one[0],
        lambda one: one[:1],
        lambda one: 1 in one,
        lambda one: add(one, [9]),
        lambda one: add([9], one),
        lambda one: one == [1, 2],
        lambda one: [*one],
        max,
        tuple,
        lambda one: one.index(2),
        lambda one: list(reversed(one)),
        repr,
    ],
)
def test_a_heard_list_answers_as_a_list(ask):
    """And tells that it was asked."""
    heard = []
    one = HeardList([1, 2], "numbers", lambda name, _value: heard.append(name))
    assert ask(one) == ask([1, 2])
    assert set(heard) == {"numbers"}


def test_a_kind_that_was_heard_is_as_it_was():
    """Another run of the process meets the kind as it was."""
    before = Post.__getattribute__, Post.__init__
    track(Post, Recorder())()
    assert (Post.__getattribute__, Post.__init__) == before


@dataclass(frozen=True)
class Plain:
    """A value, with an answer that it keeps."""

    name: str

    @cached_property
    def length(self):
        """Worked out once."""
        return len(self.name)


def test_a_digest_follows_values_and_passes_over_what_was_worked_out():
    """Two runs ask in different order."""
    one, other = Plain("a"), Plain("a")
    assert other.length == 1
    digest = Digests({}, {}).digest
    assert digest(one) == digest(other) != digest(Plain("b"))
    assert digest([1, "1"]) != digest(["1", 1])
    assert digest({"a": 1}) != digest({"a": "1"})
    assert digest(("ab", "c")) != digest(("a", "bc"))
    assert digest({1, 2}) == digest({2, 1})


def test_a_digest_refuses_what_it_cannot_compare():
    """A page that reads it is made in each run."""
    with pytest.raises(UnfollowedError, match="generator"):
        Digests({}, {}).digest(one for one in ())


def test_a_function_is_what_it_does_and_what_it_holds():
    """A filter of the settings that was changed is another filter."""
    digest = Digests({}, {}).digest

    def adds(number):
        return lambda one: one + number

    assert digest(adds(1)) == digest(adds(1)) != digest(adds(2))
    assert digest(lambda one: one + 1) != digest(lambda one: one - 1)


@pytest.mark.parametrize("hold", [tuple, list, set, lambda one: {"key": one.pop()}])
def test_what_is_taken_along_is_read_in_any_container(hold):
    """Nobody looks at it while it is made."""
    recorder = Recorder()
    end = track(Plain, recorder)
    kept = hold([Plain("a")])
    with recorder.taking_down({}):
        read_whole(kept)
        read_whole(Plain)  # a kind is no record
    end()
    assert [own for _, own in recorder.objects.values()] == [{"name": "a"}]


#: A function that names it is followed into it; Python 3.12 keeps nothing in it.
KIND = TypeVar("KIND", bound=object)


def test_a_parameter_of_types_is_followed_by_its_name_alone():
    """What it is bound to is nothing that a page could say."""
    digest = Digests({}, {}).digest
    assert digest(KIND) == digest(TypeVar("KIND")) != digest(TypeVar("OTHER"))
    assert digest(lambda: KIND)
