"""The edits that builds follow."""

from __future__ import annotations

import pytest

from benchmarks.blog import EDITS, Blog
from benchmarks.contenders import Contender
from benchmarks.corpus import LIBRARY
from benchmarks.figures import HUGO, OURS
from benchmarks.forms import bulletin_post, cited_works, hugo_post


def site(folder, name, form):
    """Return a site of which nothing is built."""
    return Contender(name, folder, "content", "output", (), form)


def texts(folder):
    return {
        str(path.relative_to(folder / "content")): path.read_text("utf-8")
        for path in folder.rglob("content/**/*")
        if path.is_file()
    }


def test_an_edited_body_has_one_more_sentence_another_each_time():
    """A build that knew the sentence would have nothing to do."""
    blog = Blog(20)
    added = []
    for _ in range(10):
        before = {post.number: post.body for post in blog.all_posts()}
        (new,) = blog.edit_body().posts
        old = before[new.number]
        assert blog.post(new.number) == new
        assert new.body.startswith(f"{old}\n\n")
        added.append(new.body.removeprefix(f"{old}\n\n"))
    assert len(set(added)) == 10
    assert all(len(sentence.split()) == 12 for sentence in added)


@pytest.mark.parametrize("row", EDITS)
def test_an_edit_changes_what_it_says_in_every_form(row, tmp_path):
    """And touches no other file: each is a real save."""
    blog = Blog(20)
    ours = site(tmp_path / "ours", OURS, bulletin_post)
    hugo = site(tmp_path / "hugo", HUGO, hugo_post)
    for one in (ours, hugo):
        one.write_blog(blog)
    for _ in range(3):
        before = [texts(one.folder) for one in (ours, hugo)]
        edit = EDITS[row](blog)
        for one in (ours, hugo):
            one.write_edit(blog, edit)
        after = [texts(one.folder) for one in (ours, hugo)]
        mine, theirs = (
            {name for name in new if new[name] != old.get(name)}
            for old, new in zip(before, after, strict=True)
        )
        if row == "record":
            assert mine == {LIBRARY}
        else:
            assert mine == {f"posts/{edit.posts[0].slug}.md"}
        assert theirs == {f"blog/{post.slug}.md" for post in edit.posts}


def test_the_library_has_the_works_of_posts_to_come():
    """A new post that cited what is not there would be refused."""
    blog = Blog(100)
    for _ in range(20):
        (post,) = blog.add_post().posts
        assert {blog.work(key)["id"] for key in cited_works(post)} <= {
            work["id"] for work in blog.library()
        }
    assert blog.posts == 120


def test_the_same_edits_are_made_on_every_machine():
    """Two runs measure the same work."""
    one, other = Blog(30), Blog(30)
    for edit in EDITS.values():
        assert edit(one) == edit(other)
