"""Previews: drafts for those who know the address, for a while, and for nobody else."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from plugins.tools.deploy import folder
from plugins.tools.deploy.s3.transport import S3Transport
from plugins.tools.deploy.staging import REFERRER, forbid_index, keep_from_search
from tests.caddy import caddy
from tests.needs import needs
from tests.plugins.tools.clocked import make_clocked
from tests.plugins.tools.conftest import an_ssh_server, make_place, strict
from tests.plugins.tools.deploy.s3.stores import KeyedPlace, a_store
from tests.web_servers import each_server

SAID = re.compile(
    r"^Preview sleep-2: (https://blog\.aureo\.health/preview/"
    r"(sleep-2-[a-z2-9]{16})/) \(until (\d{4}-\d\d-\d\d)\)$",
    re.MULTILINE,
)
NOINDEX = re.compile(r'<meta name="robots" content="noindex">')


def draft(place):
    """Give a site a draft, and a theme that knows nothing of previews."""
    strict(place)
    place.post("asleep", "Words of a draft.", status="draft", uid="d1")
    return place


def targets(place, **keys):
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    place.write("invoke.yaml", f"deploy:\n  live:\n{lines}")


def put(place, *words):
    """Put the preview there; return its address and its folder."""
    ended = place.run("deploy", "live", "--preview", "sleep-2", "--yes", *words)
    assert ended.code == 0, ended.said
    address, name, _ = SAID.search(ended.out).groups()
    assert ended.out.endswith(")\n")
    return address, name


@contextmanager
def _a_target(kind, tmp_path):
    """Yield the keys of a target, and where visitors find site and previews."""
    if kind == "folder":
        www = tmp_path / "www"
        yield {"path": www}, www / "current", www / "preview"
    else:
        with a_store("rclone", tmp_path / "store") as endpoint:
            site = tmp_path / "store/site/blog"
            keys = {"bucket": "site", "prefix": "blog", "endpoint": endpoint}
            yield keys, site, site / "preview"


def names(top):
    """Return the paths of all files below a folder, as visitors find them."""
    found = (file for file in top.rglob("*") if file.is_file())
    return sorted(file.relative_to(top).as_posix() for file in found)


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_a_preview_stands_beside_the_site_and_goes_without_a_trace(kind, tmp_path):
    """It has the drafts; its address stays while it is put anew; the site is as was."""
    place = draft(KeyedPlace(make_place(tmp_path / "blog").root))
    with _a_target(kind, tmp_path) as (keys, site, previews):
        targets(place, **keys)
        assert place.run("deploy", "live", "--yes").code == 0
        before = {name: (site / name).read_bytes() for name in names(site)}

        address, name = put(place)
        shown = previews / name
        assert "Words of a draft." in (shown / "asleep.html").read_text()
        pages = [one for one in names(shown) if one.endswith(".html")]
        assert len(pages) > 5
        for page in pages:
            text = (shown / page).read_text()
            assert len(NOINDEX.findall(text)) == 1, page
            assert text.count(REFERRER) == 1, page
        # A theme of others links by SITEURL, which is the preview's own address.
        assert f'<a href="{address}">Home</a>' in (shown / "asleep.html").read_text()

        place.post("asleep", "Other words.", status="draft", uid="d1")
        assert put(place) == (address, name)
        assert "Other words." in (shown / "asleep.html").read_text()

        place.post("post-1", "Edited.")
        deployed = place.run("deploy", "live", "--yes")
        assert re.search(r"0 new, [2-4] changed, 0 deleted", deployed.out)
        assert deployed.err == ""
        assert place.run("rollback", "live").code == 0
        assert {one: (site / one).read_bytes() for one in before} == before
        more = [one for one in names(site) if one not in before and one[0] != "."]
        assert all(one.startswith(f"preview/{name}/") for one in more)

        listed = place.run("releases", "live").out
        assert (
            "\n1 preview, for those who know the address:\n  sleep-2  until" in listed
        )
        assert f"\n    {address}\n" in listed
        told = json.loads(place.run("releases", "live", "--format", "json").out)
        assert [one["address"] for one in told["previews"]] == [address]
        assert len(told["releases"]) == 2

        dropped = place.run("releases", "live", "--drop", "sleep-2")
        assert (dropped.code, dropped.out) == (0, "The preview sleep-2 is gone.\n")
        assert name not in "".join(map(str, tmp_path.glob("[ws]*/**/*")))
        assert {one: (site / one).read_bytes() for one in before} == before
        told = json.loads(place.run("releases", "live", "--format", "json").out)
        assert told["previews"] == []
        assert put(place)[1] != name


@pytest.mark.server
@needs("sshd", "rsync")
def test_a_preview_at_a_server_reached_by_ssh(tmp_path):
    """It lies as in a folder here, where nobody can list it, and goes."""
    place = draft(make_place(tmp_path / "blog"))
    www = tmp_path / "www"
    with an_ssh_server(tmp_path / "ssh") as keys:
        targets(place, **keys, path=www)
        address, name = put(place)
        assert (
            "Words of a draft." in (www / "preview" / name / "asleep.html").read_text()
        )
        for folder_ in ("preview", ".previews"):
            assert oct((www / folder_).stat().st_mode)[-3:] == "711"
        assert f"    {address}\n" in place.run("releases", "live").out
        aged(www, name, 31)
        ended = place.run("releases", "live")
        assert "The preview sleep-2 is over, and gone.\n" in ended.out
    assert not [*(www / "preview").iterdir(), *(www / ".previews").iterdir()]
    assert not [*www.glob("*/.*.part")]


@each_server
def test_a_server_shows_previews_with_our_lines_and_no_list_of_them(serve, tmp_path):
    """Without the lines the deploy says what is missing; with them nothing is."""
    place = draft(make_place(tmp_path / "blog"))
    conf = (place.root / "pelicanconf.py").read_text()
    plugins = 'PLUGINS += ["plugins.security_headers"]\n'
    place.write("pelicanconf.py", conf + plugins)
    www, folder_ = tmp_path / "www", tmp_path / "server"
    folder_.mkdir()
    plain = "file_server\n" if serve is caddy else ""
    targets(place, path=www)
    assert place.run("deploy", "live", "--yes").code == 0
    with serve(www / "current", folder_, plain) as url:
        targets(place, path=www, url=url, wait=0)
        ended = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
        assert ended.code == 1
        assert re.search(
            rf"^  {url}/preview/\S+ \(.*\) answers with 404", ended.err, re.MULTILINE
        )
        command = f"invoke headers {serve.__name__} --target live"
        assert "Its server must show it; for nginx: " in ended.err
        assert command in ended.err
    lines = place.run(*command.split()[1:]).out
    with serve(www / "current", folder_, lines) as url, httpx.Client() as visitor:
        targets(place, path=www, url=url, wait=0)
        ended = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
        assert ended.code == 0, ended.said
        assert "Verified: what was sent comes from " in ended.out
        assert ended.err == ""
        name = SAID.search(ended.out)[2]
        shown = f"{url}/preview/{name}"
        for path in ("/", "/asleep.html", "/theme/main.css", "/feeds/all.atom.xml"):
            answer = visitor.get(shown + path)
            assert (answer.status_code, answer.headers["x-robots-tag"]) == (
                200,
                "noindex",
            )
            assert "default-src" in answer.headers["content-security-policy"]
        assert visitor.get(f"{url}/asleep.html").status_code == 404
        assert visitor.get(f"{url}/").headers.get("x-robots-tag") is None
        for hidden in ("/preview/", "/preview", "/.previews/", f"/preview/{name}/../"):
            assert visitor.get(url + hidden).status_code in (403, 404)
        assert place.run("releases", "live", "--drop", "sleep-2").code == 0
        (www / "current/404.html").write_text("There is no such page.")
        answer = visitor.get(f"{shown}/")
        assert (answer.status_code, answer.text) == (404, "There is no such page.")
    for folder_ in ("preview", ".previews"):
        assert oct((www / folder_).stat().st_mode)[-3:] == "711"

    wrong = place.run("headers", "netlify", "--target", "live")
    assert (wrong.code, "there are lines for previews for nginx" in wrong.err) == (
        1,
        True,
    )
    said = place.run("deploy", "live", "--preview", "sleep-2", "--yes").out
    assert "Its server must show it" not in said  # it was asked, and does
    targets(place, path=www)
    said = place.run("deploy", "live", "--preview", "sleep-2", "--yes").out
    assert (
        f"Its server must show it; for nginx: {command.replace('caddy', 'nginx')};"
        in said
    )
    targets(place, path=www, preview_url="https://drafts.aureo.health")
    lines = place.run(*command.split()[1:]).out
    assert "# Previews have a server of their own, drafts.aureo.health:" in lines
    assert f'"{www}/preview/"' not in lines


@pytest.mark.parametrize("form", ["nginx", "caddy"])
def test_a_server_is_told_of_a_target_with_its_own_address(form, tmp_path):
    """Old addresses lead on where the target has them, and no path is misread."""
    place = make_place(tmp_path / "blog")
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f'{conf}PLUGINS += ["plugins.addresses"]\n')
    place.post("post-1", aliases="/old/")
    words = "headers", form, "--target", "live"
    targets(place, path=tmp_path / "w w'ü")
    lines = place.run(*words).out
    assert '"/old/"' in lines
    assert f'"{tmp_path}/w w\'ü/preview/"' in lines
    targets(place, path=tmp_path / "www", siteurl="https://aureo.health/blog")
    lines = place.run(*words).out
    assert '"/blog/old/"' in lines
    assert '"/old/"' not in lines
    assert " /blog/preview/" in lines
    for given in ("https://aureo.health", "https://aureo.health/blog"):
        keys = {"siteurl": "https://aureo.health/blog", "preview_url": given}
        targets(place, path=tmp_path / "www", **keys)
        for asked in (words, ("deploy", "live", "--preview", "a", "--yes")):
            ended = place.run(*asked)
            assert (ended.code, ended.out) == (1, "")
            assert "is where the site itself is. Give it a place below," in ended.err
    assert not (tmp_path / "www").exists()
    for sign in '"$\\{}':
        targets(place, path=json.dumps(f"{tmp_path}/a{sign}b"))
        ended = place.run(*words)
        assert (ended.code, ended.out) == (1, "")
        assert f"has “{sign}” in it, which {form} would read otherwise" in ended.err


def aged(www, name, days):
    """Let a preview be as old as so many days: its release's name tells when it was."""
    own = www / ".previews" / name
    (old,) = (own / "releases").iterdir()
    fresh = f"{datetime.now(UTC) - timedelta(days=days):%Y%m%dT%H%M%S}.000"
    record = (own / f".records/{old.name}.json").read_text()
    (own / f".records/{fresh}.json").write_text(record.replace(old.name, fresh))
    old.rename(old.with_name(fresh))
    (own / "current").unlink()
    (own / "current").symlink_to(f"releases/{fresh}")


