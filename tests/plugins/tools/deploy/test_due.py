"""``invoke deploy --due``: what the clock brings goes out, and nothing else."""

from __future__ import annotations

import json
import shutil

import pytest

from plugins.tools.deploy.assets import has_hash
from plugins.tools.deploy.precompress import original_of
from plugins.tools.deploy.record import parse_record
from tests.plugins.incremental.fresh_builds import read_tree
from tests.plugins.incremental.small_site import SmallSite
from tests.plugins.tools.clocked import CLOCK, IGNORED, WHO, Clocked, make_clocked
from tests.plugins.tools.conftest import ROOT, TASKS

SLEEP = "  post  2026-03-14 10:30  “Sleep after it”  content/posts/sleep.md"


@pytest.fixture(name="www")
def _www(tmp_path):
    return tmp_path / "the www"


@pytest.fixture(name="site")
def _site(tmp_path, www):
    """Make a site and its first release, on the first of March."""
    site = make_clocked(tmp_path / "blog", www)
    assert site.run("deploy", "live", "--yes").code == 0
    return site


def due(site, *words):
    return site.run("deploy", "live", "--due", *words)


def current(www):
    return (www / "current").resolve().name


def is_live(www, name="sleep.html"):
    return (www / "current" / name).is_file()


def test_where_nothing_came_due_one_line_says_so_and_nothing_is_built(site, www):
    """With what comes next; with ``--quiet`` not even that."""
    before, made = current(www), sorted((site.root / ".bulletin").rglob("*.html"))
    for file in made:
        file.unlink()  # a build would bring them back
    site.at("2026-03-14T10:29")
    ended = due(site)
    assert (ended.code, ended.err) == (0, "")
    after = "Next: “Sleep after it” (content/posts/sleep.md), 2026-03-14 10:30."
    assert ended.out == f"Nothing came due for {www} since 2026-03-01 09:00. {after}\n"
    quiet = due(site, "--quiet")
    assert (quiet.code, quiet.said) == (0, "")
    assert current(www) == before
    assert made
    assert not any(file.exists() for file in made)


def test_a_post_whose_time_has_come_is_published_and_named(site, www):
    """Though nobody is there to agree; and once, not each hour."""
    site.at("2026-03-14T10:30")
    ended = due(site, "--quiet")
    assert ended.code == 0, ended.said
    assert f"Came due for {www} since 2026-03-01 09:00:\n{SLEEP}\n" in ended.out
    assert f"{www} shows release {current(www)}." in ended.out
    assert is_live(www)
    record = site.records(www)[current(www)]
    assert record["now"] == "2026-03-14T10:30:00+00:00"
    assert record["coming"] == []
    assert "content/posts/sleep.md" in record["out"]
    assert due(site).out.startswith("Nothing came due")


def test_a_plan_of_what_comes_due_builds_and_sends_nothing(site, www):
    """An author can look ahead."""
    before = current(www)
    ended = due(site, "--plan", "--now", "2026-03-15")
    assert ended.code == 0, ended.said
    assert SLEEP in ended.out
    assert "  new      sleep.html" in ended.out
    assert current(www) == before


def test_a_release_made_for_a_later_time_is_not_due_again(site, www):
    """Its record says for which time it was made."""
    assert site.run("deploy", "live", "--yes", "--now", "2026-03-20").code == 0
    assert is_live(www)
    site.at("2026-03-21T00:00")
    assert due(site).out.startswith(f"Nothing came due for {www} since 2026-03-20.")


def test_a_commit_alone_waits_for_its_author_and_goes_with_what_is_due(site, www):
    """An unfinished one is not published because an hour has passed."""
    site.post("post-1", "Edited.")
    edit = site.commit("Say it better")
    site.at("2026-03-05T09:00")
    ended = due(site)
    assert ended.code == 0
    assert "1 commit since then waits for: invoke deploy live" in ended.out
    assert "Edited." not in (www / "current/post-1.html").read_text()

    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 0, ended.said
    assert SLEEP in ended.out
    assert f"  {edit[:7]} Say it better" in ended.out
    assert "Edited." in (www / "current/post-1.html").read_text()


def test_a_post_that_is_committed_when_its_date_has_passed_is_due(site, www):
    """Also where it was scheduled after the last release."""
    site.post("late", date="2026-03-04", title="Late one")
    site.post("draft", date="2026-03-04", status="draft")
    site.commit("Late one")
    site.at("2026-03-03T09:00")
    assert "Next: “Late one”" in due(site).out
    site.at("2026-03-04T00:00")
    ended = due(site)
    assert "  post  2026-03-04  “Late one”  content/posts/late.md" in ended.out
    assert is_live(www, "late.html")
    assert not is_live(www, "draft.html")


