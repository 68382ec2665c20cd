"""Block processors that are tried only where their sign is; see ``test_converter``."""

from __future__ import annotations

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor

from plugins.front_matter.blocks import QuickBlocks, find_block_signs, quicken_blocks
from plugins.reading.markdown import ReadingExtension


class Foreign(HashHeaderProcessor):
    """What another extension makes of it may see signs of its own."""


def test_a_processor_of_another_class_is_tried_on_every_block():
    """Its signs are not those of the class that it comes from."""
    parser = Markdown().parser
    assert find_block_signs(HashHeaderProcessor(parser)) == ("#",)
    assert find_block_signs(Foreign(parser)) == ("",)


def test_as_many_spaces_are_looked_for_as_the_site_sets_code_in():
    """Four, unless it says otherwise."""
    for width in (2, 4):
        parser = Markdown(tab_length=width).parser
        code = parser.blockprocessors["code"]
        assert find_block_signs(code) == (" " * width,)


def test_our_own_processors_name_their_signs():
    """So that no plugin needs to know another."""
    md = Markdown(extensions=[ReadingExtension({}, {})])
    callouts = md.parser.blockprocessors["bulletin_github"]
    assert find_block_signs(callouts) == ("[!",)


def test_a_processor_that_comes_later_is_asked_too():
    """An extension may add one while a text is read."""
    md = Markdown()
    quicken_blocks(md)
    assert isinstance(md.parser.parseBlocks, QuickBlocks)
    assert md.convert("= a") == "<p>= a</p>"

    class Late(Foreign):
        def test(self, parent, block):  # noqa: ARG002  # its API
            return block.startswith("= ")

        def run(self, parent, blocks):  # noqa: ARG002  # its API
            blocks.pop(0)

    md.parser.blockprocessors.register(Late(md.parser), "late", 200)
    assert md.convert("= a") == ""


def test_another_walk_stays_as_it_is():
    """Whoever has put it there knows why."""
    md = Markdown()
    own = md.parser.parseBlocks
    vars(md.parser)["parseBlocks"] = own
    quicken_blocks(md)
    assert md.parser.parseBlocks is own
