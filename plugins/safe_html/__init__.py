"""What may stand in a text that becomes part of a page, as browsers read it."""
