"""The words that readers see, in French."""

from __future__ import annotations

from .en import Words, fold

#: What plugins say.
SAID = fold(
    {
        "all_series": "Toutes les séries",
        "back_to_series": "À propos de cette série",
        "before_range": "Parties {first} à {last}",
        "before_one": "Partie {first}",
        "comes_out_on": "À paraître le",
        "complete": "Terminée",
        "contents": "Parties de cette série",
        "contents_more": "Les {of} parties",
        "draft": "brouillon",
        "draft_of": "Brouillon du",
        "draft_copy": "Brouillon du {date} : ni publié, ni définitif.",
        "hidden": "non répertoriée",
        "in_series": "de",
        "minutes": "{minutes} min de lecture",
        "gone": "Cette page n’est plus ici",
        "gone_empty": "Il n’y a aucun article ici pour le moment.",
        "gone_home": "Aller à la page d’accueil",
        "moved": "Cette page a changé d’adresse",
        "moved_to": "Elle se trouve maintenant ici :",
        "neighbors": "Autres articles",
        "newer": "Article plus récent",
        "newest_part": "Partie la plus récente : {date}",
        "next_part": "Partie suivante",
        "next_planned": "Partie suivante, à paraître :",
        "no_series": "Il n’y a pas encore de série.",
        "older": "Article plus ancien",
        "ongoing": "D’autres parties suivront",
        "pager": "Parties précédente et suivante",
        "part_of": "Partie {part} sur {of}",
        "parts": "{count} parties",
        "parts_one": "1 partie",
        "parts_out": "{count} parties parues sur {of}",
        "permalink": "Cette partie sur sa propre page",
        "planned": "prévue",
        "preview_draft": "Aperçu : ceci est un brouillon.",
        "preview_name": "Aperçu",
        "preview_note": "Aperçu. Tout ce qui se trouve ici n’est pas publié.",
        "preview_scheduled": "Aperçu : la date de cette page n’est pas encore venue.",
        "previous_part": "Partie précédente",
        "read_next": "À lire ensuite",
        "reviewed": "Relecture médicale la plus ancienne : {date}",
        "scheduled": "programmée",
        "series": "Séries",
        "series_one": "Série",
        "series_end": "C’était la dernière partie.",
        "updated": "Dernière mise à jour : {date}",
        "whole": "Lire toute la série sur une page",
        "whole_of": "{title} : toute la série",
        "withdrawn": "retirée",
        "months": (
            "janvier, février, mars, avril, mai, juin, "
            "juillet, août, septembre, octobre, novembre, décembre"
        ),
        "weekdays": "lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche",
        "date": "{day} {month} {year}",
        "month_year": "{month} {year}",
        "first_day": "{day}er",
        "site": "Tous les articles",
        "posts": "Articles",
        "category": "Catégorie",
        "tag": "Sujet",
        "author": "Auteur",
        "language": "Langue",
        "feeds": "Flux",
        "notice": (
            "Ceci est un flux. Copiez l’adresse de cette page dans un lecteur de "
            "flux : vous y recevrez les nouveaux articles. Pour lire un article "
            "maintenant, choisissez-le ci-dessous."
        ),
        "notice_archive": (
            "Voici d’anciens articles d’un flux ; aucun nouveau ne s’y ajoutera. Un "
            "lecteur de flux a besoin de l’adresse du flux lui-même :"
        ),
        "notice_page": "Tous les flux de ce site : {page}",
        "category_many": "Catégories",
        "tag_many": "Sujets",
        "author_many": "Auteurs",
        "language_many": "Langues",
        "references": "Références",
        "further_reading": "Pour aller plus loin",
        "mark": "Référence {number} : {work}",
        "two_authors": "{one} et {other}",
        "more_authors": "{first} et al.",
        "back_to_mark": "Retour à l’endroit où la référence {number} est citée",
        "code": "Code",
        "footnotes": "Notes",
        "note": "Note {letter}",
        "note_back": "Retour à la note {letter} dans le texte",
        "note_back_one": "{number} : retour à la mention {number} de la note {letter}",
        "table": "Tableau",
        "back_to_mention": (
            "{letter} : retour à la mention {mention} de la référence {number}"
        ),
        "retracted": "Rétracté",
        "partly_retracted": "Rétracté en partie",
        "removed": "Supprimé",
        "work_withdrawn": "Retiré",
        "concern": "Mise en garde de la rédaction",
        "corrected": "Corrigé",
        "new_version": "Nouvelle version",
        "new_edition": "Nouvelle édition",
        "work_updated": "Mis à jour",
        "not_checked": "Non vérifié",
        "not_checked_more": "On ne sait pas s’il est toujours valable.",
        "notice_day": "le {date}.",
        "notice_month": "en {date}.",
        "read_notice": "Lire l’avis",
        "why_cited": "Pourquoi il est cité :",
        "people": "{count} personnes",
        "people_one": "{count} personne",
        "against": "contre {comparator}",
        "paid_for": "Financé par {funder}",
        "sources_unchecked": (
            "Les sources n’ont pas encore été comparées aux notices des éditeurs."
        ),
        "sources_all": (
            "Les {works} sources ont été comparées pour la dernière fois aux notices "
            "de leurs éditeurs, et aux rétractations et corrections connues, le {date}."
        ),
        "sources_some": (
            "{checked} sources sur {works} ont été comparées pour la dernière fois aux "
            "notices de leurs éditeurs, et aux rétractations et corrections connues, "
            "le {date}."
        ),
        "other_one": "Pour l’autre, il n’existe pas de telle notice.",
        "other_ones": "Pour les {rest} autres, il n’existe pas de telle notice.",
        "other_one_unasked": "Pour l’autre, tout cela n’a pas pu être demandé.",
        "other_ones_unasked": (
            "Pour les {rest} autres, tout cela n’a pas pu être demandé."
        ),
    }
)
#: What the theme says, by the names of its ``words.html``. Not its medical disclaimers
#: and not what a clinic offers: who translates those must answer for them.
THEME: Words = {
    "skip": "Aller au contenu principal",
    "home": "Accueil",
    "menu": "Menu principal",
    "footer": "À propos de ce site",
    "you_are_here": "Vous êtes ici",
    "latest": "Derniers articles",
    "start_series": "À lire dans l’ordre",
    "who_we_are": "Qui écrit ici",
    "archive": "Archives",
    "archive_lead": "Tous les articles par sujet, les plus récents d’abord.",
    "find_in_page": (
        "Vous cherchez un mot ? Votre navigateur peut chercher dans cette page "
        ": Ctrl F, ⌘ F ou « Rechercher dans la page » dans le menu du "
        "téléphone."
    ),
    "series_lead": "Des articles à lire dans l’ordre.",
    "on_one_page": "toute la série sur une page",
    "on_this_page": "Sur cette page",
    "newer_posts": "Articles plus récents",
    "older_posts": "Articles plus anciens",
    "pages_of_list": "Pages de cette liste",
    "page_of": "page {page} sur {of}",
    "by": "Par",
    "published": "Publié le",
    "updated": "Mis à jour le",
    "key_points": "Points clés",
    "not_reviewed": "Pas encore de relecture médicale",
    "reviewed_by": "Relecture médicale de",
    "last_reviewed": "Dernière relecture de la page",
    "review_due": "Prochaine relecture",
    "corrections": "Corrections",
    "sources_checked": "Quand les sources ont été vérifiées pour la dernière fois",
    "about_page": "À propos de cette page",
    "printed_from": "Imprimé depuis",
    "notes": "Mes notes et mes questions",
    "call_link": "Comment nous joindre",
    "clinic_title": "Comment nous joindre",
    "clinic_phone": "Téléphone :",
    "clinic_email": "Adresse électronique :",
    "send": "Envoyer cette page par courriel",
    "feed_of": "Suivre avec un lecteur de flux :",
    "about": "Qui sommes-nous",
    "contact": "Contact",
    "topic": "Sujet",
    "topics": "Sujets",
    "topics_lead": "Tout ce dont nous parlons, de A à Z.",
    "letters": "Lettres",
    "posts_about": "Articles sur {name}",
    "count_one": "1 article",
    "count": "{count} articles",
    "withdrawn": "Cet article a été retiré",
    "withdrawn_text": "Lire ce qu’il disait",
    "not_found": "Nous ne trouvons pas cette page",
    "other_languages": "Dans d’autres langues",
    "licence": "Pas de cookies, pas de scripts, pas de pistage.",
}
