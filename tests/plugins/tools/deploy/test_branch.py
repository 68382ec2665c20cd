"""A branch of a real repository as a target of ``invoke deploy``."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from plugins.tools.deploy.branch import BranchTransport
from plugins.tools.deploy.targets import LATE, SOON, find_target
from plugins.tools.site import RefusedError
from tests.plugins.tools.clocked import make_clocked


class Bare:
    """A bare repository that a site is put into."""

    def __init__(self, folder, form="sha1"):
        self.folder = folder
        subprocess.run(
            ["git", "init", "-q", "--bare", f"--object-format={form}", folder],
            check=True,
        )

    def git(self, *words, given=""):
        return subprocess.run(
            ["git", "--git-dir", self.folder, *words],
            input=given,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def log(self, form="%s"):
        return self.git("log", f"--format={form}", "gh-pages").splitlines()

    def files(self, commit="gh-pages"):
        listed = self.git("ls-tree", "-rz", "--name-only", commit).split("\0")
        return {path for path in listed if path}

    def read(self, path, commit="gh-pages"):
        return self.git("show", f"{commit}:{path}")

    def add(self, path, text, branch="gh-pages"):
        """Commit a file there, as somebody else does."""
        blob = self.git("hash-object", "-w", "--stdin", given=text)
        place = f"refs/heads/{branch}"
        old = self.git("for-each-ref", "--format=%(objectname)", place)
        listed = self.git("ls-tree", old) if old else ""
        tree = self.git("mktree", given=f"{listed}\n100644 blob {blob}\t{path}".strip())
        parent = ["-p", old] if old else []
        words = ["commit-tree", *parent, "-m", f"Add {path}", tree]
        self.git("update-ref", place, self.git(*words))


@pytest.fixture(name="bare")
def _bare(place, tmp_path, monkeypatch):
    """Give the site a target that is a branch, and its author a name."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\nname=Ada\nemail=ada@aureo.health\n")
    monkeypatch.setenv("HOME", str(home))
    bare = Bare(tmp_path / "pages.git")
    write_target(place, bare.folder)
    return bare


def write_target(place, remote, **keys):
    lines = {"remote": remote, **keys}
    text = "".join(f"    {key}: {value}\n" for key, value in lines.items())
    place.write("invoke.yaml", f"deploy:\n  pages:\n{text}")


def deployed(place, *words):
    ended = place.run("deploy", "pages", "--yes", *words)
    assert ended.code == 0, ended.said
    return ended.out


def release_in(said):
    """Return the release that a deploy says is shown."""
    return said.rpartition(" shows release ")[2].strip().rstrip(".")


def test_each_release_is_a_commit_with_what_has_changed(place, bare):
    """A plan names the files, whatever their names are, and changes nothing."""
    write_target(place, bare.folder, domain="blog.aureo.health")
    odd = "images/é „a“ b\t.txt"
    style = place.write("theme/static/main.4f2a91c0.css", "b { margin: 0 }")
    place.write(f"content/{odd}", "one")
    planned = place.run("deploy", "pages", "--plan")
    assert (planned.code, bare.git("for-each-ref")) == (0, ""), planned.said
    for path in (".nojekyll", "CNAME", "index.html", "images/é „a“ b"):
        assert f"  new      {path}" in planned.out
    deployed(place)
    first = bare.git("rev-parse", "gh-pages")
    assert {".nojekyll", "CNAME", "post-1.html", odd} <= bare.files()
    assert bare.read("CNAME") == "blog.aureo.health"
    assert "has this site already" in deployed(place)
    assert bare.git("rev-parse", "gh-pages") == first

    place.write(f"content/{odd}", "two")
    (place.root / "content/posts/post-2.md").unlink()
    style.unlink()
    before = len(bare.git("rev-list", "--objects", "--all").splitlines())
    said = deployed(place)
    assert "  changed  images/é „a“ b" in said
    assert "  deleted  post-2.html" in said
    assert bare.read(odd) == "two"
    assert "post-2.html" not in bare.files()
    assert "theme/main.4f2a91c0.css" in bare.files()  # for pages in caches
    assert bare.git("rev-parse", "gh-pages^") == first
    assert bare.log()[0] == f"Release {release_in(said)}"
    made = len(bare.git("rev-list", "--objects", "--all").splitlines()) - before
    changed = sum(line.startswith("  changed") for line in said.splitlines())
    folders = len({"", "images", "category", "feeds"})
    assert made <= 1 + changed + folders


