"""A blog of posts that are hard to lay out: what would break a page stands in it once.

Endless words, wide tables, long code, portraits, scripts from right to left, series of
thirty parts and of one. The text claims nothing of any medicine; its works are those
of ``corpus.py``. ``python -m tests.theme.hard FOLDER`` writes it, for
``invoke audit --content FOLDER``.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

from PIL import Image

from tests.theme.corpus import LIBRARY, SENTENCES, a_photograph

#: 100 letters without a place to break; the longest word of German law has 79.
ENDLESS = "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz".ljust(
    100, "x"
)
URL = f"https://example.org/{ENDLESS}/?query={ENDLESS}#{ENDLESS}"
SUMMARY = "A summary that is long enough to be shown wherever posts are listed."
CITED = [work["id"] for work in LIBRARY]
#: Parts of the two long series: the second is long enough to be folded.
PARTS = {"Twelve steps": 12, "Thirty steps": 30, "Only one": 1}
WORDS = {
    "ar": ("كيف تقرأ دراسة", "اسأل من شارك في الدراسة، ومن لم يشارك فيها."),
    "he": ("איך קוראים מחקר", "שאלו מי השתתף במחקר, ומי לא."),
    "de": (
        "Wie man eine Studie liest",
        "Fragen Sie nach der Arzneimittelzulassungsbehörde und danach, wer fehlt.",
    ),
    "fr": (
        "Comment lire une étude",
        "Demandez qui y a participé : et qui n’y était pas ?",
    ),
    "zh": (
        "如何阅读一项研究",
        "先问谁参加了研究，再问谁没有参加，然后看结果是怎样衡量的。",
    ),
}


def prose(sentences: int, start: int = 0) -> str:
    """Return a paragraph; the same numbers give the same words."""
    return " ".join(islice(cycle(SENTENCES), start, start + sentences))


def table(columns: int, rows: int, word: str = "") -> str:
    """Return a table; ``word`` stands in the middle of its first row."""
    cells = [[f"row {row}, {n}" for n in range(1, columns + 1)] for row in range(rows)]
    cells[0][columns // 2] = word or cells[0][columns // 2]
    head = [f"Column {n}" for n in range(1, columns + 1)]
    lines = [head, ["---"] * columns, *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def endless() -> str:
    """Return a text with the endless word wherever a text can have one."""
    return f"""
{ENDLESS} [@{CITED[0]}]

## {ENDLESS}

- {ENDLESS}
- [{ENDLESS}]({URL})

### {ENDLESS}

`{ENDLESS}` **{ENDLESS}** {URL}

> {ENDLESS}

{ENDLESS}
:   {ENDLESS}

{table(3, 2, ENDLESS)}

| A word | What it means | {ENDLESS} |
|---|---|---|
| {ENDLESS} | {prose(2)} | {prose(2, 3)} |
| `{ENDLESS}` | https://example.org/{ENDLESS} | short |

!!! warning "{ENDLESS}"
    {ENDLESS}

<details markdown="1"><summary>{ENDLESS}</summary>

{ENDLESS}

</details>

A note[^1].

[^1]: {ENDLESS} {URL}
"""


def tables() -> str:
    """Return tables that are wide, short, long, and hold a long word."""
    return f"""
{prose(4)} [@{CITED[1]}]

## Fourteen columns

{table(14, 4)}

## Two rows

{table(3, 2)}

## Sixty rows

{table(4, 60)}

## One long word

{table(4, 3, "electroencephalographically-and-more")}

## Rows of sentences

| Question | Where it stands | Why it matters | What to ask | Who knows |
|---|---|---|---|---|
| {prose(1)} | {prose(1, 2)} | {prose(1, 5)} | {prose(1, 7)} | {prose(1, 9)} |

{prose(3)}
"""


def code() -> str:
    """Return code that is longer than any line, alone and in lists."""
    line = "invoke build --output /srv/www/site --settings pelicanconf.py " * 4
    return f"""
{prose(2)} Then `{line.strip()}` in a line.

```sh
{line}
short
```

1. First this:

        {line}

2. Then this:

    ```python
    {"value = " + " + ".join(f"part_{n}" for n in range(40))}
    ```

- [ ] not yet
- [x] done, with `--an-option=of-some-length-that-cannot-be-broken-anywhere-at-all`

<details markdown="1"><summary>Code, folded</summary>

```
{line}
```

</details>
"""


def headings() -> str:
    """Return every level in order, then so many that contents grow long."""
    levels = "\n\n".join(
        f"{'#' * level} Level {level} of what there is\n\n{prose(2, level)}"
        for level in range(2, 7)
    )
    many = "\n\n".join(
        f"## Heading {number} with more words than one line of a rail can hold\n\n"
        f"{prose(2, number)}"
        for number in range(1, 41)
    )
    return f"{prose(2)}\n\n{levels}\n\n{many}"


def folds() -> str:
    """Return details that are open and shut, with tables, lists and marks in them."""
    return f"""
{prose(2)}

<details markdown="1"><summary>Shut, with a table</summary>

{table(8, 3)}

Hidden at first [@{CITED[0]}].

