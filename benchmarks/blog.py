"""The corpus as it stands after some edits, and the edits that builds follow.

Every edit is a real one and another each time; what it changes is the same in each
generator's form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from benchmarks.corpus import (
    TAGS,
    Post,
    count_works,
    draft_post,
    make_sentence,
    make_work,
    name_work,
)
from benchmarks.forms import cited_works

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Posts that may be added: the library has their works from the beginning.
SPARE = 40


@dataclass(frozen=True)
class Edit:
    """What one edit changed."""

    posts: tuple[Post, ...]  #: those whose files are written anew, in some form
    library: bool = False


class Blog:
    """Posts and works, numbered from 0, as the edits have left them."""

    def __init__(self, posts: int) -> None:
        self.posts = posts
        self.works = count_works(posts + SPARE)
        self._edited_posts: dict[int, Post] = {}
        self._edited_works: dict[str, dict[str, object]] = {}
        self._edits = 0
        self._random = Random(posts)  # noqa: S311  # the same edits on every machine

    def post(self, n: int) -> Post:
        return self._edited_posts.get(n) or draft_post(n)

    def work(self, key: str) -> dict[str, object]:
        return self._edited_works.get(key) or make_work(int(key.removeprefix("work")))

    def library(self) -> Iterator[dict[str, object]]:
        return (self.work(name_work(n)) for n in range(self.works))

    def all_posts(self) -> Iterator[Post]:
        return map(self.post, range(self.posts))

    def edit_body(self) -> Edit:
        """Add a sentence to the end of a post."""
        old = self._next_post()
        return self._keep(replace(old, body=f"{old.body}\n\n{self.sentence()}"))

    def add_post(self) -> Edit:
        """Write one more post, the newest."""
        self.posts += 1
        return Edit((self.post(self.posts - 1),))

    def edit_title(self) -> Edit:
        """Give a post another title."""
        old = self._next_post()
        return self._keep(replace(old, title=f"{self.sentence()[:-1]}, {old.title}"))

    def edit_tag(self) -> Edit:
        """Put one of a post's tags in the place of another."""
        old = self._next_post()
        spare = sorted({f"Tag {n:02}" for n in range(TAGS)} - set(old.tags))
        return self._keep(replace(old, tags=(spare[self._edits], *old.tags[1:])))

    def edit_record(self) -> Edit:
        """Correct the title of a work that posts cite."""
        key = cited_works(self._next_post())[0]
        old = self.work(key)
        self._edited_works[key] = old | {"title": f"{old['title']}, {self._edits}"}
        citing = (post for post in self.all_posts() if key in cited_works(post))
        return Edit(tuple(citing), library=True)

    def sentence(self) -> str:
        """Return a sentence that stands nowhere yet."""
        return make_sentence(self._random, 12)

    def _next_post(self) -> Post:
        self._edits += 1
        return self.post(self._random.randrange(self.posts))

    def _keep(self, post: Post) -> Edit:
        self._edited_posts[post.number] = post
        return Edit((post,))


#: What the rows of the table are called, and the edit of each.
EDITS = {
    "edit": Blog.edit_body,
    "post": Blog.add_post,
    "title": Blog.edit_title,
    "tag": Blog.edit_tag,
    "record": Blog.edit_record,
}
