"""The words that readers see, in German."""

from __future__ import annotations

from .en import Words, fold

#: What plugins say.
SAID = fold(
    {
        "all_series": "Alle Reihen",
        "back_to_series": "Über diese Reihe",
        "before_range": "Teile {first} bis {last}",
        "before_one": "Teil {first}",
        "comes_out_on": "Erscheint am",
        "complete": "Abgeschlossen",
        "contents": "Teile dieser Reihe",
        "contents_more": "Alle {of} Teile",
        "draft": "Entwurf",
        "draft_of": "Entwurf vom",
        "draft_copy": "Entwurf vom {date}: nicht veröffentlicht, nicht endgültig.",
        "hidden": "nicht gelistet",
        "in_series": "in",
        "minutes": "{minutes} Min. Lesezeit",
        "gone": "Diese Seite gibt es nicht mehr",
        "gone_empty": "Zurzeit gibt es hier keinen Beitrag.",
        "gone_home": "Zur Startseite",
        "moved": "Diese Seite ist umgezogen",
        "moved_to": "Sie steht jetzt hier:",
        "neighbors": "Weitere Beiträge",
        "newer": "Neuerer Beitrag",
        "newest_part": "Neuester Teil: {date}",
        "next_part": "Nächster Teil",
        "next_planned": "Nächster Teil, geplant",
        "no_series": "Es gibt noch keine Reihe.",
        "older": "Älterer Beitrag",
        "ongoing": "Weitere Teile folgen",
        "pager": "Teile davor und danach",
        "part_of": "Teil {part} von {of}",
        "parts": "{count} Teile",
        "parts_one": "1 Teil",
        "parts_out": "{count} von {of} Teilen erschienen",
        "permalink": "Dieser Teil auf eigener Seite",
        "planned": "geplant",
        "preview_draft": "Vorschau: Das ist ein Entwurf.",
        "preview_name": "Vorschau",
        "preview_note": "Vorschau. Nicht alles hier ist veröffentlicht.",
        "preview_scheduled": "Vorschau: Der Tag dieser Seite ist noch nicht da.",
        "previous_part": "Voriger Teil",
        "read_next": "Weiterlesen",
        "reviewed": "Älteste medizinische Prüfung: {date}",
        "scheduled": "terminiert",
        "series": "Reihen",
        "series_one": "Reihe",
        "series_end": "Das war der letzte Teil.",
        "updated": "Zuletzt geändert: {date}",
        "whole": "Die ganze Reihe auf einer Seite",
        "whole_of": "{title}: die ganze Reihe",
        "withdrawn": "zurückgezogen",
        "months": (
            "Januar, Februar, März, April, Mai, Juni, "
            "Juli, August, September, Oktober, November, Dezember"
        ),
        "weekdays": (
            "Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag"
        ),
        "date": "{day}. {month} {year}",
        "month_year": "{month} {year}",
        "first_day": "{day}",
        "site": "Alle Beiträge",
        "posts": "Beiträge",
        "category": "Kategorie",
        "tag": "Thema",
        "author": "Autor",
        "language": "Sprache",
        "feeds": "Feeds",
        "notice": (
            "Das ist ein Feed. Geben Sie die Adresse dieser Seite in einen Feedreader "
            "ein, dann kommen neue Beiträge dort zu Ihnen. Um jetzt einen Beitrag zu "
            "lesen, wählen Sie ihn unten aus."
        ),
        "notice_archive": (
            "Das sind ältere Beiträge eines Feeds; hier kommen keine neuen hinzu. Ein "
            "Feedreader braucht die Adresse des Feeds selbst:"
        ),
        "notice_page": "Alle Feeds dieser Website: {page}",
        "category_many": "Kategorien",
        "tag_many": "Themen",
        "author_many": "Autoren",
        "language_many": "Sprachen",
        "references": "Quellen",
        "further_reading": "Zum Weiterlesen",
        "mark": "Quelle {number}: {work}",
        "two_authors": "{one} und {other}",
        "more_authors": "{first} et al.",
        "back_to_mark": "Zurück zu der Stelle, an der Quelle {number} angeführt ist",
        "code": "Code",
        "footnotes": "Anmerkungen",
        "note": "Anmerkung {letter}",
        "note_back": "Zurück zu Anmerkung {letter} im Text",
        "note_back_one": (
            "{number}: zurück zu Erwähnung {number} von Anmerkung {letter}"
        ),
        "table": "Tabelle",
        "back_to_mention": (
            "{letter}: zurück zu Erwähnung {mention} von Quelle {number}"
        ),
        "retracted": "Zurückgezogen",
        "partly_retracted": "Teilweise zurückgezogen",
        "removed": "Entfernt",
        "work_withdrawn": "Vom Verlag zurückgenommen",
        "concern": "Bedenken der Redaktion",
        "corrected": "Berichtigt",
        "new_version": "Neue Fassung",
        "new_edition": "Neue Auflage",
        "work_updated": "Aktualisiert",
        "not_checked": "Nicht geprüft",
        "not_checked_more": "Ob die Arbeit noch gilt, ist nicht bekannt.",
        "notice_day": "am {date}.",
        "notice_month": "{date}.",
        "read_notice": "Den Hinweis lesen",
        "why_cited": "Warum sie angeführt ist:",
        "people": "{count} Personen",
        "people_one": "{count} Person",
        "against": "gegen {comparator}",
        "paid_for": "Bezahlt von {funder}",
        "sources_unchecked": (
            "Die Quellen wurden noch nicht mit den Angaben der Verlage abgeglichen."
        ),
        "sources_all": (
            "Alle {works} Quellen wurden zuletzt am {date} mit den Angaben ihrer "
            "Verlage und mit bekannten Rücknahmen und Berichtigungen abgeglichen."
        ),
        "sources_some": (
            "{checked} von {works} Quellen wurden zuletzt am {date} mit den Angaben "
            "ihrer Verlage und mit bekannten Rücknahmen und Berichtigungen abgeglichen."
        ),
        "other_one": "Für die übrige gibt es keine solchen Angaben.",
        "other_ones": "Für die übrigen {rest} gibt es keine solchen Angaben.",
        "other_one_unasked": "Für die übrige konnte nicht alles davon erfragt werden.",
        "other_ones_unasked": (
            "Für die übrigen {rest} konnte nicht alles davon erfragt werden."
        ),
    }
)
#: What the theme says, by the names of its ``words.html``. Not its medical disclaimers
#: and not what a clinic offers: who translates those must answer for them.
THEME: Words = {
    "skip": "Zum Hauptinhalt springen",
    "home": "Startseite",
    "menu": "Hauptmenü",
    "footer": "Über diese Website",
    "you_are_here": "Sie sind hier",
    "latest": "Neueste Beiträge",
    "start_series": "Der Reihe nach lesen",
    "who_we_are": "Wer hier schreibt",
    "archive": "Archiv",
    "archive_lead": "Alle Beiträge nach Themen, die neuesten zuerst.",
    "find_in_page": (
        "Suchen Sie ein Wort? Ihr Browser kann diese Seite durchsuchen: Strg F,"
        " ⌘ F oder „Auf Seite suchen“ im Menü des Telefons."
    ),
    "series_lead": "Beiträge, die der Reihe nach gelesen werden wollen.",
    "on_one_page": "die ganze Reihe auf einer Seite",
    "on_this_page": "Inhalt",
    "newer_posts": "Neuere Beiträge",
    "older_posts": "Ältere Beiträge",
    "pages_of_list": "Seiten dieser Liste",
    "page_of": "Seite {page} von {of}",
    "by": "Von",
    "published": "Veröffentlicht am",
    "updated": "Geändert am",
    "key_points": "Das Wichtigste",
    "not_reviewed": "Noch nicht medizinisch geprüft",
    "reviewed_by": "Medizinisch geprüft von",
    "last_reviewed": "Seite zuletzt geprüft",
    "review_due": "Nächste Prüfung fällig",
    "corrections": "Korrekturen",
    "sources_checked": "Wann die Quellen zuletzt geprüft wurden",
    "about_page": "Über diese Seite",
    "printed_from": "Ausgedruckt von",
    "notes": "Meine Notizen und Fragen",
    "call_link": "So erreichen Sie uns",
    "clinic_title": "So erreichen Sie uns",
    "clinic_phone": "Telefon:",
    "clinic_email": "E-Mail:",
    "send": "Diese Seite per E-Mail senden",
    "feed_of": "Im Feedreader abonnieren:",
    "about": "Über uns",
    "contact": "Kontakt",
    "topic": "Thema",
    "topics": "Themen",
    "topics_lead": "Alles, worüber wir schreiben, von A bis Z.",
    "letters": "Buchstaben",
    "posts_about": "Beiträge über {name}",
    "count_one": "1 Beitrag",
    "count": "{count} Beiträge",
    "withdrawn": "Dieser Beitrag wurde zurückgezogen",
    "withdrawn_text": "Lesen, was darin stand",
    "not_found": "Diese Seite finden wir nicht",
    "other_languages": "In anderen Sprachen",
    "licence": "Keine Cookies, keine Skripte, kein Tracking.",
}