def test_a_hashed_file_leaves_the_branch_after_a_month(place, bare):
    """The record of when it left its page travels in the commit."""
    sheet = "theme/main.4f2a91c0.css"
    style = place.write(f"theme/static/{sheet.rpartition('/')[2]}", "b { margin: 0 }")
    deployed(place)
    style.unlink()
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    assert f"  kept     {sheet} until {until}" in deployed(place)
    for days, is_there in ((29, True), (31, False)):
        left = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        subject, _, told = bare.git("log", "-1", "--format=%B", "gh-pages").partition(
            "\n"
        )
        record = json.loads(told) | {"kept": {sheet: left}}
        words = [
            "commit-tree",
            "-p",
            "gh-pages",
            "-m",
            subject,
            "-m",
            json.dumps(record),
        ]
        older = bare.git(*words, "gh-pages^{tree}")
        bare.git("update-ref", "refs/heads/gh-pages", older)
        place.post("post-1", f"Edited {days}.")
        said = deployed(place)
        assert (sheet in bare.files()) is is_there
        assert (f"  deleted  {sheet}\n" in said) is not is_there


def test_a_way_back_is_a_commit_with_the_old_files(place, bare):
    """No history is written anew, so any release is there to go back to."""
    write_target(place, bare.folder, keep=1)
    first = release_in(deployed(place))
    place.post("post-1", "Edited.")
    last = release_in(deployed(place))
    trees = bare.log("%T")

    back = place.run("rollback", "pages", "--release", first)
    assert back.code == 0, back.said
    assert f"shows release {first} again, instead of {last}" in back.out
    assert bare.log("%T") == [trees[1], *trees]
    assert "somebody went back" in place.run("deploy", "pages", "--due").out
    assert place.run("rollback", "pages").err.startswith(f"{bare.folder} (gh-pages) ")
    wrong = place.run("rollback", "pages", "--release", "x")
    assert "has no release “x”. Releases: " in wrong.err
    assert place.run("rollback", "pages", "--release", last).code == 0
    assert bare.log("%T")[0] == trees[0]
    assert bare.log()[0] == f"Show again release {last}"


def test_what_waits_is_not_in_the_history_and_comes_out_in_time(tmp_path):
    """All that stands in a public repository is public."""
    bare = Bare(tmp_path / "pages.git")
    site = make_clocked(tmp_path / "blog", "unused")
    write_target(site, bare.folder)
    site.git("config", "user.name", "Ada")
    site.git("config", "user.email", "ada@aureo.health")
    head = site.commit("A branch")
    first = release_in(deployed(site))
    assert first.endswith(f"-{head}")
    every = bare.git("log", "--format=%B", "gh-pages").lower()
    for told in ("sleep", "2026-03-14", "content/posts"):
        assert told not in every

    calm = site.run("deploy", "pages", "--due")
    assert "Next: “Sleep after it” (content/posts/sleep.md)" in calm.out, calm.said
    shutil.rmtree(site.root / ".bulletin")  # as on a service that keeps nothing
    site.at("2026-03-14T10:30")
    ended = site.run("deploy", "pages", "--due")
    assert ended.code == 0, ended.said
    assert "post  2026-03-14 10:30  “Sleep after it”" in ended.out
    assert "sleep.html" in bare.files()
    again = site.run("deploy", "pages", "--due")
    assert again.out.startswith("Nothing came due for "), again.said
    site.post("post-3")  # of an earlier day, and never live before
    site.commit("One more")
    assert "content/posts/post-3.md" in site.run("deploy", "pages", "--due").out
    assert len(bare.log()) == 3


