"""What adapters ask of Pelican has one answer in a run."""

from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from plugins.body import Body
from plugins.ledger import LEDGER, Ledger
from plugins.problem import SettingsError
from plugins.report import JOBS, BuildStoppedError, begin_run, run_state
from plugins.safe_html.policy import Policy
from plugins.site import (
    BESIDE,
    DRAFTS,
    PUBLISHED,
    ask_early,
    contents_of,
    do_beside,
    find_image,
    foresee,
    judge_by,
    judge_early,
    now,
    share,
    slugify_for,
    today,
    will_ask,
    words_per_minute,
    zone_of,
)


@pytest.mark.parametrize(
    ("zone", "said", "day"),
    [
        ("Pacific/Kiritimati", "2026-03-14T11:00:00+00:00", date(2026, 3, 15)),
        ("Pacific/Pago_Pago", "2026-03-14T09:00:00+00:00", date(2026, 3, 13)),
        ("America/Los_Angeles", "2026-03-14", date(2026, 3, 14)),
        ("UTC", datetime(2026, 3, 14, 23, tzinfo=UTC), date(2026, 3, 14)),
    ],
)
def test_today_is_the_day_at_the_site(zone, said, day):
    """It was UTC's for references and the site's for series."""
    assert today({"TIMEZONE": zone, "BULLETIN_NOW": said}) == day


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_without_a_given_time_the_clock_of_the_sites_zone_counts(zone):
    """The two are never on the same day."""
    moment = now({"TIMEZONE": zone})

    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)
    assert moment.utcoffset() == datetime.now(ZoneInfo(zone)).utcoffset()


def test_now_does_not_pass_within_a_run():
    """A build over midnight has one day; the next run looks at the clock again."""
    settings = {"TIMEZONE": "UTC"}
    first = now(settings)

    assert now(settings) is first
    begin_run(SimpleNamespace(settings=settings))
    assert now(settings) > first


def test_a_time_that_is_none_ends_the_run():
    """It would otherwise be the clock's, without a word."""
    with pytest.raises(SettingsError, match="BULLETIN_NOW “soon”"):
        now({"BULLETIN_NOW": "soon"})


def test_an_unknown_zone_counts_as_utc():
    """Who checks the settings has said so."""
    assert zone_of({"TIMEZONE": "Moon/Sea"}) is UTC


def test_slugs_follow_the_sites_rules_and_those_of_their_kind():
    """Case, letters of other scripts, and substitutions."""
    settings = {
        "SLUGIFY_USE_UNICODE": True,
        "SLUGIFY_PRESERVE_CASE": True,
        "SLUG_REGEX_SUBSTITUTIONS": [(r"\s+", "-")],
        "TAG_REGEX_SUBSTITUTIONS": [(r"\s+", "_")],
    }

    assert slugify_for(settings)("Schlaf 睡眠") == "Schlaf-睡眠"
    assert slugify_for(settings, "tag")("Schlaf 睡眠") == "Schlaf_睡眠"
    assert slugify_for(settings, "author")("Schlaf 睡眠") == "Schlaf-睡眠"


def test_contents_come_once_and_by_kind():
    """Pelican lists an article in several lists."""
    generators = [
        SimpleNamespace(articles=["a", "b"], drafts=["c"]),
        SimpleNamespace(pages=["a", "d"], draft_pages=None),
    ]

    assert list(contents_of(generators)) == ["a", "b", "c", "d"]
    assert list(contents_of(generators, PUBLISHED)) == ["a", "b", "d"]
    assert list(contents_of(generators, DRAFTS)) == ["c"]