def test_a_renamed_file_is_no_new_post(site):
    """Its uid says which one it is."""
    site.at("2026-03-14T10:30")
    assert due(site).code == 0
    site.git("mv", "content/posts/sleep.md", "content/posts/night.md")
    site.commit("Another name")
    assert due(site).out.startswith("Nothing came due")


def test_a_review_that_falls_due_is_built(site, www):
    """It may change what readers see, by what a theme makes of it."""
    template = site.root / "theme/templates/article.html"
    mark = "{% if article.front_matter.is_review_due %}Old.{% endif %}"
    template.write_text(template.read_text().replace("<h1>", f"{mark}<h1>"))
    conf = (site.root / "pelicanconf.py").read_text()
    site.write("pelicanconf.py", f'{conf}PEOPLE = {{"Dr. A": {{}}}}\n')
    reviewed = {"reviewed_by": "Dr. A", "reviewed": "2026-01-02"}
    site.post("post-1", review_due="2026-03-08", **reviewed)
    site.commit("Reviewed")
    assert site.run("deploy", "live", "--yes").code == 0
    assert "Old." not in (www / "current/post-1.html").read_text()
    site.at("2026-03-07T23:59")
    assert "Next: review of “Title of post-1”" in due(site).out
    site.post("post-2", "Edited.")
    site.commit("So that the site is read")
    site.at("2026-03-08T00:00")
    ended = due(site)
    assert "  review  2026-03-08  “Title of post-1”" in ended.out, ended.said
    assert "Old." in (www / "current/post-1.html").read_text()


def test_work_that_is_not_committed_matters_only_where_something_is_due(site, www):
    """It is not published, and nobody is told so each hour."""
    site.post("post-1", "Half of a thought")
    assert due(site).code == 0
    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 1
    assert SLEEP in ended.out
    assert "Not committed: content/posts/post-1.md." in ended.err
    assert not is_live(www)


def test_what_was_published_uncommitted_is_no_measure(site, www):
    """A scheduled post that was taken out for once and came back is still due."""
    text = (site.root / "content/posts/sleep.md").read_text()
    (site.root / "content/posts/sleep.md").unlink()
    assert site.run("deploy", "live", "--yes", "--force").code == 0
    site.write("content/posts/sleep.md", text)
    site.at("2026-03-15T09:00")
    assert SLEEP in due(site).out
    assert is_live(www)


LATE = """
import subprocess
from pathlib import Path
from pelican import signals
POSTS = Path(__file__).parent / "content/posts"
def commit(_pelican):
    if not (POSTS / "while.md").exists():
        text = (POSTS / "sleep.md").read_text().replace("sleep", "while")
        text = text.replace("03-14 10:30", "03-04").replace("uid: s1", "uid: w1")
        (POSTS / "while.md").write_text(text)
        subprocess.run(["git", "add", "--all"], cwd=POSTS, check=True)
        subprocess.run(["git", "commit", "-qm", "While"], cwd=POSTS, check=True)
def register():
    signals.finalized.connect(commit)
"""


def test_what_is_committed_while_a_site_is_built_is_not_taken_for_built(site, www):
    """The release's commit is the one that was checked out before."""
    conf = (site.root / "pelicanconf.py").read_text()
    site.write("late.py", LATE)
    plugins = 'PLUGINS = ["plugins.front_matter", "late"]\nPLUGIN_PATHS = ["."]\n'
    site.write("pelicanconf.py", conf + plugins)
    before = site.commit("A plugin")
    ended = site.run("deploy", "live", "--yes", **WHO)
    assert ended.code == 0, ended.said
    assert site.records(www)[current(www)]["commit"].startswith(before)
    assert site.git("log", "-1", "--format=%s").strip() == "While"
    assert not is_live(www, "while.html")
    site.at("2026-03-05T09:00")
    assert "content/posts/while.md" in due(site).out
    assert is_live(www, "while.html")


def test_a_plan_that_deletes_much_needs_force_here_too(site, www):
    """A job asks nobody, and that is no reason to empty a site."""
    for number in range(20):
        site.post(f"more-{number}")
    site.commit("More")
    assert site.run("deploy", "live", "--yes").code == 0
    for number in range(20):
        (site.root / f"content/posts/more-{number}.md").unlink()
    site.commit("Less")
    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 1
    assert "This would delete 20 files" in ended.err
    assert not is_live(www)


def test_another_branch_is_not_published(site, www):
    """What an author tries out there is not for readers."""
    site.git("switch", "--quiet", "--create", "idea")
    site.post("idea", date="2026-03-02")
    site.commit("An idea")
    ended = due(site)
    assert ended.code == 0
    assert (
        f"{www} shows branch main, and idea is checked out here (git switch main)."
        in ended.out
    )
    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 1
    assert SLEEP in ended.out
    assert "“Title of idea”" not in ended.out
    assert "Nothing was built: " in ended.err
    assert not is_live(www)


