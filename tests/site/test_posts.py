"""What a post of this clinic may say, and how."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.site.content import CONTENT, ROOT, Post, read_library, read_pages, read_posts

POSTS = read_posts()
TEXTS = [*POSTS, *read_pages()]
ORDER = [
    "title",
    "date",
    "modified",
    "slug",
    "summary",
    "category",
    "tags",
    "authors",
    "reviewed_by",
    "reviewed",
    "series",
    "series_index",
    "series_title",
    "key_points",
    "status",
    "uid",
]
FORBIDDEN = {
    "promises": r"cures?d?|heals?|healing|guarantee\w*|breakthrough\w*|miracle\w*|"
    r"groundbreaking|life-changing|proven",
    "claims of safety": r"safe|safely|safest|harmless(?<!a medicine harmless)|"
    r"non-addictive|risk-free",
    "borrowed approval": r"FDA-approved ketamine|approved ketamine",
    "credentials": r"holistic|renowned|leading experts?",
    "ranking": r"(?:better|safer|stronger|faster) than (?:ketamine|psilocybin)|"
    r"(?:superior|inferior) to (?:ketamine|psilocybin)",
    "advice on medicines": r"you should (?:start|stop|take|try|use|switch|change)|"
    r"we recommend|ask your doctor to prescribe|stop taking your",
    "words about suicide": r"commit(?:ted|s|ting)? suicide|successful suicide|"
    r"overdos\w+",
    "offers of psilocybin": r"(?:we|our clinic) (?:offers?|provides?) psilocybin",
}


def names(posts):
    return [post.path.stem for post in posts]


def read_people():
    """Return the people of the settings: empty, while no real one is known to us."""
    settings: dict[str, object] = {}
    exec((ROOT / "pelicanconf.py").read_text("utf-8"), settings)  # noqa: S102
    return settings["PEOPLE"]


def each_post(test):
    return pytest.mark.parametrize("post", POSTS, ids=names(POSTS))(test)


def test_there_are_enough_posts():
    """The blog opens with a dozen posts, the three promised ones among them."""
    slugs = {post.slug for post in POSTS}

    assert len(POSTS) >= 12
    assert slugs >= {
        "ketamine-or-psilocybin",
        "ketamine-with-other-psychiatric-medicines",
        "semaglutide-and-antidepressants",
    }


@each_post
def test_a_post_is_as_long_as_a_visit_to_the_waiting_room(post):
    """A post has 600 to 1,200 words."""
    assert 600 <= len(post.words) <= 1200


@each_post
def test_a_post_can_be_read_at_eleven_to_fourteen(post):
    """A post's grade is at most seven, and its sentences are short."""
    longest = max(post.lines, key=lambda line: len(line.split()))

    assert post.grade <= 7
    assert len(longest.split()) <= 45, longest


@each_post
def test_a_post_has_three_citations_or_more_at_its_sentences(post):
    """Three works at least, each mark inside a line of text."""
    assert len(set(post.keys)) >= 3
    for line in post.body.splitlines():
        assert not line.startswith("[@"), line


@each_post
def test_a_header_is_complete_and_in_order(post):
    """Summary, category, tags and dates are there; keys stand in one order."""
    keys = list(post.header)

    assert keys == sorted(keys, key=ORDER.index)
    assert 50 <= len(post.header["summary"]) <= 300
    assert post.header["category"] in {"Evidence", "Medicines", "Reading studies"}
    assert 2 <= len(post.header["tags"]) <= 6
    assert 2 <= len(post.header["key_points"]) <= 4
    assert post.path.stem == f"{post.date.isoformat()}-{post.slug}"
    if "modified" in post.header:
        assert post.date <= dt.date.fromisoformat(str(post.header["modified"])[:10])


@each_post
def test_nobody_is_invented(post):
    """An author or a reviewer is named only if the settings know that person."""
    named = {post.header.get(key) for key in ("author", "authors", "reviewed_by")}

    assert named - {None} <= set(read_people())
    assert not re.search(r"\bDr\.? [A-Z]", post.body)


@each_post
def test_a_post_has_headings_from_the_second_level(post):
    """Four headings or more divide a post, none of the first level."""
    headings = re.findall(r"^(#+) (.+)$", post.body, flags=re.MULTILINE)

    assert sum(level == "##" for level, _ in headings) >= 4
    assert all(level in {"##", "###"} for level, _ in headings)
    assert len({text for _, text in headings}) == len(headings)


@each_post
def test_each_sentence_has_a_line_of_its_own(post):
    """A change to one sentence of medical text is a change to one line."""
    for line in post.body.splitlines():
        if line.startswith(("-", "|", "#", "!", " ", "1", "2", "3", "4", "5", "**")):
            continue
        plain = re.sub(r"\([^)]*\)", "", line)
        assert not re.search(r"[.!?] [A-Z]", plain), line


