"""Writing feeds so that a server can answer 304: same bytes, same file, same date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican import signals

from ...site import find_image
from ...source.reviews import corrections_of, key_points_of
from ..characters import as_uri, join
from ..content import Cleaner
from ..core import Entry, Feed, Picture
from ..documents import documents, is_ours
from ..jsonfeed import JsonFeeds
from ..opml import opml
from ..posts import Part, read_entry, shown_link
from ..run import OUTPUT, RUN, Run
from ..xml import XmlFeeds

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parents[1]
PICTURES = {".webp": "image/webp", ".avif": "image/avif", ".jpeg": "image/jpeg"}
PICTURES |= {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}


def write_feeds(generator: Any, writer: Any) -> None:
    """Write every feed, the list of feeds, the style sheet and the page for people."""
    run: Run = generator.context[RUN]
    entries = _entries(run, generator)
    xml, json = XmlFeeds(), JsonFeeds()
    for item in run.listed:
        for feed in documents(item, entries, run.own, run.site):
            _write_feed(feed, json if feed.format == "json" else xml, generator)
    _write_beside(run, generator)
    _write_page(run, generator, writer)


def _entries(run: Run, generator: Any) -> dict[str, Entry]:
    cleaner = Cleaner()
    entries = {}
    for key, article in run.articles.items():
        part = run.parts.get(key)
        page = as_uri(run.links[key])
        whole = _whole(article, page, part, run, generator)
        picture = _picture(article, run, generator)
        entries[key] = read_entry(
            article,
            run.site,
            cleaner,
            page=page,
            uid=run.ids[key],
            part=part,
            whole=whole,
            picture=picture,
        )
    return entries


def _whole(article: Any, page: str, part: Part | None, run: Run, generator: Any) -> str:
    template = generator.get_template("feeds/entry")
    content = article.get_content(run.site.url)
    references = getattr(article, "references_html", "") or ""
    if 'role="doc-bibliography"' in content:
        references = ""  # the site's settings have put the block into the content
    whole: str = template.render(
        generator.context,
        article=article,
        content=Markup(content),  # noqa: S704  # an author's own HTML; cleaned later
        references=Markup(references),  # noqa: S704  # same
        series_line=part.line(run.own.words) if part else "",
        series_url=part.url if part else "",
        link=shown_link(page, run.site),
        words=run.own.words,
        key_points=_given(article, "key_points", key_points_of),
        corrections=_given(article, "corrections", corrections_of),
        lang=article.lang,
    )
    return whole


def _given(article: Any, name: str, read: Callable[[Any], Any]) -> Any:
    """Return what a plugin has given an article, else what its metadata tell."""
    given = getattr(article, name, None)
    is_authors = given is None or given is article.metadata.get(name)
    return read(article.metadata) if is_authors else given


def _picture(article: Any, run: Run, generator: Any) -> Picture | None:
    named = str(getattr(article, "image", "") or article.metadata.get("image") or "")
    if not named:
        return None
    kind = PICTURES.get(Path(named).suffix.lower(), "")
    if "://" in named:
        return Picture(as_uri(named), kind)
    file = find_image(named, generator.settings)
    if file is None:
        return None
    path = file.relative_to(generator.settings["PATH"]).as_posix()
    static = generator.context["static_content"].get(path)
    url = static.url if static else path
    return Picture(as_uri(join(run.site.url, url)), kind, file.stat().st_size)


def _write_feed(feed: Feed, writer: Any, generator: Any) -> None:
    context = generator.context
    for _, answer in signals.feed_generated.send(context, feed=feed):
        if isinstance(answer, Feed):
            feed = answer
    path = context[OUTPUT].write(feed.path, writer.text(feed))
    signals.feed_written.send(str(path), context=context, feed=feed)


def _write_beside(run: Run, generator: Any) -> None:
    own, output = run.own, generator.context[OUTPUT]
    if own.opml:
        groups = generator.context["site_feeds"]
        output.write(own.opml, opml(run.site.name, groups))
    if is_ours(own.stylesheet):
        output.write(own.stylesheet, (HERE / "static" / "feed.css").read_bytes())


def _write_page(run: Run, generator: Any, writer: Any) -> None:
    if run.own.page:
        writer.write_file(
            run.own.page_save_as,
            generator.get_template("feeds"),
            generator.context,
            relative_urls=generator.settings["RELATIVE_URLS"],
            template_name="feeds",
            url=run.own.page,
        )