def test_an_older_or_other_clone_takes_nothing_back(site, www, tmp_path):
    """It does not have what another machine has published."""
    other = Clocked(tmp_path / "other")
    site.git("clone", "--quiet", ".", str(other.root))
    site.post("new", date="2026-03-02")
    new = site.commit("New")
    site.at("2026-03-02T09:00")
    assert site.run("deploy", "live", "--yes").code == 0
    other.at("2026-03-03T09:00")
    ended = due(other)
    assert ended.code == 0
    assert f"shows commit {new}, which is not known here (git pull)." in ended.out
    other.at("2026-03-15T09:00")
    ended = due(other)
    assert ended.code == 1
    assert SLEEP in ended.out
    assert f"shows commit {new}, which is not known here" in ended.err
    assert is_live(www, "new.html")
    other.git("pull", "--quiet")
    assert due(other).code == 0
    assert is_live(www, "new.html")
    assert is_live(www)


def test_a_clone_without_older_commits_is_told_how_to_get_them(site, www, tmp_path):
    """Where the commit of the release is one of them."""
    site.post("post-1", "Edited.")
    site.commit("Edit")
    other = Clocked(tmp_path / "other")
    words = ["--quiet", "--depth=1", f"file://{site.root}", str(other.root)]
    site.git("clone", *words)
    other.at("2026-03-15T09:00")
    ended = due(other)
    assert ended.code == 1
    assert "not known here (git fetch --unshallow). When" in ended.err
    other.git("fetch", "--quiet", "--unshallow")
    assert due(other).code == 0
    assert is_live(www)


def test_a_commit_that_is_checked_out_is_as_good_as_its_branch(site, www):
    """As build services do it."""
    site.git("checkout", "--quiet", "--detach")
    site.at("2026-03-15T09:00")
    assert due(site).code == 0
    assert is_live(www)


def test_a_site_may_lie_below_the_root_of_its_repository(tmp_path, www):
    """What is committed elsewhere in it is another's affair."""
    site = make_clocked(tmp_path / "whole" / "blog", www)
    shutil.rmtree(site.root / ".git")
    whole = Clocked(tmp_path / "whole")
    whole.git("init", "--quiet")
    whole.commit("All")
    assert site.run("deploy", "live", "--yes").code == 0
    whole.write("notes.txt", "Not of the blog.")
    whole.commit("Notes")
    assert "1 commit" not in due(site).out
    site.post("post-1", "Edited.")
    whole.commit("Edit")
    assert "1 commit since then waits" in due(site).out
    whole.write("notes.txt", "Not committed.")
    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 0, ended.said
    assert is_live(www)


def test_history_that_was_rewritten_is_no_reason_to_publish(site, www):
    """What visitors have is not part of it."""
    site.git("commit", "--quiet", "--amend", "--message", "Once more")
    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 1
    assert "which is not part of what is checked out here" in ended.err
    assert not is_live(www)


def test_a_rollback_is_not_undone_by_a_job(site, www):
    """Whoever went back had a reason; the next deploy by hand ends that."""
    first = current(www)
    site.at("2026-03-15T09:00")
    assert due(site).code == 0
    assert site.run("rollback", "live").code == 0
    ended = due(site, "--quiet")
    assert ended.code == 1
    assert SLEEP in ended.out
    assert (
        "again, which is not its newest release: somebody went back. When" in ended.err
    )
    assert current(www) == first
    (site.root / "content/posts/sleep.md").unlink()
    site.commit("Take it back")
    assert "has this site already" in site.run("deploy", "live", "--yes").out
    site.post("dream", date="2026-03-16", title="Dream")
    site.commit("Dream")
    site.at("2026-03-16T00:00")
    ended = due(site)
    assert ended.code == 0, ended.said
    assert is_live(www, "dream.html")


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_place_without_a_release_is_not_filled_by_a_job(site, www, is_begun):
    """A disk that is not mounted looks like a new server."""
    shutil.rmtree(www)
    if is_begun:
        www.mkdir()
    ended = due(site, "--quiet")
    assert ended.code == 1
    assert f"{www}/current is not there" in ended.err
    assert "once by hand: invoke deploy live" in ended.err
    assert not (www / "releases").exists()


