"""What only this repository runs: auditing and screenshots of its own pages."""

from __future__ import annotations