def test_an_image_is_looked_for_in_the_content_folder_first(tmp_path):
    """Then in its folder of images, as older posts name them."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").touch()
    settings = {"PATH": str(tmp_path)}

    assert find_image("a.png", settings) == tmp_path / "images" / "a.png"
    assert find_image("/images/a.png", settings) == tmp_path / "images" / "a.png"
    (tmp_path / "a.png").touch()
    assert find_image("a.png", settings) == tmp_path / "a.png"
    assert find_image("b.png", settings) is None


@pytest.mark.parametrize(
    ("settings", "pace"),
    [
        ({}, 220),
        ({"SERIES": {"words_per_minute": 100}}, 100),
        ({"READING": {"words_per_minute": 150}}, 150),
        (
            {
                "SERIES": {"words_per_minute": 100},
                "READING": {"words_per_minute": 150},
            },
            150,
        ),
    ],
)
def test_there_is_one_pace_of_reading(settings, pace):
    """Whichever plugin the site set it for."""
    assert words_per_minute(settings) == pace


def in_processes(work):
    """Let two processes do a work for forty files."""
    settings = {"PATH": "content"}
    run_state(settings)[JOBS] = 2
    return share("works", [f"p{number}.md" for number in range(40)], work, settings)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_answers_of_several_processes_come_in_their_order():
    """Whoever has found them."""
    found = in_processes(str.upper)
    assert found == [f"P{number}.MD" for number in range(40)]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_what_a_worker_raises_is_raised_as_ever():
    """With the traceback of one process."""

    def fail(path):
        raise ValueError(path)

    with pytest.raises(ValueError, match=r"p0\.md"):
        in_processes(fail)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_worker_that_is_killed_is_told_with_its_file():
    """And the run ends."""
    assert threading.active_count() == 1  # else no process is begun to be killed
    own, (begun, told) = os.getpid(), os.pipe()

    def die(_path):
        if os.getpid() != own:
            os.write(told, b"!" * 40)
            os.kill(os.getpid(), signal.SIGKILL)
        os.read(begun, 1)

    with pytest.raises(BuildStoppedError, match="SIGKILL"):
        in_processes(die)
    os.close(begun)
    os.close(told)


class OpenLedger(Ledger):
    """A ledger that keeps, and knows nothing yet."""

    is_open = True


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("is_killed", [False, True])
def test_what_is_foreseen_is_worked_out_once_for_each(is_killed):
    """By whichever process; a fault is left to whoever recalls it, and so is a kill."""
    own, (done, told) = os.getpid(), os.pipe()
    settings = {"PATH": "content"}
    run_state(settings)[JOBS] = 2
    things = list(range(40))

    def work(number):
        if is_killed and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(told, bytes([number]))
        raise ValueError(number)

    foresee("works", things, work, settings)
    assert os.get_blocking(done)
    os.set_blocking(done, False)
    with pytest.raises(BlockingIOError):  # without a ledger all would be in vain
        os.read(done, 1)
    run_state(settings)[LEDGER] = OpenLedger()
    foresee("works", things, work, settings)
    numbers = sorted(os.read(done, 100))
    assert len(numbers) == len(set(numbers))
    assert is_killed or numbers == things
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    os.close(done)
    os.close(told)


class AskedLedger(Ledger):
    """A ledger that takes down what it is asked for."""

    def __init__(self):
        self.asked = []

    def recall(self, kind, given, make, tables=()):
        self.asked.append(kind)
        return super().recall(kind, given, make, tables)


def test_a_text_at_hand_is_judged_if_it_will_be():
    """By what it is judged by at that time, and the answer is asked of the ledger."""
    settings, ledger = {"PATH": "content"}, AskedLedger()
    run_state(settings)[LEDGER] = ledger
    body, policy = Body("<p>Text.</p>"), Policy(frozenset())
    judge_early(body, settings)
    assert ledger.asked == []
    judge_by(policy, settings)
    judge_early(body, settings)
    assert (ledger.asked, body.cleared) == (["safe"], {policy})
    judge_early(Body("<script>"), settings)
    assert ledger.asked == ["safe", "safe"]


def test_what_will_be_asked_of_a_content_is_asked_early_once():
    """Each of it, whatever one of them raises; who asks later meets that again."""
    settings, asked = {"PATH": "content"}, []
    content = SimpleNamespace(settings=settings)
    ask_early(content)
    will_ask("faulty", lambda one: one.nothing, settings)
    for _ in ("article generator", "page generator"):
        will_ask("known", asked.append, settings)
    ask_early(content)
    assert asked == [content]


def test_what_no_page_needs_waits_for_the_making_of_pages():
    """Where pages are planned; else it is done at once."""
    settings, done = {"PATH": "content"}, []
    do_beside(lambda: done.append("at once"), settings)
    waiting = run_state(settings)[BESIDE] = []
    do_beside(lambda: done.append("later"), settings)
    assert done == ["at once"]
    waiting[0]()
    assert done == ["at once", "later"]