@pytest.mark.parametrize("text", [None, "{", "[]", '{"version": 2}', '{"version": 1}'])
def test_a_release_without_a_record_is_known_by_its_name(site, www, text):
    """As an older version made it: its time and its commit stand there."""
    release = f"20260301T090000.000-{current(www).rpartition('-')[2]}"
    (www / "releases" / current(www)).rename(www / "releases" / release)
    (www / "current").unlink()
    (www / "current").symlink_to(f"releases/{release}")
    shutil.rmtree(www / ".records")
    if text is not None:
        (www / ".records").mkdir()
        (www / ".records" / f"{release}.json").write_text(text)
    site.at("2026-03-10T09:00")
    ended = due(site)
    assert ended.code == 0, ended.said
    assert "That is the time in the release's name: it has no record yet." in ended.out
    assert due(site, "--quiet").said == ""
    site.at("2026-03-15T09:00")
    ended = due(site)
    assert ended.code == 0, ended.said
    assert SLEEP in ended.out
    assert "it has no record yet" in ended.out
    assert is_live(www)
    record = parse_record((www / f".records/{current(www)}.json").read_text())
    assert record.release == current(www)


def test_a_site_with_an_error_says_that_nothing_is_known(site, www):
    """It is never taken for one where nothing came due."""
    site.post("bad", status="pubished")
    site.commit("Bad")
    ended = due(site, "--quiet")
    assert ended.code == 1
    assert "What came due cannot be known before this is mended:" in ended.out
    assert "content/posts/bad.md" in ended.err
    assert not is_live(www)


def test_a_site_without_git_and_without_our_plugins_is_read_each_time(place, tmp_path):
    """Pelican alone holds posts back there, by its own clock."""
    www = tmp_path / "www"
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f"{conf}WITH_FUTURE_DATES = False\n")
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    later = place.post("later", date="2126-03-14 10:00")
    assert place.run("deploy", "live", "--yes").code == 0
    (record,) = (www / ".records").iterdir()
    assert [one["path"] for one in json.loads(record.read_text())["coming"]] == [
        "content/posts/later.md"
    ]
    place.post("draft", status="draft")
    assert "Next: “Title of later”" in due(place).out
    later.write_text(later.read_text().replace("2126", "2026"))
    ended = due(place)
    assert "  post  2026-03-14 10:00  “Title of later”" in ended.out, ended.said
    assert is_live(www, "later.html")


def test_old_records_go_with_their_releases(site, www):
    """And with one that could not be shown."""
    for number in range(7):
        site.post("post-1", f"Edit {number}.")
        site.commit(f"Edit {number}")
        assert site.run("deploy", "live", "--yes").code == 0
    assert [*site.records(www)] == sorted(p.name for p in (www / "releases").iterdir())


#: A post comes out on the third, a review falls due on the fourth (and our theme shows
#: nothing of it), a planned part is late from July on.
MOMENTS = ("06-02", "06-03", "06-04", "12-01")


@pytest.mark.parametrize(
    ("has_git", "shows_reviews"),
    [
        (True, True),
        pytest.param(False, True, marks=pytest.mark.long),
        pytest.param(True, False, marks=pytest.mark.long),
    ],
)
def test_at_any_time_visitors_get_what_a_build_makes(tmp_path, has_git, shows_reviews):
    """On a site with everything on: nothing else depends on the clock."""
    small = SmallSite(tmp_path / "blog", changes={"SITEURL": "https://aureo.health"})
    small.make()
    site, www = Clocked(small.root), tmp_path / "www"
    conf = (site.root / "pelicanconf.py").read_text()
    site.write("pelicanconf.py", conf + CLOCK)
    site.write("tasks.py", TASKS.format(root=str(ROOT)))
    site.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    if shows_reviews:
        mark = "{% if article.front_matter.is_review_due %}Old.{% endif %}"
        before = "{{ article.own"
        small.edit("theme/templates/article.html", before, f"{mark}{before}")
    if has_git:
        site.write(".gitignore", IGNORED + ".cache/\nbuilt/\n")
        site.git("init", "--quiet")
        site.commit("All")
    site.at("2026-06-01")
    assert site.run("deploy", "live", "--yes").code == 0
    shown, said = [current(www)], []
    for moment in MOMENTS:
        site.at(f"2026-{moment}")
        ended = due(site)
        assert ended.code == 0, ended.said
        said.append(ended.out.partition(" ")[0])
        assert site.run("build", "--output", "built", "--quiet").code == 0
        made = site.files("built")
        del made["_headers"]  # for a host of another kind
        release = read_tree((www / "current").resolve())
        shows = {p: data for p, data in release.items() if not original_of(p)}
        for old in {p for p in shows.keys() - made.keys() if has_hash(p)}:
            assert old.startswith("images/made/card.")  # stays for pages in caches
            del shows[old]
        assert made == shows
        shown += [current(www)] if current(www) != shown[-1] else []
    nothing, came = "Nothing", "Came"
    assert said == [nothing, came, came, nothing]
    assert len(shown) == (3 if shows_reviews else 2)
