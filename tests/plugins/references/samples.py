"""Works and a library for tests: small, invented unless a test says otherwise."""

from __future__ import annotations

import json

from plugins.references.library.file import parse_library

DALY = {
    "id": "daly2019",
    "type": "article-journal",
    "author": [
        {"family": "Daly", "given": "E. J."},
        {"family": "Trivedi", "given": "M. H."},
        {"family": "Singh", "given": "J. B."},
    ],
    "title": "Efficacy of Esketamine Nasal Spray",
    "container-title": "JAMA Psychiatry",
    "issued": {"date-parts": [[2019]]},
    "volume": "76",
    "issue": "9",
    "page": "893-903",
    "DOI": "10.1001/jamapsychiatry.2019.1189",
    "PMID": "31166571",
}


def a_work(key, family="Doe", given="A.", **more):
    """Return a CSL-JSON item; ``family`` may be a list, ``more`` uses underscores."""
    families = [family] if isinstance(family, str) else family
    authors = [{"family": name, "given": given} for name in families]
    item = {"id": key, "type": "article-journal", "title": f"The title of {key}"}
    item |= {"author": authors} if authors else {}
    item |= {name.replace("_", "-"): value for name, value in more.items()}
    return item


WORKS = [
    DALY,
    a_work("davis2021", ["Davis", "Barrett", "May"]),
    a_work("smith2020", "van der Smith"),
    a_work("raison2023", ["Raison", "Sanacora", "Woolley"]),
    a_work("zarate2006", ["Zarate", "Singh", "Carlson"]),
    a_work("carhart2017", ["Carhart-Harris", "Goodwin"]),
    {
        "id": "who2022",
        "type": "report",
        "author": [{"literal": "World Health Organization"}],
        "title": "World mental health report",
    },
    {"id": "anon", "type": "entry-encyclopedia", "title": "Melancholia"},
    a_work("a:b", "Ab"),
    a_work("x_y.z-1", "Xyz"),
    a_work("müller2020", "Müller"),
    a_work("Daly2019", "Other"),
    a_work("https://x.example/a;b", "Odd"),
    a_work("lancet", "Lancet", DOI="10.1016/S0140-6736(20)12345-6"),
]


def a_library(*works, path="content/references/library.json"):
    """Return a library of these works, or of the usual ones."""
    return parse_library(json.dumps(list(works or WORKS)), path)