@pytest.mark.parametrize("way", ["releases", "deploy", "due"])
def test_a_preview_goes_when_its_days_are_over(way, tmp_path):
    """Whoever looks or deploys next takes it away; a dry run does not."""
    www = tmp_path / "www"
    place = make_clocked(tmp_path / "blog", www, preview_days=7)
    assert place.run("deploy", "live", "--yes").code == 0
    before = datetime.now(UTC)
    ended = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
    name, until = SAID.search(ended.out).groups()[1:]
    soon = {f"{at + timedelta(days=7):%Y-%m-%d}" for at in (before, datetime.now(UTC))}
    assert until in soon
    aged(www, name, 6.9)
    assert "\n1 preview" in place.run("releases", "live").out
    aged(www, name, 7.1)
    assert "\n1 preview" in place.run("--dry", "releases", "live").out
    place.post("post-1", "Edited.")
    place.commit("Edit")
    words = {"releases": ("releases", "live"), "deploy": ("deploy", "live", "--yes")}
    ended = place.run(*words.get(way, ("deploy", "live", "--due")))
    assert ended.code == 0, ended.said
    assert "The preview sleep-2 is over, and gone.\n" in ended.out
    assert not [*(www / "preview").iterdir(), *(www / ".previews").iterdir()]


def test_a_deploy_at_work_keeps_its_preview_and_a_killed_one_is_healed(
    tmp_path, monkeypatch
):
    """What was killed is no preview yet; the same command makes it one, or it goes."""
    place = draft(make_place(tmp_path / "blog"))
    www = tmp_path / "www"
    targets(place, path=www)

    def killed(_self, _name):
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(folder.FolderTransport, "switch", killed)
        done = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
        assert done.code == -signal.SIGKILL
    listed = place.run("--dry", "releases", "live").out
    again = "invoke deploy live --preview sleep-2"
    assert f"  sleep-2  is not whole: its deploy has not ended. {again}\n" in listed
    assert not (www / "preview").exists()
    (name,) = (one.name for one in (www / ".previews").iterdir())
    address, healed = put(place)
    assert healed == name
    assert [one.name for one in (www / "preview").iterdir()] == [name]

    own = www / ".previews" / name
    with folder.FolderTransport(str(own)).locked(print, unlock=False):
        dropped = place.run("releases", "live", "--drop", "sleep-2")
        assert dropped.code == 1
        assert "The preview sleep-2 stays: Another deploy holds " in dropped.err
        aged(www, name, 31)
        listed = place.run("releases", "live")
        assert "warning: The preview sleep-2 is over, but Another " in listed.err
        assert address in listed.out
    assert place.run("releases", "live", "--drop", "sleep-2").code == 0


