"""A blog of 24 posts of about 1,000 words, with a page of every kind.

The text is about how to read studies and prepare for a visit: it claims nothing of any
medicine. ``python tests/theme/corpus.py FOLDER [POSTS]`` writes it, for
``invoke audit --content FOLDER``.
"""

from __future__ import annotations

import json
import random
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

POSTS = 24
WORDS = 1000
SERIES = ("Reading a trial", "Before a visit", "Numbers in plain words")
TAGS = ("trials", "questions", "numbers", "visits", "sleep", "notes", "words")
SENTENCES = """
A study begins with a question, and a good question is narrow.
People who take part in a trial are often healthier than people who do not.
Ask who was left out, because they may be people like you.
Chance alone can make two groups look different.
A large difference in a small group may vanish in a larger one.
When nobody knows who got what, hope has less room to mislead.
Write down what you want to ask before you leave home.
A number without its comparison tells very little.
Ten in a hundred is easier to picture than a relative risk.
It is fair to ask who paid for the work.
Results that disappoint belong beside those that please.
Bring a list of everything you take, with the dose and the time.
It is all right to ask for a pause, or for the sentence again.
A second appointment is not a failure of the first.
Someone you trust may come with you and take notes.
The longest follow-up tells more than the loudest headline.
Averages hide the people for whom nothing changed.
Look for what was measured, and when, and by whom.
A scale is a set of questions, and it can miss what matters to you.
Sleep, work and company are outcomes too.
""".strip().splitlines()
#: Real works whose records were checked; they stand here so that the blocks are real.
LIBRARY = [
    {
        "id": "jergas2015",
        "type": "article-journal",
        "author": [
            {"family": "Jergas", "given": "Hannah"},
            {"family": "Baethge", "given": "Christopher"},
        ],
        "title": "Quotation accuracy in medical journal articles",
        "container-title": "PeerJ",
        "issued": {"date-parts": [[2015]]},
        "volume": "3",
        "page": "e1364",
        "DOI": "10.7717/peerj.1364",
    },
    {
        "id": "davis2021",
        "type": "article-journal",
        "author": [
            {"family": "Davis", "given": "Alan K."},
            {"family": "Barrett", "given": "Frederick S."},
            {"family": "May", "given": "Darrick G."},
        ],
        "title": "Effects of Psilocybin-Assisted Therapy on Major Depressive Disorder",
        "container-title": "JAMA Psychiatry",
        "issued": {"date-parts": [[2021]]},
        "volume": "78",
        "issue": "5",
        "page": "481-489",
        "DOI": "10.1001/jamapsychiatry.2020.3285",
    },
    {
        "id": "carhartharris2017",
        "type": "article-journal",
        "author": [
            {"family": "Carhart-Harris", "given": "Robin L."},
            {"family": "Goodwin", "given": "Guy M."},
        ],
        "title": "The Therapeutic Potential of Psychedelic Drugs",
        "container-title": "Neuropsychopharmacology",
        "issued": {"date-parts": [[2017]]},
        "volume": "42",
        "issue": "11",
        "page": "2105-2113",
        "DOI": "10.1038/npp.2017.84",
    },
]
CALLOUTS = """
!!! warning "Do not change a dose by yourself"
    Talk to the person who prescribes it.

!!! urgent "Call or text 988"
    At any hour, if you think about ending your life.

!!! note "What this is not"
    It is no advice about you.
"""
TABLE = """
| What to look for | Where it stands | Why it matters to a reader |
|---|---|---|
| Number of people | in the abstract | small groups mislead |
| Comparison | in the methods | without it nothing is shown |
"""


def write_corpus(folder: Path, posts: int = POSTS) -> Path:
    """Write a site's content and return its folder."""
    for number in range(1, posts + 1):
        _write(folder / f"posts/post-{number}.md", a_post(number))
    for name, text in special_posts().items():
        _write(folder / f"posts/{name}.md", text)
    for slug, title in (
        ("about", "About this site"),
        ("contact", "Contact"),
        ("privacy", "Privacy"),
    ):
        body = f"Words about {title.lower()}, as plain as they can be made."
        header = f"title: {title}\nslug: {slug}\nsummary: {body}"
        _write(folder / f"pages/{slug}.md", f"---\n{header}\n---\n\n{body}\n")
    for name in SERIES:
        slug = name.lower().replace(" ", "-")
        lines = (
            f"title: {name}",
            f"slug: {slug}",
            f"summary: What you may want to know about {name.lower()}, in order.",
            'planned: ["What comes last: 2031-01-01"]',
        )
        text = "\n".join(("---", *lines, "---", "", "An introduction.", ""))
        _write(folder / f"series/{slug}.md", text)
    library = json.dumps(LIBRARY, indent=2, ensure_ascii=False)
    _write(folder / "references/library.json", library)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "images/window.jpg").write_bytes(a_photograph(1600, 1000))
    (folder / "images/steps.png").write_bytes(a_drawing(900, 500))
    return folder


