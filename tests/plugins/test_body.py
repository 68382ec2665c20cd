"""A rendered body: its words without its tags."""

from __future__ import annotations

from plugins.body import plain_text


def test_a_title_keeps_its_signs():
    """Markup goes, a comparison stays."""
    assert plain_text("p < 0.05 & more") == "p < 0.05 & more"
    assert plain_text("<b>Dose</b> &amp; effect") == "Dose & effect"
