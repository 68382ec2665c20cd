"""Right records of many kinds: how an editor keeps a work, how its publisher has it.

Every pair is invented, after the shapes that real deposits have. Both sides are right,
so a comparison that finds a difference in one of them raises a false alarm.
"""

from __future__ import annotations

import copy


def people(text):
    """Read ``Family, Given; Family, Given``; without a comma it is a group."""
    names = []
    for one in text.split("; "):
        family, _, given = one.partition(", ")
        names.append({"family": family, "given": given} if given else {"name": family})
    return names


def literal(names):
    return [{"literal": n["name"]} if "name" in n else n for n in names]


def day(*parts):
    return {"date-parts": [list(parts)]}


BASE = {
    "type": "article-journal",
    "title": "Ketamine for relapse prevention: a randomized trial over 24 weeks",
    "author": people("Daly, Ella J.; Trivedi, Madhukar H.; Singh, Jaskaran B."),
    "container-title": "Journal of Affective Disorders",
    "volume": "276",
    "issue": "9",
    "page": "893-903",
    "issued": day(2019),
}
DEPOSIT = {
    "type": "journal-article",
    "title": [BASE["title"]],
    "author": BASE["author"],
    "container-title": ["Journal of Affective Disorders"],
    "short-container-title": ["J Affect Disord"],
    "volume": "276",
    "issue": "9",
    "page": "893-903",
    "issued": day(2019, 6, 5),
    "published-online": day(2019, 6, 5),
    "published-print": day(2019, 9),
}
NONE = object()


def pair(note, mine=None, theirs=None, both=None):
    """Return (note, library item, Crossref message) that differ from the base ones."""
    item = copy.deepcopy(BASE) | (both or {}) | (mine or {})
    message = copy.deepcopy(DEPOSIT)
    for key, value in (both or {}).items():
        listed = key in {"title", "container-title"}
        message[key] = [value] if listed else value
    message |= theirs or {}
    if isinstance(item["author"], list):
        item["author"] = literal(item["author"])
    item = {key: value for key, value in item.items() if value is not NONE}
    message = {key: value for key, value in message.items() if value is not NONE}
    return note, item, message


def names(note, mine, theirs):
    return pair(note, {"author": people(mine)}, {"author": people(theirs)})


def title(note, mine, *theirs, **more):
    return pair(note, {"title": mine}, {"title": list(theirs)} | more)


def journal(note, mine, theirs, short=NONE):
    names = {"container-title": [theirs], "short-container-title": [short]}
    if short is NONE:
        names["short-container-title"] = []
    return pair(note, {"container-title": mine}, names)


def numbers(note, mine, theirs):
    return pair(note, mine, theirs)


