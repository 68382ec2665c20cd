"""What an author may call a post."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.source.header import parse_header
from plugins.tools.desk.find import find_pieces
from plugins.tools.desk.survey import Piece, Survey
from plugins.tools.site import RefusedError, Site


class FakeContent:
    """A content of one address."""

    def __init__(self, address, lang):
        self.address, self.lang = address, lang
        self.in_default_lang = lang == "en"

    def get_url_setting(self, _key):
        return self.address


def a_piece(root, name, slug, title, *, lang="en", aliases="[]"):
    text = f"---\ntitle: '{title}'\naliases: {aliases}\n---\n"
    address = f"blog/{slug}/" if lang == "en" else f"blog/{slug}-{lang}/"
    content = FakeContent(address, lang)
    path, inside = f"content/posts/{name}", f"posts/{name}"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    header = parse_header(text)
    return Piece(path, inside, "post", text, header, content, slug, "published")


@pytest.fixture(name="survey")
def _survey(tmp_path):
    pieces = (
        a_piece(tmp_path, "2026-01-05-sleep.es.md", "sleep", "Dormir bien", lang="es"),
        a_piece(
            tmp_path, "2026-01-05-sleep.md", "sleep", "To sleep", aliases="[/nap/]"
        ),
        a_piece(tmp_path, "2026-01-06-deep.md", "deep-sleep", "Sleeping deeply"),
        a_piece(tmp_path, "2026-01-07-dream.md", "dream", "“Dreams”: what are they?"),
    )
    site = Site(tmp_path, tmp_path / "content/posts")
    settings = {"PATH": str(tmp_path / "content")}
    return Survey(site, settings, pieces, {}, {}, (), {}, (), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("2026-01-06-deep.md", "deep.md"),
        ("2026-01-06-deep", "deep.md"),
        ("content/posts/2026-01-05-sleep.md", "sleep.md"),
        ("posts/2026-01-05-sleep.es.md", "sleep.es.md"),
        ("./2026-01-05-sleep.es.md", "sleep.es.md"),
        ("sleep", "sleep.md sleep.es.md"),  # the site's own language first
        ("/blog/sleep/", "sleep.md"),
        ("/blog/sleep-es/", "sleep.es.md"),
        ("https://site.example/blog/deep-sleep/?x#y", "deep.md"),
        ("nap", "sleep.md"),
        ("/nap/", "sleep.md"),
        ("To Sleep", "sleep.md"),
        ("dormir", "sleep.es.md"),
        ('"dreams": what are they?', "dream.md"),
        ("what are", "dream.md"),
        ("deep-sl", "deep.md"),
    ],
)
def test_a_post_is_known_by_whatever_its_author_has_at_hand(survey, word, names):
    """A slug means all languages, the rest one file."""
    found = [Path(piece.path).name[11:] for piece in find_pieces(word, survey)]
    assert found == names.split()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("drem", "Did you mean “dream”?"),
        ("nothing like it", "Write its slug, its file’s name or a part of its title."),
        ("", "Write its slug"),
        ("slee", "can mean several: content/posts/2026-01-05-sleep.es.md, content/"),
    ],
)
def test_a_word_that_means_none_or_several_is_refused(survey, word, said):
    """With what is near."""
    with pytest.raises(RefusedError) as refused:
        find_pieces(word, survey)
    assert said in str(refused.value)
