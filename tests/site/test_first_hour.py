"""README's first hour, followed to the letter in a fresh copy of this repository.

Its commands run as they stand there, one after the other; its texts are written into
the files that it names; its pages are looked at in Chromium, which nobody reloads.
"""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect, sync_playwright

from dev.audit.browser import ARGUMENTS
from tests.needs import find, needs
from tests.site.newcomer import README, make_newcomer, read_blocks

pytestmark = [pytest.mark.browser, needs("chromium")]
PART = "## Write a post"
_, NEW, SERVE, CITE, CHECK, PUBLISH = read_blocks(PART)
(HEADER,) = read_blocks(PART, "yaml")
(TEXT,) = read_blocks(PART, "markdown")
(MISTAKE, KEY) = re.findall(r"Write `(.+?)`", README.split(PART)[1].split("\n## ")[0])


@pytest.fixture(name="newcomer")
def _newcomer(tmp_path):
    return make_newcomer(tmp_path / "site")


def test_the_first_hour_is_as_the_readme_tells_it(newcomer):
    """New, see, cite, write, mend, check, publish."""
    said = newcomer.run(NEW)
    (name,) = re.findall(r"content/posts/\S+\.md", said)
    file = newcomer.root / name

    with (
        newcomer.leaving(SERVE, "is your desk") as told,
        sync_playwright() as playwright,
    ):
        (desk,) = re.findall(r"(http://\S+) is your desk", told)
        browser = playwright.chromium.launch(
            executable_path=find("chromium"), args=ARGUMENTS
        )
        page = browser.new_page()
        page.set_default_timeout(30_000)
        page.goto(desk)
        page.get_by_role("link", name="What counts as a side effect?").click()
        expect(page.locator(".bar")).to_contain_text(f"Draft {name}")
        expect(page.get_by_text("Part 4 of 5")).to_be_visible()

        said = newcomer.run(CITE)
        assert KEY in said
        assert KEY in TEXT

        file.write_text(written(file.read_text("utf-8")), "utf-8")
        expect(page.get_by_text("counted the side effects")).to_be_visible()
        expect(page.locator(".reference")).to_contain_text("Short, B.")

        good = file.read_text("utf-8")
        file.write_text(good.replace(KEY, MISTAKE), "utf-8")
        line = good[: good.index(KEY)].count("\n") + 1
        panel = page.locator("details.panel")
        expect(panel).to_contain_text(f"{name}:{line}")
        expect(panel).to_contain_text("Did you mean “short2018”?")
        panel.locator("summary").click()
        expect(panel.get_by_text("Did you mean")).to_be_hidden()
        expect(page.get_by_text("counted the side effects")).to_be_visible()
        file.write_text(good, "utf-8")
        expect(panel).to_have_count(0)

        said = newcomer.run(CHECK)
        assert not [one for one in said.splitlines() if one.startswith(name)], said
        assert re.search(r"What counts as a side effect\?\s.*\bdraft\b", said)

        said = newcomer.run(PUBLISH, answer="y\n")
        expect(page.locator(".bar")).not_to_contain_text("Draft")
        browser.close()

    assert "+status: published" in said
    assert ", 0 warnings." in said
    assert newcomer.run("git status --short") == ""
    is_published(newcomer.root / "output", "blog/what-counts-as-a-side-effect/")


def written(text):
    """Return the draft as README has it filled in."""
    for line in HEADER.splitlines():
        key = line.split(":")[0]
        if re.search(rf"^{key}:", text, re.MULTILINE):
            text = re.sub(rf"^{key}:.*", line, text, flags=re.MULTILINE)
        else:
            text = text.replace("\n---\n", f"\n{line}\n---\n", 1)
    return text.replace("Write here what the reader learns from this post.", TEXT)


def is_published(output, address):
    """Find a post where README says that it is."""
    page = BeautifulSoup((output / address / "index.html").read_text("utf-8"), "lxml")
    assert page.select_one(".reference-list li")
    assert not page.select(".bar, script[data-tag]")
    assert "draft" not in page.get_text().lower()
    for place in ("index.html", "series/how-to-read-a-study/index.html"):
        assert address in (output / place).read_text("utf-8"), place
    for feed in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        assert address in (output / feed).read_text("utf-8"), feed
