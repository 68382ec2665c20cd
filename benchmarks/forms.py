"""The same post as each generator's users would write it.

Bulletin's posts cite works of the library; the others know no library, so theirs carry
the numbers of the sources and the list of them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from benchmarks.corpus import ABOUT, print_post

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.corpus import Post

    #: Returns the record of a work, in CSL-JSON, by its key.
    Works = Callable[[str], Mapping[str, object]]

AUTHOR = "Nobody"
_MARK = re.compile(r"\[@(\w+)\]")
_LINK = re.compile(r"\{filename\}/posts/([\w-]+)\.md")


def cited_works(post: Post) -> list[str]:
    """Return the keys of the works that a post cites, in order of first mention."""
    return list(dict.fromkeys(_MARK.findall(post.body)))


def bulletin_post(post: Post, _works: Works) -> tuple[str, str]:
    """Return path and text of a post for Bulletin."""
    return f"posts/{post.slug}.md", print_post(post)


def pelican_post(post: Post, works: Works) -> tuple[str, str]:
    """Return path and text of a post for stock Pelican with pelican-series."""
    header, _, _ = print_post(post).partition("\n---\n")
    return f"posts/{post.slug}.md", f"{header}\n---\n\n{print_body(post, works)}\n"


def hugo_post(post: Post, works: Works) -> tuple[str, str]:
    """Return path and text of a post for Hugo; series and authors are taxonomies."""
    header = {
        "title": post.title,
        "date": post.day.isoformat(),
        "slug": post.slug,
        "summary": post.summary,
        "categories": [post.category],
        "tags": list(dict.fromkeys(post.tags)),
        "authors": [AUTHOR],
        "series": [post.series],
        "series_index": post.part,
    }
    return f"blog/{post.slug}.md", _yaml(header, _with_addresses(post, works))


def eleventy_post(post: Post, works: Works) -> tuple[str, str]:
    """Return path and text of a post for Eleventy."""
    header = {
        "title": post.title,
        "date": post.day.isoformat(),
        "summary": post.summary,
        "author": AUTHOR,
        "category": post.category,
        "tags": list(dict.fromkeys(post.tags)),
        "series": post.series,
        "series_index": post.part,
    }
    return f"blog/{post.slug}.md", _yaml(header, _with_addresses(post, works))


def about_page(more: Mapping[str, str]) -> str:
    """Return the text of the one page, for Hugo and Eleventy."""
    return _yaml({"title": "About", "summary": ABOUT, **more}, "Nothing.")


def print_body(post: Post, works: Works) -> str:
    """Return a body with numbers in the place of marks, and the list of sources."""
    keys = cited_works(post)
    body = _MARK.sub(lambda m: f"[{keys.index(m[1]) + 1}](#references)", post.body)
    lines = [f"{n}. {print_reference(works(key))}" for n, key in enumerate(keys, 1)]
    return "\n\n".join([body, "## References", "\n".join(lines)])


def print_reference(work: Mapping[str, object]) -> str:
    """Return a work as a line of a list of sources, in Markdown."""
    # A corpus's records are all of one shape, which make_work gives them.
    author, issued = work["author"], work["issued"]
    assert isinstance(author, list)  # noqa: S101  # for mypy; see above
    assert isinstance(issued, dict)  # noqa: S101  # same
    return (
        f"{author[0]['family']}, {author[0]['given']} ({issued['date-parts'][0][0]}). "
        f"{work['title']}. *{work['container-title']}*, {work['volume']}, "
        f"{str(work['page']).replace('-', '–')}. <https://doi.org/{work['DOI']}>"
    )


def _with_addresses(post: Post, works: Works) -> str:
    return _LINK.sub(r"/blog/\1/", print_body(post, works))


def _yaml(header: Mapping[str, object], body: str) -> str:
    """Return a file with a header of YAML; JSON's values are YAML's too."""
    lines = "\n".join(
        f"{key}: {value}"
        if key == "date"
        else f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in header.items()
    )
    return f"---\n{lines}\n---\n\n{body}\n"
