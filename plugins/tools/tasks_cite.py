"""The command that brings works into the library and posts to their citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoke.parser.argument import Argument
from invoke.tasks import Task, task

from .terminal import end, in_one_line, refuse_dash, site_of

if TYPE_CHECKING:
    from invoke.context import Context

    from .cite import Wish
    from .voice import Voice

# ruff: noqa: PLC0415  # rooms are imported when they are needed, as in tasks.py

#: Options that say what to do instead of naming a work.
INSTEAD = ("find", "adopt", "render")


class _Instead(Argument):
    """An option in whose presence the command needs no WORK."""

    work: Argument

    def set_value(self, value: Any, cast: bool = True) -> None:
        """Take the option's value, and let WORK be empty."""
        super().set_value(value, cast)
        if self.work.value is None:
            self.work.set_value("")


class _Cite(Task):  # type: ignore[type-arg]  # invoke's class has no parameter at run time
    """A command with one positional, which some options make superfluous."""

    def get_arguments(
        self,
        ignore_unknown_help: bool | None = None,  # invoke's signature
    ) -> list[Argument]:
        """Return invoke's arguments, with those options among them."""
        arguments = super().get_arguments(ignore_unknown_help)
        work = next(one for one in arguments if one.name == "work")
        for one in arguments:
            if one.name in INSTEAD:
                one.__class__ = _Instead
                one.work = work  # type: ignore[attr-defined]
        return arguments


@task(
    klass=_Cite,
    help={
        "work": "a DOI, a PubMed number, several by commas, or a .bib .ris .json file",
        "find": "search for these words and choose from what is found",
        "adopt": "turn a post's list of references, typed by hand, into citations",
        "render": "print the references of this .json, .bib or .ris file",
        "style": "for --render: apa, ama or nlm",
        "format": "for --render: text, html or json",
        "retracted": "take a work although it was retracted",
        "yes": "do not ask before a post is rewritten",
    },
)
def cite(
    context: Context,
    work: str,
    *,
    find: str = "",
    adopt: str = "",
    render: str = "",
    style: str = "apa",
    format: str = "text",  # noqa: A002  # the option's name
    retracted: bool = False,
    yes: bool = False,
) -> None:
    """Put works into the library and print the marks to paste."""
    refuse_dash("WORK", work)
    with in_one_line():
        from .cite import Wish
        from .site import RefusedError
        from .voice import Voice

        site, voice = site_of(context), Voice()
        if render:
            from .cite_render import render_file

            end(render_file(site.option(render), style, format, voice))
            return
        if sum(bool(one) for one in (work, find, adopt)) != 1:
            message = (
                "Name one thing: WORK, --find WORDS, --adopt POST or --render FILE."
            )
            raise RefusedError(message)
        wish = Wish(retracted, yes)
        end(_cite(context, (work, find, adopt), wish, voice))


def _cite(
    context: Context, wanted: tuple[str, str, str], wish: Wish, voice: Voice
) -> int:
    from .build import read_settings_of
    from .cite import cite_file, cite_works, find_works
    from .cite_adopt import adopt_post
    from .cite_file import is_file_name
    from .shelf import open_shelf

    site = site_of(context)
    work, find, adopt = wanted
    shelf = open_shelf(site, read_settings_of(site))
    if find:
        return find_works(shelf, find, wish, voice)
    if adopt:
        path = site.option(adopt)
        return adopt_post(shelf, path, site.relative(path), wish, voice)
    if is_file_name(work) and site.option(work).is_file():
        return cite_file(shelf, site.option(work), wish, voice)
    return cite_works(shelf, work, wish, voice)