def a_post(number: int) -> str:
    """Return one post of about a thousand words; the same number, the same post."""
    dice = random.Random(number)  # noqa: S311  # text, no secret
    name = SERIES[number % len(SERIES)]
    month, day = 1 + number % 9, 1 + number
    header = [
        f"title: What to ask about number {number} before you decide",
        f"date: 2026-{month:02}-{day:02}",
        f"slug: post-{number}",
        "summary: What the words in a study mean, and which questions are worth it.",
        f"category: {('Evidence', 'Visits')[number % 2]}",
        f"tags: [{', '.join(dice.sample(TAGS, 3))}]",
        f"series: {name}",
        "key_points:",
        "  - A study answers one question, and rarely yours.",
        "  - It is fair to ask who paid.",
    ]
    if number == 1:
        header += [
            "modified: 2026-10-01",
            "image: images/window.jpg",
            "image_alt: Light from a window on a wooden floor.",
            "corrections:",
            "  - 2026-10-01: The number of people was wrong; it was 24, not 42.",
        ]
    return "\n".join(("---", *header, "---", "", *_body(dice, number))) + "\n"


def _body(dice: random.Random, number: int) -> list[str]:
    parts = ["Depression is named here, so that the crisis line has its reason.", ""]
    for section in range(1, 6):
        parts += [f"## Part {section} of what there is to know", ""]
        words = 0
        while words < WORDS // 5:
            chosen = dice.sample(SENTENCES, 5)
            words += sum(len(sentence.split()) for sentence in chosen)
            parts += ["\n".join(chosen), ""]
        key = LIBRARY[section % len(LIBRARY)]["id"]
        parts += [f"One review counted mistakes in quotations [@{key}].", ""]
    picture = "![Three steps.]({static}/images/steps.png"
    parts += [f'{picture} "Three steps, drawn by hand.")', ""]
    parts += ["![A window.]({static}/images/window.jpg)", ""]
    return [*parts, CALLOUTS.replace("988", "the line"), TABLE, f"Post {number}."]


def special_posts() -> dict[str, str]:
    """Return the posts of rare kinds: withdrawn, draft, and one without any extras."""
    head = (
        "summary: A post of a rare kind, which this blog has once, for its tests.\n"
        "category: Evidence"
    )
    withdrawn = "status: withdrawn\nwithdrawn_because: Its source was retracted."
    body = "Some words that stand here."
    return {
        "withdrawn": (
            f"---\ntitle: A withdrawn post\ndate: 2026-01-01\nslug: withdrawn\n{head}\n"
            f"{withdrawn}\n---\n\n{body}\n"
        ),
        "draft": (
            f"---\ntitle: A draft\ndate: 2026-01-02\nslug: draft\n{head}\n"
            f"status: draft\n---\n\n{body}\n"
        ),
        "soon": (
            f"---\ntitle: A post to come\ndate: 2100-12-20\nslug: soon\n{head}\n"
            f"---\n\n{body}\n"
        ),
        "plain": (
            f"---\ntitle: A plain post & “nothing” more\ndate: 2026-01-03\n"
            f"slug: plain\n{head}\n---\n\n{body}\n"
        ),
    }


def a_photograph(width: int, height: int) -> bytes:
    """Return a JPEG with a camera's words in it: maker, place and a note."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera Works"
    exif[0x9286] = "A secret note"
    exif.get_ifd(0x8825)[1] = "N"
    file = BytesIO()
    image.save(file, "JPEG", quality=85, exif=exif, comment=b"secret comment")
    return file.getvalue()


def a_drawing(width: int, height: int) -> bytes:
    """Return a PNG with three steps."""
    image = Image.new("RGB", (width, height), "#f3ebdc")
    pen = ImageDraw.Draw(image)
    for step in range(3):
        left, top = 60 + step * 270, height - 120 - step * 120
        pen.rectangle((left, top, left + 240, height - 40), fill="#9c6a12")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else POSTS)