</details>

<details open markdown="1"><summary>Open, with a list</summary>

- {prose(1)}

    1. {prose(1, 3)}

        - {prose(1, 5)}

</details>

{prose(2, 4)}
"""


def notes() -> str:
    """Return footnotes, and one work that is cited 28 times."""
    cited = "\n\n".join(f"{prose(1, n)} [@{CITED[0]}]" for n in range(28))
    return f"""
A note[^a], and one that cites[^b], said twice[^a].

{cited}

Others agree [@{CITED[1]}, pp. 481-489; see also @{CITED[2]}].

[^a]: {prose(1)}
[^b]: It says so [@{CITED[2]}].

    A second paragraph with `code`.
"""


def pictures() -> str:
    """Return pictures of odd kinds and sizes."""
    return f"""
{prose(2)}

![A tower.]({{static}}/images/tower.jpg "A tower, taller than any window.")

{prose(1)} ![A point.]({{static}}/images/point.png) {prose(1, 3)}

![Rings.]({{static}}/images/rings.svg)

![Steps.]({{static}}/images/flat.gif)

![A light that blinks.]({{static}}/images/blinks.gif)

| A picture | in a table |
|---|---|
| ![A tower.]({{static}}/images/tower.jpg) | {prose(2)} |

- ![A tower.]({{static}}/images/tower.jpg)
"""


def inline() -> str:
    """Return every small thing that a text can hold."""
    return f"""
Press <kbd>Ctrl</kbd> + <kbd>F</kbd>; <mark>this is marked and goes on</mark>,
~~this is struck~~, H<sub>2</sub>O, x<sup>2</sup>, <abbr title="to wit">i.e.</abbr>,
<small>small</small>, <q>quoted</q>, <samp>out</samp>, <var>n</var>, <dfn>named</dfn>,
<ins>put in</ins>. One thinks of suicide here, so the crisis line has its reason.
p < 0.05, 95% CI [0.41 to 0.83], n = 1,234, E = mc<sup>2</sup>,
5 {{mg}} and {{1, 2}}, a_b_c, 3 * 4 * 5.
👩🏽‍⚕️ 🧠 ❤️ 🏳️‍🌈 — café, naïve, Ångström, Łódź, ½, ≤, →, “quotes”, ‘single’.

> {prose(2)}
>
> > {prose(1, 3)}
>
> 1. {prose(1, 4)}

1. {prose(1)}
    - {prose(1, 1)}
        - {prose(1, 2)}
            - {prose(1, 3)}
2. {prose(1, 4)}

    {prose(1, 5)}

A term
:   {prose(1)}
:   {prose(1, 2)}

Another term
:   {prose(2, 4)}

    - {prose(1, 6)}

!!! note
    {prose(1)}

!!! warning
    {prose(1, 2)}

!!! urgent
    {prose(1, 3)}

    | in a | callout |
    |---|---|
    | {prose(1)} | 2 |

> [!TIP]
> {prose(1)}

---

<figure markdown="1">

{table(2, 2)}