#: The lock of a machine that GitHub has taken away.
ELSEWHERE = json.dumps(
    {"pid": 5, "started": "1", "since": "2026-11-20T10:00:00+00:00", "host": "runner-7"}
)


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_what_no_deploy_has_brought_about_goes_with_the_next_look(
    kind, tmp_path, monkeypatch
):
    """It has no day on which it would go, and a store shows its drafts already."""
    place = draft(KeyedPlace(make_place(tmp_path / "blog").root))

    def killed(_self, _name):
        os.kill(os.getpid(), signal.SIGKILL)

    with _a_target(kind, tmp_path) as (keys, _, _), monkeypatch.context() as patched:
        targets(place, **keys)
        for transport in (folder.FolderTransport, S3Transport):
            patched.setattr(transport, "switch", killed)
        done = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
        assert done.code == -signal.SIGKILL
        left = [*tmp_path.glob("[ws]*/**/asleep.html")]
        assert left
        ended = place.run("releases", "live")
        assert "The preview sleep-2 did not come about, and is gone.\n" in ended.out
        assert "whole" not in ended.out
        assert not any(one.exists() for one in left)


def test_a_preview_whose_deploy_was_killed_on_another_machine_can_be_dropped(tmp_path):
    """Nobody knows whether that deploy has ended, but the author does."""
    place, www = draft(make_place(tmp_path / "blog")), tmp_path / "www"
    targets(place, path=www)
    _, name = put(place)
    (www / ".previews" / name / ".deploying").write_text(ELSEWHERE)
    how = "invoke releases live --drop sleep-2 --unlock"
    dropped = place.run("releases", "live", "--drop", "sleep-2")
    assert dropped.code == 1
    assert "on runner-7, at work since 2026-11-20" in dropped.err
    assert dropped.err.endswith("If no deploy is at work there, use --unlock.\n")
    aged(www, name, 31)
    place.post("post-1", "Edited.")
    deployed = place.run("deploy", "live", "--yes")
    assert deployed.code == 0
    assert deployed.err.startswith("warning: The preview sleep-2 is over, but Another")
    assert deployed.err.endswith(f" That is: {how}\n")
    alone = place.run("releases", "live", "--unlock")
    assert (alone.code, alone.err[:33]) == (1, "--unlock goes with --drop NAME: a")
    assert place.run(*how.split()[1:]).out.endswith("\nThe preview sleep-2 is gone.\n")
    assert not [*(www / ".previews").iterdir(), *(www / "preview").iterdir()]


