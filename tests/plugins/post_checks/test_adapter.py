"""Texts of real sites: what is checked, what is only said, what is never read."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from plugins.post_checks.placeholder import NEW_BODY
from plugins.problem import Level
from tests.conftest import a_post

PLUGINS = ["plugins.post_checks"]
STRICT = {"PLUGINS": PLUGINS, "POST_CHECKS": {"strict": True}}
BAD = "# One\n\n[x](/nope/) <script>alert(1)</script>\n\n![]({static}/images/no.png)"


def test_without_front_matter_texts_are_checked_too(site):
    """Each plugin works alone."""
    built = site({"posts/a.md": a_post(body=BAD)}, **STRICT)
    names = {"heading-first", "link-broken", "html-forbidden", "image-alt"}
    assert set(built.names()) == names | {"link-missing"}
    assert not built.has("a-post.html")


def test_other_sites_are_only_warned(site):
    """Without ``strict`` the site is built as ever."""
    built = site({"posts/a.md": a_post(body=BAD)}, PLUGINS=PLUGINS)
    assert {problem.level for problem in built.problems} == {Level.WARNING}
    assert built.has("a-post.html")


def test_drafts_are_checked_where_they_are_shown(site):
    """A draft with a broken link holds no site back; its preview names it."""
    files = {
        "posts/a.md": a_post(),
        "posts/d.md": a_post("D", status="draft", body="[x](/nope/)"),
    }
    assert site(files, **BOTH).names() == []
    assert site(files, **BOTH, BULLETIN_PREVIEW=True).names() == ["link-broken"]


BOTH = {
    "PLUGINS": ["plugins.front_matter", *PLUGINS],
    "FRONT_MATTER": {"strict": True},
    "POST_CHECKS": {"strict": True},
}


@pytest.mark.parametrize(
    ("header", "preview", "level"),
    [
        ({}, False, Level.ERROR),
        ({"date": "2099-01-01"}, False, Level.ERROR),
        ({"date": "2099-01-01"}, True, Level.ERROR),
        ({"status": "draft"}, False, None),
        ({"status": "draft"}, True, Level.WARNING),
    ],
)
def test_what_is_still_to_be_written_is_not_published(site, header, preview, level):
    """Neither now nor when the post's time comes; a preview shows a new draft."""
    files = {"posts/a.md": a_post(), "posts/b.md": a_post("B", body=NEW_BODY, **header)}
    built = site(files, **BOTH, BULLETIN_PREVIEW=preview)
    found = [(p.path, p.level) for p in built.problems if p.name == "placeholder"]
    assert found == ([("content/posts/b.md", level)] if level else [])
    assert built.has("a-post.html") == (level is not Level.ERROR)


def test_pages_are_checked(site):
    """A page's text is an author's text."""
    page = "---\ntitle: About\n---\n\n[x](/nope/)\n"
    built = site({"posts/a.md": a_post(), "pages/p.md": page}, **STRICT)
    assert [(p.path, p.line) for p in built.problems] == [("content/pages/p.md", 5)]


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("link", ["{static}", "{attach}", "{static}/"])
def test_nothing_outside_is_read_or_written(site, tmp_path, link, strict):
    """Neither ``../`` nor an absolute path nor a symbolic link gets out."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("s3cret", "utf-8")
    images = tmp_path / "content" / "images"
    images.mkdir(parents=True)
    (images / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (images / "folder").symlink_to(tmp_path / "outside")
    body = (
        f"[x]({link}../../outside/secret.txt) [y]({{static}}/images/link.txt) "
        "[z]({static}/images/folder/secret.txt)"
    )
    built = site(
        {"posts/a.md": a_post(body=body)},
        PLUGINS=PLUGINS,
        POST_CHECKS={"strict": strict},
        OUTPUT_PATH=str(tmp_path / "www" / "sub" / "output"),
    )
    found = set(built.names())
    assert {"link-outside", "file-leaves"} <= found
    files = [f for f in (tmp_path / "www").rglob("*") if f.is_file()]
    assert not any("s3cret" in f.read_text("utf-8", "replace") for f in files)
    assert not (tmp_path / "www" / "outside").exists()
    assert {f.name for f in tmp_path.iterdir()} <= {
        "content",
        "outside",
        "www",
        "theme",
    }


def test_an_attached_file_goes_where_its_post_goes(site):
    """Asking where files go does not change where they go."""
    built = site(
        {"posts/a.md": a_post(body="[p]({attach}p.pdf)"), "posts/p.pdf": "x"},
        **STRICT,
        ARTICLE_SAVE_AS="blog/{slug}/index.html",
        ARTICLE_URL="blog/{slug}/",
    )
    assert built.problems == ()
    assert built.has("blog/a-post/p.pdf")


def test_links_between_pages_of_the_site_are_known(site):
    """Posts, pages, files, categories, tags, authors, archives and the home page."""
    body = (
        "[a](/) [b](/pages/about.html) [c](/category/evidence.html) [d](/tag/x.html) "
        "[e](/author/ada.html) [f](/images/x.png) [g](/archives.html) [h](/index.html) "
        "[i](/theme/css/main.css) [j](/drafts.html)"
    )
    files = {
        "posts/a.md": a_post(body=body, tags="x"),
        "pages/p.md": "Title: About\n\nx\n",
        "images/x.png": "x",
    }
    built = site(files, **STRICT, TEMPLATE_PAGES={})
    assert [problem.what for problem in built.problems] == [
        "“/drafts.html” leads to no page of the site."
    ]


@pytest.mark.parametrize(
    "order", [["images", "post_checks"], ["post_checks", "images"]]
)
def test_what_other_plugins_make_of_a_text_is_not_its_author_s(site, order):
    """A text is checked as it was rendered, wherever ``PLUGINS`` names the check."""
    picture = Image.new("RGB", (8, 8))
    data = BytesIO()
    picture.save(data, "PNG")
    files = {
        "posts/a.md": a_post(body="![]({static}/images/x.png)"),
        "images/x.png": data.getvalue(),
    }
    plugins = [f"plugins.{name}" for name in order]
    assert site(files, **STRICT | {"PLUGINS": plugins}).names() == ["image-alt"]


def test_a_wrong_setting_ends_the_run(site):
    """The key is named."""
    built = site({"posts/a.md": a_post()}, PLUGINS=PLUGINS, POST_CHECKS={"stric": 1})
    assert built.names() == ["post-checks-setting"]
    assert "Did you mean “strict”?" in str(built.problems[0])


def test_html_can_be_let_in(site):
    """``allow_html`` is the site's own decision."""
    files = {"posts/a.md": a_post(body='<video controls src="/x.mp4"></video>')}
    assert "html-forbidden" in site(files, **STRICT).names()
    own = {"strict": True, "allow_html": ["video"], "elsewhere": ["x.mp4"]}
    assert site(files, PLUGINS=PLUGINS, POST_CHECKS=own).problems == ()
