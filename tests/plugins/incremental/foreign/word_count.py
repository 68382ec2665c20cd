"""A plugin with a generator of its own, which reads what others have written."""

from __future__ import annotations

import json
from pathlib import Path

from pelican import signals
from pelican.generators import Generator


class WordCount(Generator):
    """Counts the words of articles, and the files that are there."""

    def generate_context(self):
        """Give all templates something, which is complete only later."""
        self.counts = self.context["word_counts"] = {}

    def count(self):
        for article in self.context["articles"]:
            self.counts[article.slug] = len(article.content.split())

    def generate_output(self, writer):
        """Write one file by itself and one page with Pelican's writer."""
        output = Path(self.output_path)
        found = {
            path.relative_to(output).as_posix(): path.stat().st_size
            for path in sorted(output.rglob("*.html"))
            if path.parent.name != "words"
        }
        (output / "words").mkdir(parents=True, exist_ok=True)
        (output / "words" / "found.json").write_text(json.dumps(found, indent=1))
        template = self.get_template("words")
        name, more = "words/index.html", {"found": found, "url": "words/"}
        writer.write_file(name, template, self.context, **more)


def count_all(generators):
    for one in generators:
        if isinstance(one, WordCount):
            one.count()


def give_generator(_pelican):
    return WordCount


def register():
    """Connect the plugin to Pelican."""
    signals.get_generators.connect(give_generator)
    signals.all_generators_finalized.connect(count_all)