PAIRS = [
    pair("the same on both sides"),
    # Authors.
    names(
        "initials for names",
        "Daly, E. J.; Trivedi, M. H.",
        "Daly, Ella J.; Trivedi, Madhukar H.",
    ),
    names(
        "surnames in capitals", "Daly, Ella; Singh, J. B.", "DALY, Ella; SINGH, J. B."
    ),
    names(
        "a particle within the surname",
        "van der Berg, Jan; de la Cruz, P.",
        "van der Berg, Jan; De La Cruz, Pilar",
    ),
    pair(
        "particles of their own",
        {
            "author": [
                {"family": "Berg", "non-dropping-particle": "van der", "given": "Jan"}
            ]
        },
        {"author": [{"family": "van der Berg", "given": "Jan"}]},
    ),
    pair(
        "a particle among the given names",
        {"author": [{"family": "Berg", "given": "Jan", "dropping-particle": "von"}]},
        {"author": [{"family": "Berg", "given": "Jan von"}]},
    ),
    pair(
        "a suffix apart",
        {"author": [{"family": "Rush", "given": "A. John", "suffix": "Jr."}]},
        {"author": [{"family": "Rush Jr", "given": "A. John"}]},
    ),
    names(
        "umlauts spelled out",
        "Müller, Jörg; Ångström, Åke",
        "Mueller, Joerg; Aangstroem, Åke",
    ),
    names(
        "accents lost",
        "Gómez-Restrepo, Carlos; Cubała, Wiesław J.",
        "Gomez-Restrepo, Carlos; Cubala, Wieslaw J.",
    ),
    names(
        "letters taken apart",
        "Mu\u0308ller, J.; Jose\u0301, A.",
        "Müller, J.; José, A.",
    ),
    names(
        "a Nordic letter",
        "Sørensen, Per; Østergaard, S.",
        "Sorensen, Per; Ostergaard, S.",
    ),
    names(
        "hyphens of several kinds",
        "Carhart\u2010Harris, Robin L.; Goodwin, G. M.",
        "Carhart-Harris, Robin L.; Goodwin, Guy M.",
    ),
    names(
        "apostrophes of several kinds",
        "O’Neill, Ann; D'Souza, Deepak",
        "O'Neill, Ann; D’Souza, Deepak",
    ),
    names(
        "a hyphen among initials", "Wu, T.-C.; Li, J. G.", "Wu, Tung-Chin; Li, Jian-Guo"
    ),
    names(
        "initials without points",
        "Zarate, CA; Manji, HK",
        "Zarate, Carlos A.; Manji, Husseini K.",
    ),
    names(
        "a surname of two words cut elsewhere",
        "Movahed Rad, Pouya; Ekstrand, J.",
        "Rad, Pouya Movahed; Ekstrand, Joakim",
    ),
    names(
        "names exchanged by the publisher",
        "Wang, Wei; Zhang, Ying",
        "Wei, Wang; Zhang, Ying",
    ),
    names("a name in its own letters", "Li, Ming; Daly, E.", "李, 明; Daly, Ella"),
    names("an organisation", "World Health Organization", "World Health Organization"),
    names(
        "an organisation as a surname of several words",
        "RECOVERY Collaborative Group",
        "The RECOVERY Collaborative Group",
    ),
    names("an organisation by its letters", "WHO", "World Health Organization"),
    names(
        "a group at the end left out",
        "Daly, E.; Singh, J.",
        "Daly, Ella; Singh, Jaskaran; SUSTAIN-1 Study Group",
    ),
    names(
        "a group kept that is not deposited",
        "Daly, E.; KARMA-Dep Investigators",
        "Daly, Ella",
    ),
    names(
        "a list cut by dots",
        "Daly, E. J.; ...; Singh, J. B.",
        "Daly, Ella J.; Trivedi, Madhukar H.; Janik, Adam; Singh, Jaskaran B.",
    ),
    names(
        "a list cut by an ellipsis",
        "Daly, E. J.; Trivedi, M.; …; Singh, J. B.",
        "Daly, Ella J.; Trivedi, Madhukar H.; Janik, Adam; Singh, Jaskaran B.",
    ),
    names(
        "a list cut by et al.",
        "Daly, E. J.; et al.",
        "Daly, Ella J.; Trivedi, Madhukar H.; Singh, Jaskaran B.",
    ),
    names(
        "others, as BibTeX says", "Daly, E. J.; others", "Daly, Ella J.; Singh, J. B."
    ),
    names("a name called by its second part", "Rush, John", "Rush, A. John"),
    names("a single name", "Suharto", "Suharto"),
    pair("no author deposited", theirs={"author": NONE}),
    pair("no author in the library", {"author": NONE}),
    pair(
        "an author without given name",
        {"author": [{"family": "Plato"}]},
        {"author": [{"family": "Plato"}]},
    ),
    # Titles.
    title(
        "markup",
        "Effects of <i>N</i>-acetylcysteine on CO<sub>2</sub> in 12 people",
        "Effects of <jats:italic>N</jats:italic>-acetylcysteine on CO<jats:sub>2"
        "</jats:sub> in 12 people",
    ),
    title(
        "markup on one side only",
        "Effects of N-acetylcysteine on CO2 in 12 people",
        "Effects of <i>N</i>-acetylcysteine on CO<sub>2</sub> in 12 people",
    ),
    title(
        "MathML",
        "The β2 receptor in 9 trials",
        "The <mml:math><mml:msub><mml:mi>β</mml:mi><mml:mn>2</mml:mn></mml:msub>"
        "</mml:math> receptor in 9 trials",
    ),
    title(
        "Greek spelled out",
        "β-blockers and α1 receptors",
        "Beta-blockers and alpha1 receptors",
    ),
    title(
        "capitals", "Ketamine infusion in 24 adults", "KETAMINE INFUSION IN 24 ADULTS"
    ),
    title(
        "title case", "Ketamine infusion in 24 adults", "Ketamine Infusion in 24 Adults"
    ),
    title(
        "line ends",
        "Ketamine infusion in 24 adults with pain",
        "Ketamine infusion in\n            24 adults\n            with pain",
    ),
    title(
        "a subtitle of its own",
        "Ketamine in 24 adults: a randomised trial",
        "Ketamine in 24 adults",
        subtitle=["A Randomised Trial"],
    ),
    title(
        "a subtitle left out",
        "Ketamine in 24 adults",
        "Ketamine in 24 adults",
        subtitle=["A Randomised Trial"],
    ),
    title(
        "a subtitle after a question",
        "Does it last 12 weeks? A trial",
        "Does it last 12 weeks?",
        subtitle=["A trial"],
    ),
    title(
        "a subtitle deposited twice",
        "Ketamine in 24 adults: a trial",
        "Ketamine in 24 adults: a trial",
        subtitle=["A trial"],
    ),
    title(
        "entities", "Depression & pain: 5 views", "Depression &amp;amp; pain: 5 views"
    ),
    title(
        "and for &", "Depression and pain: 5 views", "Depression &amp; pain: 5 views"
    ),
    title(
        "dashes",
        "Ketamine – a 10‐year review — part 2",
        "Ketamine - a 10-year review - part 2",
    ),
    title(
        "quotation marks", "“Safe” ketamine: 7 ‘myths’", "\"Safe\" ketamine: 7 'myths'"
    ),
    title("a full stop at the end", "Ketamine in 24 adults", "Ketamine in 24 adults."),
    title(
        "a footnote's mark at the end",
        "Ketamine in 24 adults",
        "Ketamine in 24 adults<sup>1</sup>",
    ),
    title("a star at the end", "Ketamine in 24 adults", "Ketamine in 24 adults*"),
    title(
        "a translated title beside the original",
        "Depression im Alter von 65 Jahren",
        "Depression at the age of 65 years",
        **{"original-title": ["Depression im Alter von 65 Jahren"]},
    ),
    title(
        "hyphens or none",
        "Follow-up of pre-treatment in 3 groups",
        "Followup of pretreatment in 3 groups",
    ),
    title(
        "vs. and versus",
        "Ketamine vs. ECT in 403 people",
        "Ketamine versus ECT in 403 people",
    ),
    title("no title deposited", "Ketamine in 24 adults"),
    # Journals.
    journal("an abbreviation", "N Engl J Med", "New England Journal of Medicine"),
    journal(
        "points in an abbreviation",
        "J. Affect. Disord.",
        "Journal of Affective Disorders",
    ),
    journal("an article before the name", "The Lancet", "Lancet", "Lancet"),
    journal("&amp;amp; in the name", "Drugs & Aging", "Drugs &amp; Aging"),
    journal("and in the name", "Drugs and Aging", "Drugs &amp; Aging"),
    journal("a place", "Psychopharmacology (Berl)", "Psychopharmacology"),
    journal("letters of the name", "BMJ", "British Medical Journal"),
    journal(
        "letters and the full name",
        "JAMA",
        "JAMA: The Journal of the American Medical Association",
    ),
    journal(
        "a country after the name",
        "Proceedings of the National Academy of Sciences of the United States of "
        "America",
        "Proceedings of the National Academy of Sciences",
    ),
    journal("capitals in the name", "PLoS ONE", "PLOS ONE"),
    journal("a number in the name", "F1000Research", "F1000Research"),
    journal("German words", "Dtsch Arztebl Int", "Deutsches Ärzteblatt international"),
    journal(
        "a hyphen lost in the abbreviation",
        "Prog Neuropsychopharmacol Biol Psychiatry",
        "Progress in Neuro-Psychopharmacology and Biological Psychiatry",
    ),
    journal("Dutch words", "Tijdschr Psychiatr", "Tijdschrift voor Psychiatrie"),
    journal(
        "a subtitle that says whose journal it is",
        "Alzheimer's & Dementia",
        "Alzheimer's & Dementia: The Journal of the Alzheimer's Association",
    ),
    journal(
        "letters after the name",
        "Pharmacological Reports : PR",
        "Pharmacological Reports",
    ),
    numbers(
        "a discussion after the pages",
        {"page": "123-30; discussion 131-2"},
        {"page": "123-130"},
    ),
    numbers("a second range left out", {"page": "65-78, 80"}, {"page": "65-78"}),
    journal("an edition", "BMJ (Clinical research ed.)", "BMJ"),
    pair(
        "two containers of a chapter",
        {"type": "chapter", "container-title": "Handbook of Ketamine"},
        {
            "type": "book-chapter",
            "container-title": ["Series of Handbooks", "Handbook of Ketamine"],
        },
    ),
    pair(
        "no journal deposited",
        theirs={"container-title": [], "short-container-title": []},
    ),
    # Numbers.
    numbers("a shortened range", {"page": "2105-13"}, {"page": "2105-2113"}),
    numbers("a shortened range with letters", {"page": "S12-5"}, {"page": "S12-S15"}),
    numbers("an en dash", {"page": "893–903"}, {"page": "893-903"}),
    numbers("two hyphens", {"page": "893--903"}, {"page": "893-903"}),
    numbers("the first page only is deposited", {"page": "893-903"}, {"page": "893"}),
    numbers("the first page only is kept", {"page": "893"}, {"page": "893-903"}),
    numbers("one page as a range", {"page": "45"}, {"page": "45-45"}),
    numbers(
        "pages of the electronic edition", {"page": "411-420"}, {"page": "411-420.e7"}
    ),
    numbers(
        "an article number as the page",
        {"page": "e70042"},
        {"page": NONE, "article-number": "e70042"},
    ),
    numbers(
        "an article number of its own",
        {"page": NONE, "number": "1364"},
        {"page": NONE, "article-number": "1364"},
    ),
    numbers(
        "an article number beside pages",
        {"page": "e1364"},
        {"page": "1-9", "article-number": "e1364"},
    ),
    numbers(
        "an article number with noughts",
        {"page": "e0123456"},
        {"page": "e0123456", "article-number": NONE},
    ),
    numbers(
        "an article number without its letter", {"page": "1364"}, {"page": "e1364"}
    ),
    numbers("two ranges", {"page": "65-78, 80"}, {"page": "65–78,80"}),
    numbers("no pages deposited", {}, {"page": NONE}),
    numbers("no pages in the library", {"page": NONE}, {}),
    numbers("a supplement", {"issue": "Suppl 1"}, {"issue": "S1"}),
    numbers("a supplement in full", {"issue": "Suppl. 2"}, {"issue": "Supplement 2"}),
    numbers(
        "a supplement within the volume",
        {"volume": "29 Suppl 1", "issue": NONE},
        {"volume": "29", "issue": "Suppl 1"},
    ),
    numbers("a double issue", {"issue": "4–6"}, {"issue": "4-6"}),
    numbers("a double issue with a stroke", {"issue": "1/2"}, {"issue": "1-2"}),
    numbers("Roman numerals", {"volume": "XII"}, {"volume": "12"}),
    numbers(
        "a word before the number",
        {"volume": "Vol. 12", "issue": "No. 3"},
        {"volume": "12", "issue": "3"},
    ),
    numbers("a nought before the number", {"issue": "09"}, {"issue": "9"}),
    numbers("an issue part", {"issue": "3 Pt 1"}, {"issue": "3 Pt 1"}),
    numbers("no issue in the library", {"issue": NONE}, {}),
    numbers(
        "no volume deposited yet",
        {"volume": "276"},
        {"volume": "0", "issue": "ahead-of-print"},
    ),
    # Years.
    numbers(
        "the print year",
        {"issued": day(2021)},
        {
            "issued": day(2020, 11, 4),
            "published-online": day(2020, 11, 4),
            "published-print": day(2021, 5),
        },
    ),
    numbers(
        "the print month",
        {"issued": day(2021, 5)},
        {
            "issued": day(2020, 11, 4),
            "published-online": day(2020, 11, 4),
            "published-print": day(2021, 5, 1),
        },
    ),
    numbers(
        "the online year of a work without volume",
        {"issued": day(2020), "volume": NONE, "issue": NONE, "page": NONE},
        {"issued": day(2020, 11, 4), "published-print": day(2021, 5)},
    ),
    numbers(
        "the year of the issue",
        {"issued": day(2022)},
        {
            "issued": day(2021, 12, 1),
            "published-online": day(2021, 12, 1),
            "published-print": NONE,
            "journal-issue": {"published-print": day(2022, 1)},
        },
    ),
    numbers(
        "no date deposited",
        {},
        {
            "issued": {"date-parts": [[None]]},
            "published-online": NONE,
            "published-print": NONE,
        },
    ),
    # Kinds.
    pair(
        "a book",
        {
            "type": "book",
            "container-title": NONE,
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
        },
        {
            "type": "book",
            "container-title": ["A Series of Books"],
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
        },
    ),
    pair(
        "a preprint",
        {
            "type": "article",
            "container-title": NONE,
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
            "genre": "Preprint",
        },
        {
            "type": "posted-content",
            "container-title": [],
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
            "posted": day(2019, 6, 5),
        },
    ),
    pair(
        "a thesis",
        {
            "type": "thesis",
            "container-title": NONE,
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
        },
        {
            "type": "dissertation",
            "container-title": [],
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
            "approved": day(2019),
        },
    ),
    pair(
        "a paper of a conference",
        {"type": "paper-conference", "container-title": "2019 Congress on Ketamine"},
        {
            "type": "proceedings-article",
            "container-title": ["2019 Congress on Ketamine"],
        },
    ),
    pair(
        "a report",
        {
            "type": "report",
            "container-title": NONE,
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
        },
        {
            "type": "report",
            "container-title": [],
            "volume": NONE,
            "issue": NONE,
            "page": NONE,
        },
    ),
]
PAIRS = [
    (
        note,
        item | {"id": f"work{number}", "DOI": f"10.5555/work.{number}"},
        message | {"DOI": f"10.5555/work.{number}"},
    )
    for number, (note, item, message) in enumerate(PAIRS, 1)
]