def test_a_name_that_two_machines_gave_at_once_goes_whole(tmp_path):
    """Each has made an address; what stayed would be read by those who know it."""
    place, www = draft(make_place(tmp_path / "blog")), tmp_path / "www"
    targets(place, path=www)
    _, name = put(place)
    ended = place.run("deploy", "live", "--preview", "sleep", "--yes")
    assert ended.code == 0, ended.said
    other = f"sleep-2-{'b' * 16}"
    shutil.copytree(www / ".previews" / name, www / ".previews" / other, symlinks=True)
    (www / "preview" / other).symlink_to(f"../.previews/{other}/current")
    assert place.run("releases", "live", "--drop", "sleep-2").code == 0
    (left,) = (one.name for one in (www / "preview").iterdir())
    assert re.fullmatch("sleep-[a-z2-9]{16}", left)
    assert [one.name for one in (www / ".previews").iterdir()] == [left]


def test_what_only_looks_like_a_preview_is_left_alone(tmp_path):
    """A link of somebody's leads elsewhere, where nothing is ours to delete."""
    place, www = draft(make_place(tmp_path / "blog")), tmp_path / "www"
    targets(place, path=www)
    put(place)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/book").write_text("theirs")
    link, file = (www / ".previews" / f"{name}-{'b' * 16}" for name in ("a", "b"))
    link.symlink_to(tmp_path / "theirs")
    file.write_text("theirs")
    (www / ".previews/.c.part").symlink_to(tmp_path / "theirs")
    for name in ("a", "b"):
        ended = place.run("releases", "live", "--drop", name)
        assert "has no preview" in ended.err
    assert "\n1 preview, for " in place.run("releases", "live").out
    assert place.run("releases", "live", "--drop", "sleep-2").code == 0
    assert {*(www / ".previews").iterdir()} == {link, file}
    assert (tmp_path / "theirs/book").read_text() == "theirs"


