"""A rendered body: its words without its tags."""

from __future__ import annotations

from plugins.body import Body, Heading, plain_text


def test_a_title_keeps_its_signs():
    """Markup goes, a comparison stays."""
    assert plain_text("p < 0.05 & more") == "p < 0.05 & more"
    assert plain_text("<b>Dose</b> &amp; effect") == "Dose & effect"
    assert plain_text(" Sleep\n well\t") == "Sleep well"


def test_what_a_body_says_is_asked_by_a_mark_of_it():
    """The HTML itself is long, and compared often."""
    asked = []

    def recall(mark, read):
        asked.append(mark)
        return read()

    html = '<h2 id="a">Dose <span class="citation">1</span></h2><p>Two words</p>'
    body, other = Body(html, recall=recall), Body(html)
    assert body.headings == (Heading("a", "Dose"),)
    assert body.headings.ledger_value == "[('a', 'Dose')]"
    assert body.words == 3
    assert asked == [body.mark] == [other.mark]
    assert body.mark != Body("").mark
