"""What is worked out once for a run."""

from __future__ import annotations

from types import SimpleNamespace

from plugins.tools.build.memos import IndexedList, keep_answers


class Post:
    """A content whose addresses cost something; it finds them as Pelican's do."""

    asked = 0

    def get_url_setting(self, key):
        if hasattr(self, f"override_{key}"):
            return getattr(self, f"override_{key}")
        Post.asked += 1
        return {"url": "blog/a/", "save_as": "blog/a/index.html"}[key]

    @property
    def url(self):
        return self.get_url_setting("url")

    @property
    def save_as(self):
        return self.get_url_setting("save_as")


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
    assert [post.save_as, post.save_as] == ["blog/a/index.html"] * 2
    assert Post.asked == 3
    post.override_url = ""
    assert [post.url, post.get_url_setting("url"), post.save_as] == [
        *("", ""),
        "blog/a/index.html",
    ]
    assert not hasattr(post, "override_save_as")  # which lets Pelican write it twice
    lists = [articles.categories[0][1], articles.authors[0][1], articles.tags["dose"]]
    assert lists == [[post]] * 3
    assert all(isinstance(one, IndexedList) for one in lists)
