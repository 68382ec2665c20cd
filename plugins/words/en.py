"""The words that readers see, in English: what every other language falls back on.

A fact of language stands once in a table; where it has a second name, the name leads to
the same text. What the theme alone says in English stands in its ``words.html``.
"""

from __future__ import annotations

Words = dict[str, str]


def fold(words: Words) -> Words:
    """Return ``words`` where what is folded after a part is called as before it."""
    return words | {
        "after_range": words["before_range"],
        "after_one": words["before_one"],
    }


def alone(words: Words) -> str:
    """Return what a part is called by its number alone, to be filled with ``part``."""
    return words["before_one"].replace("{first}", "{part}")


#: Dates: the months by commas, and how a day, a month and the first day are written.
DATES: Words = {
    "months": (
        "January, February, March, April, May, June, July, August, September, October, "
        "November, December"
    ),
    "weekdays": "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
    "date": "{day} {month} {year}",
    "month_year": "{month} {year}",
    "first_day": "{day}",
}
#: What ``SERIES["words"]`` may replace, by the names that it has there.
ENGLISH = fold(
    {
        "all_series": "All series",
        "back_to_series": "About this series",
        "before_range": "Parts {first} to {last}",
        "before_one": "Part {first}",
        "complete": "Complete",
        "contents": "Parts of this series",
        "contents_more": "All {of} parts",
        "draft": "draft",
        "draft_copy": "Draft of {date}: not published, and not yet final.",
        "hidden": "not listed",
        "in_series": "in",
        "minutes": "{minutes} minute read",
        "neighbors": "Other posts on this blog",
        "newer": "Newer post",
        "newest_part": "Newest part: {date}",
        "next_part": "Next part",
        "next_planned": "Next part, not yet published:",
        "no_series": "There is no series yet.",
        "older": "Older post",
        "ongoing": "More parts follow",
        "pager": "Parts of the series",
        "part_of": "Part {part} of {of}",
        "parts": "{count} parts",
        "parts_one": "1 part",
        "parts_out": "{count} of {of} parts are out",
        "permalink": "This part on its own page",
        "planned": "planned",
        "previous_part": "Previous part",
        "read_next": "Read next",
        "reviewed": "Oldest medical review: {date}",
        "scheduled": "scheduled",
        "series": "Series",
        "series_end": "This was the last part.",
        "updated": "Last updated: {date}",
        "whole": "Read the whole series on one page",
        "whole_of": "{title}: the whole series",
        "withdrawn": "withdrawn",
    }
)
#: What ``FEEDS["words"]`` may replace, by the names that it has there.
WORDS: Words = {
    "site": "All posts",
    "posts": "Posts",
    "series": ENGLISH["series"],
    "category": "Category",
    "tag": "Tag",
    "author": "Author",
    "language": "Language",
    "series_many": ENGLISH["series"],
    "category_many": "Categories",
    "tag_many": "Tags",
    "author_many": "Authors",
    "language_many": "Languages",
    "part": f"{ENGLISH['part_of']} {ENGLISH['in_series']} {{series}}",
    "part_alone": f"{alone(ENGLISH)} {ENGLISH['in_series']} {{series}}",
    "read": "Read this post on {site}",
    "notice": (
        "This is a feed. Copy the address of this page into a feed reader, and new "
        "posts will come to you there. To read a post now, choose it below."
    ),
    "notice_archive": (
        "These are older posts of a feed, and no new ones will be added here. A feed "
        "reader wants the address of the feed itself:"
    ),
    "notice_page": "All feeds of this site: {page}",
}
#: The page for people that lists the feeds.
FEEDS_PAGE: Words = {
    "feeds": "Feeds",
    "feeds_lead": "New posts, in a feed reader of your choice.",
    "feeds_what": (
        "A feed is a file with the newest posts, and a feed reader is a program of "
        "yours that fetches it now and then and shows you what is new. "
        "Copy the address of a feed into your reader; nobody asks for your name or "
        "your e-mail address. "
        "For new posts by e-mail, give that address to a service that mails feeds; it "
        "is not ours, we recommend none, and it learns your e-mail address and what "
        "you follow."
    ),
    "opml": "All feeds as one OPML file",
}
#: What boxes of the text are called that have no words of their own, and footnotes.
READING: Words = {
    "code": "Code",
    "footnotes": "Notes",
    "note": "Note {letter}",
    "note_back": "Back to note {letter} in the text",
    "note_back_one": "{number}: back to mention {number} of note {letter}",
    "table": "Table",
}
#: What ``ADDRESSES["words"]`` may replace, by the names that it has there.
MOVED: Words = {
    "gone": "This page is no longer here",
    "gone_empty": "There is no post here at present.",
    "gone_home": "Go to the home page",
    "moved": "This page has moved",
    "moved_to": "It is here now:",
}
#: What a preview says of what is not published.
PREVIEW: Words = {
    "comes_out_on": "Comes out on",
    "draft_of": "Draft of",
    "preview_draft": "Preview: this is a draft.",
    "preview_name": "Preview",
    "preview_note": "Preview. Not everything here is published.",
    "preview_scheduled": "Preview: the date of this page has not come yet.",
}
#: What ``REFERENCES["words"]`` may replace, by the names that it has there.
REFERENCES: Words = {
    "references": "References",
    "further_reading": "Further reading",
    "mark": "Reference {number}: {work}",
    "two_authors": "{one} and {other}",
    "more_authors": "{first} et al.",
    "back_to_mark": "Back to where reference {number} is cited",
    "back_to_mention": "{letter}: back to mention {mention} of reference {number}",
    "retracted": "Retracted",
    "partly_retracted": "Partly retracted",
    "removed": "Removed",
    "work_withdrawn": "Withdrawn",
    "concern": "Expression of concern",
    "corrected": "Corrected",
    "new_version": "New version",
    "new_edition": "New edition",
    "work_updated": "Updated",
    "not_checked": "Not checked",
    "not_checked_more": "It is not known whether it still stands.",
    "notice_day": "on {date}.",
    "notice_month": "in {date}.",
    "read_notice": "Read the notice",
    "why_cited": "Why it is cited:",
    "people": "{count} people",
    "people_one": "{count} person",
    "against": "against {comparator}",
    "paid_for": "Paid for by {funder}",
    "sources_unchecked": (
        "The sources have not yet been checked against publishers’ records."
    ),
    "sources_all": (
        "All {works} sources were last held against their publishers’ records, and "
        "against known retractions and corrections, on {date}."
    ),
    "sources_some": (
        "{checked} of {works} sources were last held against their publishers’ "
        "records, and against known retractions and corrections, on {date}."
    ),
    "other_one": "For the other one there is no such record.",
    "other_ones": "For the other {rest} there is no such record.",
    "other_one_unasked": "For the other one not all of this could be asked.",
    "other_ones_unasked": "For the other {rest} not all of this could be asked.",
}
#: One series, where it is named as a kind of thing.
KINDS: Words = {"series_one": ENGLISH["series"]}
SAID: Words = (
    ENGLISH
    | KINDS
    | DATES
    | WORDS
    | FEEDS_PAGE
    | READING
    | MOVED
    | PREVIEW
    | REFERENCES
)