@each_post
def test_approval_is_told_by_a_link_to_the_dated_page(post):
    """Each post leads to the one page that says what is approved."""
    assert "({filename}/pages/what-is-approved.md)" in post.body


@each_post
def test_a_post_leads_to_a_talk_with_a_clinician(post):
    """The last section asks questions or speaks of a talk; a clinician is named."""
    last = post.body.lower().rsplit("\n## ", 1)[1]

    assert "clinician" in post.body.lower()
    assert re.search(r"talk|ask|\?", last)


@each_post
def test_harm_stands_beside_benefit(post):
    """A post on a treatment tells what harmed; a post on reading tells of limits."""
    low = post.body.lower()
    if post.header["category"] == "Reading studies":
        assert re.search(r"cannot|says nothing|not perfect", low)
    else:
        assert re.search(r"harm|side effect|unwanted effect|danger|relapse", low)
        assert re.search(
            r"not know|nobody knows|no study|says nothing|too little|does not show", low
        )


@pytest.mark.parametrize("text", TEXTS, ids=names(TEXTS))
@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_words_that_mislead_do_not_occur(text: Post, what):
    """No promise, no claim of safety, no ranking, no advice on a medicine."""
    plain = f"{text.header['title']}\n{text.header['summary']}\n{text.body}"
    pattern = re.compile(rf"\b(?:{FORBIDDEN[what]})\b", re.IGNORECASE)
    found = [match.group() for match in pattern.finditer(plain)]

    assert found == []


def test_the_forbidden_words_are_found_where_they_stand():
    """The patterns do catch what they forbid."""
    said = {
        "promises": "a breakthrough",
        "claims of safety": "it is safe",
        "borrowed approval": "FDA-approved ketamine",
        "credentials": "our holistic doctors",
        "ranking": "works better than psilocybin",
        "advice on medicines": "you should stop it",
        "words about suicide": "committed suicide",
        "offers of psilocybin": "we offer psilocybin",
    }
    for what, sentence in said.items():
        assert re.search(rf"\b(?:{FORBIDDEN[what]})\b", sentence, re.IGNORECASE), what


def test_the_spray_is_never_written_as_ketamine():
    """A paragraph that cites a work on esketamine names the spray."""
    works = ("daly2019", "horowitz2021", "spravatolabel")
    for post in TEXTS:
        text = re.sub(r"\n## .*\n", "\n", post.body)
        sections = post.body.split("\n## ")
        assert text
        for section in sections:
            if any(f"@{key}" in section for key in works):
                assert re.search(r"esketamine|spray", section), (
                    post.slug,
                    section[:60],
                )


def test_series_are_numbered_without_a_gap():
    """Within a series the numbers go from one to the number of parts."""
    series: dict[str, list[int]] = {}
    for post in POSTS:
        if "series" in post.header:
            series.setdefault(post.header["series"], []).append(
                int(post.header["series_index"])
            )

    assert set(series) >= {
        "How to read a study",
        "Ketamine and psilocybin, side by side",
        "Your medicines, side by side",
    }
    for numbers in series.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_every_citation_names_a_work_of_the_library():
    """No key is mistyped."""
    keys = {record["id"] for record in read_library()}

    assert {key for post in TEXTS for key in post.keys} <= keys


def test_results_that_disappoint_are_told():
    """The posts tell of the trials in which nothing was gained."""
    cited = {key for post in POSTS for key in post.keys}

    assert cited >= {"stpatricks2025", "lii2023", "costi2019", "ekstrand2022"}


def test_the_page_on_law_is_dated_and_comes_due_within_ninety_days():
    """It says when it was true and by when it must be looked at again."""
    text = (CONTENT / "pages" / "what-is-approved.md").read_text("utf-8")
    match = re.search(r"State of (.+?)\. Due for review by (.+?)\.\*\*", text)
    assert match
    first, last = (
        dt.datetime.strptime(day, "%d %B %Y").replace(tzinfo=dt.UTC)
        for day in match.groups()
    )

    assert dt.timedelta(0) < last - first <= dt.timedelta(days=90)


def test_no_sentence_of_the_clinics_old_post_is_used_again():
    """Its facts may be used; phrases that stood in it may not."""
    phrases = (
        "in the journey for relief",
        "let's delve into",
        "two promising avenues",
        "profound alterations in consciousness",
        "a daunting task",
        "reclaiming your life",
        "emotional well-being",
    )
    for post in TEXTS:
        low = post.body.lower()
        assert not [phrase for phrase in phrases if phrase in low], post.slug
