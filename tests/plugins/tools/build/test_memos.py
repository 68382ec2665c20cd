"""What is worked out once for a run."""

from __future__ import annotations

from types import SimpleNamespace

from plugins.tools.build.memos import IndexedList, keep_answers


class Post:
    """A content whose address costs something."""

    asked = 0

    @property
    def url(self):
        if hasattr(self, "override_url"):
            return self.override_url
        Post.asked += 1
        return "blog/a/"


def test_a_list_knows_what_is_in_it():
    """As any list does, whatever a plugin adds later."""
    one, two, three = object(), object(), object()
    posts = IndexedList([one, two])
    assert one in posts
    assert three not in posts
    posts.append(three)
    assert three in posts
    twice = IndexedList([one, one])
    assert one in twice
    assert two not in twice
    assert posts == [one, two, three]


def test_addresses_and_lists_of_topics_are_kept():
    """Pelican asks for both on every page."""
    post, page = Post(), Post()
    articles = SimpleNamespace(
        articles=[post],
        categories=[("sleep", [post])],
        authors=[("ada", [post])],
        tags={"dose": [post]},
    )
    Post.asked = 0
    keep_answers([articles, SimpleNamespace(pages=[page]), SimpleNamespace()])
    assert [post.url, post.url, page.url] == ["blog/a/"] * 3
    assert Post.asked == 2
    lists = [articles.categories[0][1], articles.authors[0][1], articles.tags["dose"]]
    assert lists == [[post]] * 3
    assert all(isinstance(one, IndexedList) for one in lists)
