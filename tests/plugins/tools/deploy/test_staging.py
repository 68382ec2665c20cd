"""Each host gets what it reads, and no visitor gets what another host reads."""

from __future__ import annotations

import subprocess

import pytest

from plugins.tools.deploy.staging import stage

FOR_HOSTS = ("_headers", "_redirects", ".nojekyll", "CNAME")


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("folder", set()),
        ("ssh", set()),
        ("netlify", {"_headers", "_redirects"}),
        ("cloudflare", {"_headers", "_redirects"}),
        ("github", {".nojekyll", "CNAME"}),
    ],
)
def test_a_target_gets_its_own_hosts_files(tmp_path, kind, sent):
    """Below the root such a name is a file like others."""
    tree = tmp_path / "tree"
    for path in (*FOR_HOSTS, "index.html", "blog/a/index.html", "docs/_headers"):
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(path)
    (tmp_path / "staged/old").mkdir(parents=True)
    staged = stage(tree, tmp_path / "staged", kind)
    files = {p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file()}
    assert files == {"index.html", "blog/a/index.html", "docs/_headers", *sent}
    assert (staged / "index.html").samefile(tree / "index.html")
    assert not (staged / "old").exists()


def test_a_web_server_is_not_sent_what_netlify_reads(place, tmp_path):
    """``_headers`` is written by a plugin; a release of earlier versions has it."""
    conf = (place.root / "pelicanconf.py").read_text()
    plugins = 'PLUGINS = ["plugins.security_headers"]\n'
    place.write("pelicanconf.py", f"{conf}{plugins}")
    www = tmp_path / "www"

    def deploy(kind):
        keys = f"    path: {www}\n    kind: {kind}\n"
        place.write("invoke.yaml", f"deploy:\n  live:\n{keys}")
        ended = place.run("deploy", "live", "--yes")
        assert ended.code == 0, ended.said
        return ended.out

    assert "  new      _headers" in deploy("netlify")
    assert (www / "current/_headers").is_file()
    assert "  deleted  _headers" in deploy("folder")
    assert not (www / "current/_headers").exists()


def test_a_plan_is_shown_with_why_the_deploy_would_be_refused(place, tmp_path):
    """A newcomer can rehearse before there is an address, and sees all reasons."""
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf.replace("blog.aureo.health", "aureo.example"))
    www = tmp_path / "www"
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    place.write(".gitignore", ".bulletin/\n__pycache__/\n")
    subprocess.run(["git", "init", "-q"], cwd=place.root, check=True)
    refused = place.run("deploy", "live", "--yes")
    assert refused.code == 1
    address, commit = refused.err.splitlines()
    assert address.startswith("SITEURL “https://aureo.example” cannot be reached by")
    assert "as siteurl of the target in invoke.yaml" in address
    assert commit.startswith("Not committed: ")

    planned = place.run("deploy", "live", "--plan")
    assert planned.code == 0, planned.said
    lines = planned.out.splitlines()
    assert "  new      post-1.html" in lines
    assert [line for line in lines if "refused" in line] == [
        f"The deploy itself would be refused: {address}",
        f"The deploy itself would be refused: {commit}",
    ]
    assert not www.exists()

    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n"
        "    siteurl: https://blog.aureo.health\n")  # fmt: skip
    for number in range(20):
        place.post(f"more-{number}")
    assert place.run("deploy", "live", "--yes", "--force").code == 0
    for number in range(20):
        (place.root / f"content/posts/more-{number}.md").unlink()
    said = place.run("deploy", "live", "--plan", "--force").out
    assert "refused" not in said
    said = place.run("deploy", "live", "--plan").out
    assert "would be refused: This would delete 20 files from" in said
    assert "If it is right, use --force." in said
