"""Pelican's side of the references."""

from __future__ import annotations
