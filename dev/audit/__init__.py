"""A built site as its readers meet it: browser, checker, links, data and weight."""

from __future__ import annotations