<figcaption>Words below a table.</figcaption>
</figure>
"""


def in_language(lang: str) -> str:
    """Return a text of four sections in a language."""
    title, sentence = WORDS[lang]
    sections = "\n\n".join(
        f"## {title} {n}\n\n{f'{sentence} ' * 6}" for n in range(1, 5)
    )
    return f"{sentence} [@{CITED[0]}]\n\n{sections}\n\n- {sentence}\n\n{table(3, 2)}"


#: A post's slug -> what its header has beside date and slug, and its text.
POSTS: dict[str, tuple[dict[str, object], str]] = {
    "endless": (
        {
            "title": ENDLESS,
            "summary": f"{ENDLESS} {ENDLESS}",
            "category": ENDLESS,
            "tags": [ENDLESS, "short"],
            "series": f"Series {ENDLESS}",
            "key_points": [ENDLESS, prose(1)],
            "authors": [ENDLESS],
        },
        endless(),
    ),
    "endless-too": (
        {"title": f"Also {ENDLESS}", "series": f"Series {ENDLESS}"},
        prose(3),
    ),
    "tables": ({"title": "Tables of every size"}, tables()),
    "code": ({"title": "Code that is longer than its line"}, code()),
    "headings": ({"title": "Forty-five headings"}, headings()),
    "folds": ({"title": "What is folded"}, folds()),
    "notes": ({"title": "Footnotes, and one work cited 28 times"}, notes()),
    "pictures": (
        {
            "title": "Pictures of odd sizes",
            "image": "images/tower.jpg",
            "image_alt": "A tower.",
        },
        pictures(),
    ),
    "drawing": (
        {
            "title": "A drawing above a post",
            "image": "images/rings.svg",
            "image_alt": "Rings.",
            "key_points": [prose(1)],
        },
        prose(2),
    ),
    "inline": (
        {"title": "Small things: “quotes” & signs, 👩🏽‍⚕️ and ½ of 95% {CI}"},
        inline(),
    ),
    "nine-points": (
        {
            "title": "Nine key points of every length",
            "key_points": ["Short.", *(prose(n % 4 + 1, n) for n in range(7)), ENDLESS],
            "authors": [
                f"Aurelia Philippina Wolfeschlegelstein the {nth}"
                for nth in ("first", "second", "third", "fourth", "fifth", "sixth")
            ],
            "modified": "2026-09-09",
            "corrections": [f"2026-09-09: {prose(2)}"],
        },
        "\n\n".join(f"## Section {n}\n\n{prose(6, n)}" for n in range(5)),
    ),
    "plain": ({"title": "No"}, "One."),
    "wordy": (
        {"title": f"{prose(3)} {prose(3, 9)}", "summary": prose(5)[:290]},
        prose(40),
    ),
    "mixed": (
        {"title": "العلاج (1) والنوم: a title in two directions"},
        f"{prose(2)} {WORDS['ar'][1]} {prose(1)}",
    ),
    "gone": (
        {
            "title": "A part that was withdrawn",
            "series": "Twelve steps",
            "status": "withdrawn",
            "withdrawn_because": f"Its source was retracted: {ENDLESS}",
        },
        prose(3),
    ),
}
#: What a site may allow that ours does not: posts without summary, without category.
BARE = {
    "no-summary": ({"title": "A post without a summary", "summary": None}, prose(30)),
    "no-category": ({"title": "A post without a category", "category": None}, prose(3)),
}


def write_hard(folder: Path, *, bare: bool = False) -> Path:
    """Write the content and return its folder; ``bare`` adds what our site refuses."""
    posts = POSTS | in_languages() | parts() | (BARE if bare else {})
    for day, (slug, (header, text)) in enumerate(posts.items()):
        usual = {
            "date": f"2026-{1 + day // 28:02}-{1 + day % 28:02}",
            "slug": slug,
            "summary": SUMMARY,
            "category": "Evidence",
        }
        write(folder / f"posts/{slug}.md", usual | header, text)
    for slug in ("about", "contact"):
        header = {"title": slug.title(), "slug": slug, "summary": SUMMARY}
        write(folder / f"pages/{slug}.md", header, table(14, 3))
    planned = {"planned": [f"{ENDLESS}: 2031-01-01", "A part that nobody has dated"]}
    for name, more in (("Twelve steps", planned), ("Thirty steps", {})):
        header = {"title": name, "slug": name.lower().replace(" ", "-")}
        write(
            folder / f"series/{header['slug']}.md",
            header | {"summary": prose(3)} | more,
            f"{prose(60)}\n\n{ENDLESS}",
        )
    (folder / "references").mkdir(parents=True)
    library = json.dumps(LIBRARY, ensure_ascii=False)
    (folder / "references/library.json").write_text(library, "utf-8")
    (folder / "images").mkdir()
    for name, data in files().items():
        (folder / "images" / name).write_bytes(data)
    return folder


def in_languages() -> dict[str, tuple[dict[str, object], str]]:
    """Return one post in each language that is not the site's."""
    return {
        f"in-{lang}": (
            {"title": title, "lang": lang, "summary": f"{sentence} " * 3}
            | {"key_points": [sentence, sentence]},
            in_language(lang),
        )
        for lang, (title, sentence) in WORDS.items()
    }


def parts() -> dict[str, tuple[dict[str, object], str]]:
    """Return the parts of the series, with an endless title among them."""
    found = {}
    for name, count in PARTS.items():
        for number in range(1, count + 1):
            title = f"{name}: part {number}" + (f" {ENDLESS}" if number == 3 else "")
            header: dict[str, object] = {"title": title, "series": name}
            header["key_points"] = [prose(1, number), prose(1, number + 4)]
            text = "\n\n".join(f"## Section {n}\n\n{prose(3, n)}" for n in range(4))
            found[f"{name.lower().replace(' ', '-')}-{number}"] = header, text
    return found


def files() -> dict[str, bytes]:
    """Return the pictures: a portrait, a point, a drawing, a GIF still and blinking."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 300" width="1200" '
        'height="300"><circle cx="150" cy="150" r="120" fill="none" stroke="#a8741a" '
        'stroke-width="24"/></svg>'
    )
    return {
        "tower.jpg": a_photograph(900, 2700),
        "point.png": picture("PNG", (6, 6)),
        "rings.svg": svg.encode(),
        "flat.gif": picture("GIF", (640, 200)),
        "blinks.gif": picture("GIF", (320, 200), frames=2),
    }


def picture(form: str, size: tuple[int, int], frames: int = 1) -> bytes:
    """Return a picture of one colour, or one that changes between colours."""
    made = [
        Image.new("RGB", size, ("#a8741a", "#0d585d")[n % 2]) for n in range(frames)
    ]
    file = BytesIO()
    more = {"save_all": True, "append_images": made[1:], "duration": 900}
    made[0].save(file, form, **(more if frames > 1 else {}))
    return file.getvalue()


def write(path: Path, header: dict[str, object], text: str) -> None:
    """Write one file; JSON is YAML too."""
    lines = [
        f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in header.items() if v
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("---", *lines, "---", "", text, "")), "utf-8")


if __name__ == "__main__":
    write_hard(Path(sys.argv[1]))