def test_what_others_have_put_on_a_branch_is_not_deleted_in_silence(place, bare):
    """Neither where it is theirs, nor where they have put it on top of a release."""
    bare.add("README.md", "Theirs.")
    refused = place.run("deploy", "pages", "--yes")
    assert refused.code == 1
    assert "files that others have put there: README.md" in refused.err
    assert "If it is right, use --force." in refused.err
    planned = place.run("deploy", "pages", "--plan")
    assert "would be refused" in planned.out
    assert "README.md" in planned.out
    assert bare.log() == ["Add README.md"]
    assert "ends with “Add README.md”" in deployed(place, "--force")
    assert bare.log()[1] == "Add README.md"
    first = bare.log()[0].removeprefix("Release ")

    place.post("post-1", "Edited.")
    deployed(place)
    bare.add("CNAME", "blog.aureo.health")  # as GitHub's settings do
    due = place.run("deploy", "pages", "--due")
    assert due.code == 1
    assert "(gh-pages) ends with “Add CNAME”, a commit that is none of ours" in due.err
    back = place.run("rollback", "pages")
    assert "Choose one with --release" in back.err
    assert place.run("rollback", "pages", "--release", first).code == 0
    assert bare.read("CNAME") == "blog.aureo.health"
    assert "Edited." not in bare.read("post-1.html")
    assert "others have put there: CNAME" in place.run("deploy", "pages", "--yes").err
    write_target(place, bare.folder, domain="blog.aureo.health")
    deployed(place)
    assert "Edited." in bare.read("post-1.html")


def test_of_two_deploys_at_once_the_branch_takes_one(place, bare, tmp_path):
    """The other is told in one line, and has changed nothing."""
    deployed(place)
    target = find_target({"pages": {"remote": str(bare.folder)}}, "pages", place.root)
    late = BranchTransport(target, tmp_path / "other")
    place.post("post-1", "Edited.")
    deployed(place)
    tip = bare.git("rev-parse", "gh-pages")
    tree = place.root / ".bulletin/staged/pages"
    late.send(tree, "20990101T000000.000", late.releases(), ())
    with pytest.raises(RefusedError, match="Somebody else was quicker") as refused:
        late.switch("20990101T000000.000")
    assert "\n" not in str(refused.value)
    assert bare.git("rev-parse", "gh-pages") == tip


def test_whatever_keeps_git_from_it_is_one_line(place, bare, tmp_path):
    """A hook of the host, no name, a signature, a repository that is gone."""
    hook = bare.folder / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho Pages are closed. >&2\nexit 1\n")
    hook.chmod(0o755)
    said = [place.run("deploy", "pages", "--yes")]
    assert "refused, and is as it was: [remote rejected]" in said[0].err
    assert "It says: Pages are closed." in said[0].err
    hook.unlink()
    config = tmp_path / "home/.gitconfig"
    named = config.read_text()
    config.write_text("")
    said.append(place.run("deploy", "pages", "--yes"))
    assert "git does not know who you are" in said[1].err
    assert "git config --global user.name" in said[1].err
    config.write_text(f"{named}[commit]\ngpgsign=true\n[gpg]\nprogram=false\n")
    said.append(place.run("deploy", "pages", "--yes"))
    assert "git could not sign: " in said[2].err
    assert bare.git("for-each-ref") == ""
    config.write_text(named)
    deployed(place)
    bare.folder.rename(tmp_path / "away")
    said.append(place.run("deploy", "pages", "--yes"))
    assert "is neither a remote of the site's repository nor a folder" in said[3].err
    for ended in said:
        assert (ended.code, ended.err.count("\n")) == (1, 1), ended.said


def test_a_host_that_is_gone_in_the_middle_has_the_old_site_or_the_new(place, bare):
    """What it has by then decides, not what it could still say."""
    first = bare.folder / "hooks/pre-receive"
    last = bare.folder / "hooks/post-receive"
    for hook in (first, last):
        hook.write_text("#!/bin/sh\nkill -9 $PPID\n")
        hook.chmod(0o755)
    ended = place.run("deploy", "pages", "--yes")
    assert (ended.code, ended.err.count("\n")) == (1, 1), ended.said
    assert "refused, and is as it was" in ended.err
    assert bare.git("for-each-ref") == ""
    first.unlink()
    release = release_in(deployed(place))
    assert bare.log() == [f"Release {release}"]


