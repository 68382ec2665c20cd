"""How long 2,000 references take: ``python benchmarks/references.py``.

Every record is another one: those of the golden files, with numbers of their own.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from plugins.references.library.item import parse_item  # noqa: E402  # needs the path above
from plugins.references.settings import STYLES  # noqa: E402  # needs the path above
from plugins.references.styles import format_reference  # noqa: E402  # needs the path above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.references.library.reference import Reference

RECORDS = ROOT / "tests" / "plugins" / "references" / "golden" / "records.json"
NUMBER = 2000
ROUNDS = 5


def records() -> Iterator[Reference]:
    """Return so many records, no two with the same names or titles."""
    items = json.loads(RECORDS.read_text("utf-8"))
    for at in range(NUMBER):
        item = dict(items[at % len(items)])
        again = at // len(items)
        item["title"] = f"{item.get('title', '')} {again}"
        item["author"] = [
            name | {"family": f"{name['family']}{'abcdef'[again]}"}
            if "family" in name
            else name
            for name in item.get("author", ())
        ]
        yield parse_item(item)


def main() -> None:
    """Print the seconds of processor time for each style, the median of five."""
    works = list(records())
    for style in STYLES:
        seconds = []
        for _ in range(ROUNDS):
            begin = time.process_time()
            for work in works:
                format_reference(work, style)
            seconds.append(time.process_time() - begin)
        first, middle = seconds[0], statistics.median(seconds)
        print(f"{style}: first {first:.2f} s, median {middle:.2f} s for {NUMBER}")


if __name__ == "__main__":
    main()
