"""Pelican's side of cards: which page announces what, and when cards are made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.utils import sanitised_join

from ..body import plain_text
from ..ledger import Lookup
from ..made_files import CacheError, MadeFiles
from ..problem import Level, Problem
from ..report import begin_run, relative_path, report, run_state
from ..site import (
    DRAFTS,
    HIDDEN,
    PUBLISHED,
    contents_of,
    ledger_of,
    share,
)
from .core import (
    Card,
    SocialPicture,
    announce,
    announce_own,
    keep_few,
    rings_of_part,
)
from .drawing import can_draw, describe_font, draw
from .lines import prepare, reads_from_right
from .settings import SocialCardsSettings, parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What templates ask, and where a run keeps what it plans.
NAME = "social_cards"
STATE = "SOCIAL_CARDS"
GENERATORS = "SOCIAL_CARDS_GENERATORS"
#: Digits of a card's digest in its address, as in other names with a hash.
HASH = 10


def register() -> None:
    """Connect cards to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(offer_cards)
    signals.all_generators_finalized.connect(remember_generators)
    signals.get_writer.connect(plan_cards)
    signals.article_writer_finalized.connect(publish_cards)


@dataclass
class CardRun:
    """The cards of one run."""

    settings: dict[str, Any]
    options: SocialCardsSettings
    made: MadeFiles
    site: SocialPicture | None = None  #: of every page without a card of its own
    pages: dict[str, SocialPicture | None] = field(default_factory=dict)  #: by file
    wanted: dict[str, tuple[str, Card]] = field(default_factory=dict)  #: by address

    def find(self, file: str) -> SocialPicture | None:
        """Return what the page in a file of the output announces."""
        return self.pages.get(file, self.site)

    def want(self, card: Card) -> SocialPicture:
        """Plan a card, and return what a page says of it."""
        title, line = prepare(card.title), prepare(card.line)
        drawn = replace(
            card,
            site=prepare(card.site),
            title=title if can_draw(title) else "",
            line=line if can_draw(line) else "",
        )
        if reads_from_right(line):  # and so the first ring is the last
            drawn = replace(drawn, rings=drawn.rings[::-1])
        digest = drawn.digest(*self.options.colours, describe_font())
        address = self.options.url.format(hash=digest[:HASH])
        self.wanted[address] = digest, drawn
        siteurl = self.settings["SITEURL"].rstrip("/")
        return announce(card, f"{siteurl}/{address}")


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("SOCIAL_CARDS", {}))


def offer_cards(generator: Any) -> None:
    """Let templates ask for the picture of the page that they print."""
    settings, state = generator.settings, run_state(generator.settings)
    if STATE not in state:
        options = parse_settings(settings.get("SOCIAL_CARDS", {}))
        content = Path(settings["PATH"])
        beside = Path(settings.get("BULLETIN_ROOT") or content.parent)
        made = MadeFiles.beside(beside, content, options.cache)
        state[STATE] = CardRun(settings, options, made)
    generator.context[NAME] = Lookup(NAME, state[STATE].find)


def remember_generators(generators: list[Any]) -> None:
    """Keep the generators until all plugins have given contents what they have."""
    run_state(generators[0].settings)[GENERATORS] = list(generators)


def plan_cards(pelican: Any) -> None:
    """Find out what each page announces. A preview is shown to nobody else."""
    run: CardRun = run_state(pelican.settings)[STATE]
    generators = run_state(pelican.settings)[GENERATORS]
    if pelican.settings.get("BULLETIN_PREVIEW"):
        return
    for content in contents_of(generators, HIDDEN, DRAFTS):
        run.pages[content.save_as] = None
    for content in contents_of(generators, PUBLISHED):
        run.pages[content.save_as] = _picture_of(content, run)
    for series in _all_series(generators[0].context):
        run.pages[series.save_as] = run.want(_card_of_series(series, run))
        run.pages[series.whole_save_as] = None
    subtitle = plain_text(str(run.settings.get("SITESUBTITLE") or ""))
    run.site = run.want(Card(_site_name(run), subtitle, is_of_site=True))


def publish_cards(generator: Any, **_: Any) -> None:
    """Make the cards that are missing in the output, and forget those of old titles."""
    settings = generator.settings
    run, ledger = run_state(settings)[STATE], ledger_of(settings)
    missing = [
        address
        for address, (digest, _) in run.wanted.items()
        if not ledger.stands(address, digest)
    ]
    publish = partial(_publish, run, Path(generator.output_path))
    faults = filter(None, share(NAME, missing, publish, settings, lambda _: "."))
    for fault in dict.fromkeys(faults):
        where = relative_path(run.made.folder, settings)
        what = f"Cards cannot be kept in this folder: {fault}. Each build makes them."
        remedy = "Make room there, or name another folder in SOCIAL_CARDS, “cache”."
        name = "social-cards-unkept"
        report(Problem(where, 0, what, remedy, name, Level.WARNING), settings)
    if run.wanted:
        run.made.remove_unused({f"{digest}.png" for digest, _ in run.wanted.values()})


def _publish(run: CardRun, output: Path, address: str) -> str:
    """Put a card into the output, and return why it could not be kept besides."""
    fault, (digest, card) = "", run.wanted[address]
    name = f"{digest}.png"
    data = run.made.read(name)
    if not data:
        data = draw(card, run.options.colours)
        try:
            run.made.write(name, data)
        except CacheError as error:
            fault = str(error)
    target = Path(sanitised_join(str(output), address))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return fault


def _picture_of(content: Any, run: CardRun) -> SocialPicture | None:
    if getattr(getattr(content, "front_matter", None), "noindex", False):
        return None
    own = announce_own(getattr(content, "picture", None))
    return own or run.want(_card_of(content, run))


def _card_of(content: Any, run: CardRun) -> Card:
    title = plain_text(str(content.title))
    place: Any = getattr(content, "series", None)
    if not hasattr(place, "part_line"):
        return Card(_site_name(run), title)
    line = f"{place.part_line} {place.words['in_series']} {place.title}"
    rings = rings_of_part(place.part, place.of)
    return Card(_site_name(run), title, plain_text(line), rings)


def _card_of_series(series: Any, run: CardRun) -> Card:
    line, rings = plain_text(series.count_line), keep_few(series.readable)
    return Card(_site_name(run), plain_text(series.title), line, rings)


def _all_series(context: Any) -> Iterator[Any]:
    """Yield every series that has a page, in each of its languages."""
    for series in context.get("all_series") or ():
        for one in (series, *getattr(series, "translations", ())):
            if getattr(one, "save_as", ""):
                yield one


def _site_name(run: CardRun) -> str:
    return plain_text(str(run.settings["SITENAME"]))
