"""An author's file: read once in a run, and everything that is known of it.

Below every plugin; nothing here knows what a plugin does with a post.

``read.py``
    The only place that opens an author's file. It hands out a ``Source``, the same one
    to everybody who asks in a run.
``core.py``
    ``Source``: text, digest, header with lines, body, and what cannot be read.
``header.py``, ``faults.py``, ``encoding.py``
    YAML or ``Key: value``, its faults in words, and bytes as text.
``prose.py``
    A body without its code: what Markdown reads as prose, line for line.
``bounds.py``
    What of a body would hold Markdown for minutes, counted before it is called.
``dates.py``, ``reviews.py``
    Dates, reviews and corrections as records.
``agenda.py``
    What the clock will bring: posts that wait for their date, reviews that fall due.
"""
