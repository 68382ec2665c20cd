"""README's table of hosts promises what tests hold, cell by cell."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests/plugins/tools/deploy"
README = (ROOT / "README.md").read_text("utf-8")

RENAME = "the old site or the new one, by one rename"
KEPT = "one rename, to any release that was kept"
REFUSED = "the second is refused"
ASKED = "it is asked, and taken back if it is wrong"
STYLES = "assets: hashed_files_outlive_their_page_for_a_month"
FOLDER = "deploy: a_folder_gets_a_release_and_goes_back"
SERVER = "deploy: a_server_gets_a_release_and_goes_back"
UNGUESSED = "at an address that nobody can guess"
GONE = "preview: a_preview_goes_when_its_days_are_over"
HANDED = "hosts: a_folder_for_a_host_has_what_it_reads"
COMMIT = "branch: each_release_is_a_commit_with_what_has_changed"
#: Each row, and in each cell its words and the tests that hold them.
PROMISES = {
    "`folder`": {
        "a web server whose root is `path/current`": (
            "verify: what_is_live_is_compared_with_what_was_sent",
            "verify: caddy_with_the_lines_that_are_printed_leaves_nothing_to_say",
            "odd_targets: what_is_published_can_be_read_whatever_the_umask",
        ),
        RENAME: (
            FOLDER,
            "odd_targets: a_full_disk_keeps_the_site_and_gets_no_leftovers",
        ),
        KEPT: (FOLDER, "deploy: old_releases_go_but_never_the_current_one"),
        REFUSED: ("deploy: another_deploy_is_kept_away",),
        ASKED: ("verify: a_deploy_that_visitors_do_not_get_goes_back_by_itself",),
        "stay": (
            STYLES,
            "assets: after_a_rollback_pages_of_the_newer_release_keep_their_style",
        ),
        UNGUESSED: (
            "preview: a_preview_stands_beside_the_site_and_goes_without_a_trace",
            "preview: a_server_shows_previews_with_our_lines_and_no_list_of_them",
            GONE,
        ),
    },
    "`ssh`": {
        "an account with `sh` and `rsync`, and its host key in `known_hosts`": (
            SERVER,
            "deploy: a_server_whose_key_is_not_known_is_not_trusted",
        ),
        RENAME: (SERVER, "odd_targets: a_server_astray_is_told_and_mended"),
        KEPT: (SERVER,),
        REFUSED: (SERVER,),
        ASKED: ("verify: a_server_goes_back_in_the_same_way",),
        "stay": (
            STYLES,
            "assets: after_a_rollback_pages_of_the_newer_release_keep_their_style",
        ),
        UNGUESSED: ("preview: a_preview_at_a_server_reached_by_ssh",),
    },
    "`git`": {
        "a repository that takes your push, such as one with GitHub Pages": (
            "branch: a_remote_of_the_sites_own_repository_is_a_name",
            "branch: whatever_keeps_git_from_it_is_one_line",
        ),
        "the next commit, with what has changed": (COMMIT,),
        "one more commit, to any release": (
            "branch: a_way_back_is_a_commit_with_the_old_files",
        ),
        "the branch takes one": (
            "branch: of_two_deploys_at_once_the_branch_takes_one",
        ),
        "it is asked, as long as GitHub takes, and taken back if it is wrong": (
            "branch: what_visitors_do_not_get_is_taken_back",
            "branch: a_host_that_builds_pages_first_has_time_for_it",
        ),
        "stay": (COMMIT, "branch: a_hashed_file_leaves_the_branch_after_a_month"),
        "none: a branch forgets nothing": (
            "preview: what_can_be_no_preview_is_refused_before_anything_is_built",
        ),
    },
    "`s3`": {
        "a bucket, and keys that may list it, and get, put and delete its objects": (
            "s3/bucket: objects_are_put_listed_copied_and_deleted",
            "s3/bucket: without_keys_the_line_says_where_they_belong",
        ),
        "each page after what it needs, the home page last; for a moment parts of two "
        "releases": (
            "s3/transport: what_a_page_needs_is_there_before_it",
            "s3/transport: a_deploy_that_is_killed_at_any_step_is_mended_by_the_next",
        ),
        "copies within the store, to any release that was kept": (
            "s3/transport: a_bucket_gets_a_site_and_goes_back",
            "s3/transport: a_release_that_is_not_whole_is_not_shown",
        ),
        "one at most goes on": (
            "s3/lock: of_many_deploys_at_once_none_works_beside_another",
        ),
        ASKED: ("s3/transport: a_site_that_visitors_do_not_get_goes_back_by_itself",),
        "stay": ("s3/transport: an_old_page_keeps_its_style_and_old_releases_go",),
        UNGUESSED: (
            "preview: a_preview_stands_beside_the_site_and_goes_without_a_trace",
        ),
    },
    "`netlify`, `cloudflare`": {
        "the command-line tool of that host": (HANDED,),
        "what you hand over, with its headers and redirects": (HANDED,),
        "the old folder, to be handed over": (HANDED,),
        REFUSED: ("deploy: another_deploy_is_kept_away",),
        "what the host leaves out is named before": (
            "hosts: what_a_host_leaves_out_is_named_with_its_line",
            "hosts: a_file_that_a_host_does_not_take_is_named_before_it_is_sent",
        ),
        "stay": (STYLES,),
        "under a name that nobody can guess, by the command that is printed": (
            "preview: hosts_that_are_handed_a_folder_get_previews_of_their_own",
        ),
    },
}


def read_table(text):
    """Return the rows of the table below “Hosting”, without its head."""
    part = text.split("### Hosting")[1].split("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len({len(row) for row in rows}) == 1
    return {row[0]: row[1:] for row in rows[2:]}


def test_each_cell_of_the_table_of_hosts_says_what_tests_hold():
    """Whoever changes a promise changes its tests, or says here which they are."""
    assert read_table(README) == {row: [*cells] for row, cells in PROMISES.items()}


@pytest.mark.parametrize("row", PROMISES)
def test_the_tests_behind_a_promise_are_there_and_run(row):
    """In the file that is named, and with something to assert."""
    for words, tests in PROMISES[row].items():
        assert tests, words
        for one in tests:
            file, _, name = one.partition(": ")
            folder, _, subject = file.rpartition("/")
            path = TESTS / folder / f"test_{subject}.py"
            tree = ast.parse(path.read_text("utf-8"))
            found = [
                node
                for node in tree.body
                if isinstance(node, ast.FunctionDef) and node.name == f"test_{name}"
            ]
            assert found, f"{row}, {words}: {one}"
            asserts = [n for n in ast.walk(found[0]) if isinstance(n, ast.Assert)]
            assert asserts, one
            marks = {ast.unparse(mark) for mark in found[0].decorator_list}
            assert not any("skip" in mark for mark in marks), one