def test_what_is_wrong_with_a_preview_is_no_fault_of_a_deploy(tmp_path):
    """The site is out: the deploy says so, and warns of the rest."""
    place, www = draft(make_place(tmp_path / "blog")), tmp_path / "www"
    targets(place, path=www)
    _, name = put(place)
    own = www / ".previews" / name
    (own / "current").unlink()
    (own / "current").mkdir()
    ended = place.run("deploy", "live", "--yes")
    assert ended.code == 0
    assert " shows release " in ended.out
    why = "previews whose days are over may be there still: "
    assert ended.err.startswith(f"warning: {www}: {why}{own}/current is no symbolic")
    listed = place.run("releases", "live")
    assert (listed.code, listed.out) == (1, "")


@pytest.mark.parametrize("kind", ["netlify", "cloudflare"])
def test_hosts_that_are_handed_a_folder_get_previews_of_their_own(kind, tmp_path):
    """The command has a name that nobody guesses; its folder says noindex."""
    place = draft(make_place(tmp_path / "blog"))
    www = tmp_path / "www"
    targets(place, path=www, kind=kind, preview_url="https://*.aureo.pages.dev")
    ended = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
    assert ended.code == 0, ended.said
    (name,) = (one.name for one in (www / "preview").iterdir())
    current = f"{www}/.previews/{name}/current/"
    command = {
        "netlify": f"netlify deploy --alias {name} --no-build --dir {current}",
        "cloudflare": f"wrangler pages deploy {current} --project-name NAME "
        f"--branch {name}",
    }
    assert f"Its readers get it with: {command[kind]}\n" in ended.out
    assert f"Preview sleep-2: https://{name}.aureo.pages.dev/ (until" in ended.out
    headers = (www / "preview" / name / "_headers").read_text()
    assert headers == "/*\n  X-Robots-Tag: noindex\n"
    assert len(name) <= 28
    targets(place, path=www, kind=kind)
    assert "  Preview sleep-2 (until" in f"  {place_line(place)}"
    long = place.run("deploy", "live", "--preview", "sleep-twelve", "--yes")
    assert long.code == (1 if kind == "cloudflare" else 0)
    dropped = place.run("releases", "live", "--drop", "sleep-2").out
    assert f"What {kind} was given of it stays: delete it there." in dropped


def place_line(place):
    """Return the last line of a preview's deploy."""
    ended = place.run("deploy", "live", "--preview", "sleep-2", "--yes")
    return ended.out.splitlines()[-1]


def test_what_can_be_no_preview_is_refused_before_anything_is_built(tmp_path):
    """Names, targets that forget nothing, and words that do not go together."""
    place = draft(make_place(tmp_path / "blog"))
    bare = tmp_path / "pages.git"
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    targets(place, path=tmp_path / "www")
    for name in ("Sleep", "a_b", "-a", "a--b", "../a", "a" * 31, "ä"):
        ended = place.run("deploy", "live", f"--preview={name}", "--yes")
        assert ended.code == 1
        assert "write a–z, 0–9 and hyphens between them, at most 30" in ended.err
    ended = place.run("deploy", "live", "--preview", "a", "--due")
    assert "--due deploys what is to be out by now, and a preview has" in ended.err
    ended = place.run("releases", "live", "--drop", "a")
    assert ended.err == f"{tmp_path / 'www'} has no preview “a”. Previews: none.\n"
    targets(place, remote=bare)
    ended = place.run("deploy", "live", "--preview", "a", "--yes")
    assert "a branch that others can read: drafts would stay there for" in ended.err
    targets(place, path=tmp_path / "www", kind="github")
    ended = place.run("deploy", "live", "--preview", "a", "--yes")
    assert "is one site of GitHub Pages: no more. Put previews at" in ended.err
    targets(place, remote=bare, preview_days=3)
    ended = place.run("deploy", "live", "--plan")
    assert "deploy.live.preview_days is for no target of the kind git" in ended.err
    targets(place, path=tmp_path / "www", siteurl="https://aureo.example")
    ended = place.run("deploy", "live", "--preview", "a", "--yes")
    assert "https://aureo.example/preview/a-" in ended.err
    assert "cannot be reached by visitors" in ended.err
    assert not (tmp_path / "www").exists()
    assert not (place.root / ".bulletin/deploy").exists()


