"""Build this repository's site and print how often each source was read, as JSON.

A script of its own: an audit hook stays in its process for ever.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import lxml.html

from plugins.source import core
from plugins.tools.build.build import build_site
from plugins.tools.build.options import BuildOptions
from plugins.tools.site import find_site

ROOT = Path(__file__).parents[3]
CONTENT = ROOT / "content"
opened: Counter[str] = Counter()
headers: Counter[str] = Counter()
bodies: Counter[str] = Counter()


def count_open(event, arguments):
    if event == "open" and isinstance(arguments[0], str | os.PathLike):
        path = Path(os.path.abspath(arguments[0]))
        if path.is_relative_to(CONTENT) and path.suffix in (".md", ".json"):
            opened[path.relative_to(CONTENT).as_posix()] += 1


def counted(function, counter):
    def call(text, *arguments, **named):
        counter[text] += 1
        return function(text, *arguments, **named)

    return call


core.parse_header = counted(core.parse_header, headers)
lxml.html.fragment_fromstring = counted(lxml.html.fragment_fromstring, bodies)
sys.addaudithook(count_open)
code = build_site(
    BuildOptions(find_site(str(ROOT)), output=Path(sys.argv[1]), quiet=True)
)
json.dump(
    {
        "code": code,
        "opened": opened,
        "headers": list(headers.values()),
        "bodies": list(bodies.values()),
    },
    sys.stdout,
)