def test_what_visitors_do_not_get_is_taken_back(place, bare, tmp_path):
    """By a commit; and nobody can go back to that release by mistake."""
    first = release_in(deployed(place))
    tree = bare.git("rev-parse", "gh-pages^{tree}")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    (tmp_path / "other").mkdir()
    handler = partial(Quiet, directory=str(tmp_path / "other"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        write_target(place, bare.folder, url=url, wait=0)
        place.post("post-1", "Edited.")
        ended = place.run("deploy", "pages", "--yes")
        server.shutdown()
    assert ended.code == 1
    assert "Visitors do not get what was sent." in ended.err
    assert f"shows release {first} again" in ended.err
    assert bare.git("rev-parse", "gh-pages^{tree}") == tree
    assert bare.log()[0].startswith(f"Show again release {first}, taking back ")
    wrong = place.run("rollback", "pages", "--release", "x")
    assert wrong.err.strip().endswith(f"Releases: {first}.")
    assert "Nothing came due" in place.run("deploy", "pages", "--due").out


def test_a_remote_of_the_sites_own_repository_is_a_name(place, bare, tmp_path):
    """Its settings hold, such as user.name; its hooks, keys and objects stay apart."""
    (tmp_path / "home/.gitconfig").unlink()
    git = ["git", "-C", str(place.root)]
    hook = place.write(".githooks/pre-push", "#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    place.write(".gitignore", ".bulletin/\n__pycache__/\n")
    write_target(place, "pages", branch="site/live")
    for words in (
        ["init", "-q"],
        ["config", "user.name", "Ada in the site"],
        ["config", "user.email", "ada@aureo.health"],
        ["config", "core.hooksPath", ".githooks"],
        ["remote", "add", "pages", "../pages.git"],
        ["add", "-A"],
        ["commit", "-qm", "All"],
    ):
        subprocess.run([*git, *words], check=True)
    objects = subprocess.check_output([*git, "count-objects"])
    deployed(place)
    assert bare.git("log", "--format=%an", "site/live") == "Ada in the site"
    assert subprocess.check_output([*git, "count-objects"]) == objects
    head = subprocess.check_output([*git, "rev-parse", "--short=8", "HEAD"], text=True)
    assert bare.git("log", "--format=%s", "site/live").endswith(f"-{head.strip()}")

    address = "https://ada:s3cret@127.0.0.1:9/pages.git"
    subprocess.run([*git, "remote", "set-url", "pages", address], check=True)
    ended = place.run("deploy", "pages", "--yes", "--force")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "127.0.0.1:9" in ended.err
    kept = b"".join(place.files(".bulletin").values()).decode("latin-1")
    assert "s3cret" not in ended.said + kept


def test_a_repository_of_sha256_gets_a_site_too(place, bare, tmp_path):
    """Both formats are read from the repository itself."""
    other = Bare(tmp_path / "new.git", "sha256")
    write_target(place, other.folder)
    deployed(place)
    assert len(other.git("rev-parse", "gh-pages")) == 64
    place.post("post-1", "Edited.")
    assert "0 new, " in deployed(place)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "git"}, "so it needs a remote"),
        ({"remote": "nowhere"}, "git remote add nowhere ADDRESS"),
        ({"remote": "../no-where/x.git"}, "nor a folder: see /"),
        ({"remote": "https://a:b@c.org/x.git"}, "has a secret in it"),
        ({"remote": f"https://ghp_{'a1' * 18}@c.org/x.git"}, "has a secret in it"),
        ({"remote": "--upload-pack=x"}, "is no repository"),
        ({"remote": "a.org:x", "branch": "a..b"}, "is no name of a branch"),
        ({"remote": "a.org:x", "branch": "-b"}, "is no name of a branch"),
        ({"remote": "a.org:x", "branch": "b.lock"}, "is no name of a branch"),
        ({"remote": "a.org:x", "domain": "https://a.org"}, "is no name such as"),
        (
            {"remote": "a.org:x", "path": "/srv"},
            "path is for no target of the kind git",
        ),
        ({"remote": "a.org:x", "kind": "folder"}, "is no kind of target with a remote"),
        ({"path": "/srv", "branch": "x"}, "branch is for no target of the kind folder"),
        ({"path": "/srv", "wait": -1}, "wait must be a number from 0"),
    ],
)
def test_keys_that_cannot_be_meant_are_named(keys, said, tmp_path):
    """With what may stand there."""
    with pytest.raises(RefusedError, match=r"deploy\.pages") as refused:
        find_target({"pages": keys}, "pages", tmp_path)
    assert said in str(refused.value)


def test_a_host_that_builds_pages_first_has_time_for_it(tmp_path):
    """GitHub takes minutes; a server of one's own shows at once what it has."""

    def waits(**keys):
        given = {"remote": "git@github.com:aureo/blog.git", **keys}
        return find_target({"pages": given}, "pages", tmp_path).wait

    assert waits(url="https://blog.aureo.health") == LATE
    assert waits(url="http://127.0.0.1:80") == waits() == SOON
    assert waits(url="https://blog.aureo.health", wait=30) == 30