def test_a_site_with_pages_of_its_own_at_that_place_is_told(tmp_path):
    """A server finds them no more when it shows previews there."""
    place = draft(make_place(tmp_path / "blog"))
    page = "title: Now\nurl: preview/\nsave_as: preview/index.html\n\nWords.\n"
    place.write("content/pages/preview.md", page)
    words = "deploy", "live", "--preview", "sleep-2", "--plan"
    targets(place, path=tmp_path / "www")
    ended = place.run(*words)
    assert ended.code == 0
    assert ended.err.startswith("warning: The site has pages of its own below /prev")
    assert "Set deploy.live.preview_url in invoke.yaml, such as " in ended.err
    targets(place, path=tmp_path / "www", preview_url="https://blog.aureo.health/now")
    assert place.run(*words).err == ""


def test_drafts_of_a_site_without_our_plugins_reach_previews_alone(tmp_path):
    """Pelican writes a page for each, at an address that its title tells."""
    place, www = make_place(tmp_path / "blog"), tmp_path / "www"
    place.post("asleep", "Words of a draft.", status="draft")
    page = "title: Now\nslug: now\nstatus: draft\n\nWords of a draft.\n"
    place.write("content/pages/now.md", page)
    targets(place, path=www)
    drafts = "drafts/asleep.html, drafts/pages/now.html"
    what = "2 pages of drafts and posts to come left out (--preview NAME shows them)"
    line = f"\n{what}: {drafts}.\n"
    planned = place.run("deploy", "live", "--plan")
    assert line in planned.out
    assert "new      drafts" not in planned.out
    deployed = place.run("deploy", "live", "--yes")
    assert deployed.code == 0, deployed.said
    assert line in deployed.out
    assert not (www / "current/drafts").exists()
    _, name = put(place)
    for draft_ in drafts.split(", "):
        assert (www / "preview" / name / draft_).is_file()


def test_a_plan_of_a_preview_changes_nothing(tmp_path):
    """It names the files as any plan does."""
    place = draft(make_place(tmp_path / "blog"))
    targets(place, path=tmp_path / "www")
    ended = place.run("deploy", "live", "--preview", "a", "--plan")
    assert ended.code == 0, ended.said
    assert "  new      asleep.html\n" in ended.out
    assert not (tmp_path / "www").exists()


def test_pages_of_any_theme_are_kept_from_search(tmp_path):
    """What a page says already stays; what only looks like it does not count."""
    robots = '<meta name="robots" content="noindex">'
    assert forbid_index("<head lang='a>b'>A") == f"<head lang='a>b'>{robots}A"
    assert forbid_index("<HTML><title>A</title>") == f"<HTML>{robots}<title>A</title>"
    assert forbid_index("<!doctype html>\n<p>A") == f"<!doctype html>{robots}\n<p>A"
    assert forbid_index("Words") == f"{robots}Words"
    commented = f"<head><!-- {robots} --></head>"
    assert forbid_index(commented).startswith(f"<head>{robots}<!--")
    for words in ("none", "NOINDEX,follow", "index, noindex"):
        page = f"<head><meta content='{words}' NAME=Robots></head>"
        assert forbid_index(page) == page
    for words in ("index", "noindexing"):
        page = f"<head><meta name=robots content='{words}'></head>"
        assert robots in forbid_index(page)
    latin = tmp_path / "a.html"
    latin.write_bytes("<head><title>\xe4</title>".encode("latin-1"))
    (tmp_path / "_headers").write_text("/a\n  X-A: b")
    keep_from_search(tmp_path, "netlify")
    marks = f"<head>{REFERRER}{robots}<title>"
    assert latin.read_bytes() == f"{marks}\xe4</title>".encode("latin-1")
    told = (tmp_path / "_headers").read_text()
    assert told == "/a\n  X-A: b\n/*\n  X-Robots-Tag: noindex\n"
