"""The words that readers see, in Spanish."""

from __future__ import annotations

from .en import Words, fold

#: What plugins say.
SAID = fold(
    {
        "all_series": "Todas las series",
        "back_to_series": "Sobre esta serie",
        "before_range": "Partes {first} a {last}",
        "before_one": "Parte {first}",
        "comes_out_on": "Se publica el",
        "complete": "Completa",
        "contents": "Partes de esta serie",
        "contents_more": "Las {of} partes",
        "draft": "borrador",
        "draft_of": "Borrador del",
        "draft_copy": "Borrador del {date}: sin publicar y sin versión definitiva.",
        "hidden": "no listada",
        "in_series": "de",
        "minutes": "{minutes} min de lectura",
        "gone": "Esta página ya no está aquí",
        "gone_empty": "Por ahora no hay ninguna entrada aquí.",
        "gone_home": "Ir a la página de inicio",
        "moved": "Esta página ha cambiado de dirección",
        "moved_to": "Ahora está aquí:",
        "neighbors": "Otras entradas",
        "newer": "Entrada más reciente",
        "newest_part": "Parte más reciente: {date}",
        "next_part": "Parte siguiente",
        "next_planned": "Parte siguiente, prevista",
        "no_series": "Todavía no hay series.",
        "older": "Entrada anterior en el tiempo",
        "ongoing": "Habrá más partes",
        "pager": "Partes anterior y siguiente",
        "part_of": "Parte {part} de {of}",
        "parts": "{count} partes",
        "parts_one": "1 parte",
        "parts_out": "{count} de {of} partes publicadas",
        "permalink": "Esta parte en su propia página",
        "planned": "prevista",
        "preview_draft": "Vista previa: esto es un borrador.",
        "preview_name": "Vista previa",
        "preview_note": "Vista previa. No todo lo que hay aquí está publicado.",
        "preview_scheduled": "Vista previa: la fecha de esta página no ha llegado.",
        "previous_part": "Parte anterior",
        "read_next": "Seguir leyendo",
        "reviewed": "Revisión médica más antigua: {date}",
        "scheduled": "programada",
        "series": "Series",
        "series_one": "Serie",
        "series_end": "Esta era la última parte.",
        "updated": "Última actualización: {date}",
        "whole": "Leer la serie entera en una página",
        "whole_of": "{title}: la serie entera",
        "withdrawn": "retirada",
        "months": (
            "enero, febrero, marzo, abril, mayo, junio, "
            "julio, agosto, septiembre, octubre, noviembre, diciembre"
        ),
        "weekdays": "lunes, martes, miércoles, jueves, viernes, sábado, domingo",
        "date": "{day} de {month} de {year}",
        "month_year": "{month} de {year}",
        "first_day": "{day}",
        "site": "Todas las entradas",
        "posts": "Entradas",
        "category": "Categoría",
        "tag": "Tema",
        "author": "Autor",
        "language": "Idioma",
        "feeds": "Feeds",
        "notice": (
            "Esto es un feed. Copie la dirección de esta página en un lector de feeds "
            "y recibirá allí las entradas nuevas. Para leer una entrada ahora, elíjala "
            "más abajo."
        ),
        "notice_archive": (
            "Estas son entradas anteriores de un feed; aquí no se añadirán otras "
            "nuevas. Un lector de feeds necesita la dirección del propio feed:"
        ),
        "notice_page": "Todos los feeds de este sitio: {page}",
        "category_many": "Categorías",
        "tag_many": "Temas",
        "author_many": "Autores",
        "language_many": "Idiomas",
        "references": "Referencias",
        "further_reading": "Lecturas recomendadas",
        "mark": "Referencia {number}: {work}",
        "two_authors": "{one} y {other}",
        "more_authors": "{first} et al.",
        "back_to_mark": "Volver al lugar donde se cita la referencia {number}",
        "code": "Código",
        "footnotes": "Notas",
        "note": "Nota {letter}",
        "note_back": "Volver a la nota {letter} en el texto",
        "note_back_one": "{number}: volver a la mención {number} de la nota {letter}",
        "table": "Tabla",
        "back_to_mention": (
            "{letter}: volver a la mención {mention} de la referencia {number}"
        ),
        "retracted": "Retractado",
        "partly_retracted": "Retractado en parte",
        "removed": "Eliminado",
        "work_withdrawn": "Retirado",
        "concern": "Expresión de preocupación",
        "corrected": "Corregido",
        "new_version": "Nueva versión",
        "new_edition": "Nueva edición",
        "work_updated": "Actualizado",
        "not_checked": "Sin comprobar",
        "not_checked_more": "No se sabe si sigue siendo válido.",
        "notice_day": "el {date}.",
        "notice_month": "en {date}.",
        "read_notice": "Leer el aviso",
        "why_cited": "Por qué se cita:",
        "people": "{count} personas",
        "people_one": "{count} persona",
        "against": "frente a {comparator}",
        "paid_for": "Financiado por {funder}",
        "sources_unchecked": (
            "Las fuentes aún no se han cotejado con los registros de los editores."
        ),
        "sources_all": (
            "Las {works} fuentes se cotejaron por última vez con los registros de sus "
            "editores, y con las retractaciones y correcciones conocidas, el {date}."
        ),
        "sources_some": (
            "{checked} de {works} fuentes se cotejaron por última vez con los "
            "registros de sus editores, y con las retractaciones y correcciones "
            "conocidas, el {date}."
        ),
        "other_one": "Para la otra no existe tal registro.",
        "other_ones": "Para las otras {rest} no existe tal registro.",
        "other_one_unasked": "Para la otra no se pudo consultar todo esto.",
        "other_ones_unasked": "Para las otras {rest} no se pudo consultar todo esto.",
    }
)
#: What the theme says, by the names of its ``words.html``. Not its medical disclaimers
#: and not what a clinic offers: who translates those must answer for them.
THEME: Words = {
    "skip": "Saltar al contenido principal",
    "home": "Inicio",
    "menu": "Menú principal",
    "footer": "Sobre este sitio",
    "you_are_here": "Está usted aquí",
    "latest": "Últimas entradas",
    "start_series": "Leer por orden",
    "who_we_are": "Quién escribe aquí",
    "archive": "Archivo",
    "archive_lead": "Todas las entradas por temas, las más recientes primero.",
    "find_in_page": (
        "¿Busca una palabra? Su navegador puede buscar en esta página: Ctrl F, "
        "⌘ F o «Buscar en la página» en el menú del teléfono."
    ),
    "series_lead": "Entradas pensadas para leerse por orden.",
    "on_one_page": "la serie entera en una página",
    "on_this_page": "En esta página",
    "newer_posts": "Entradas más recientes",
    "older_posts": "Entradas anteriores",
    "pages_of_list": "Páginas de esta lista",
    "page_of": "página {page} de {of}",
    "by": "Por",
    "published": "Publicado el",
    "updated": "Actualizado el",
    "key_points": "Puntos clave",
    "not_reviewed": "Aún sin revisión médica",
    "reviewed_by": "Revisión médica de",
    "last_reviewed": "Última revisión de la página",
    "review_due": "Próxima revisión",
    "corrections": "Correcciones",
    "sources_checked": "Cuándo se comprobaron las fuentes por última vez",
    "about_page": "Sobre esta página",
    "printed_from": "Impreso de",
    "notes": "Mis notas y preguntas",
    "call_link": "Cómo contactar con nosotros",
    "clinic_title": "Cómo contactar con nosotros",
    "clinic_phone": "Teléfono:",
    "clinic_email": "Correo electrónico:",
    "send": "Enviar esta página por correo electrónico",
    "feed_of": "Seguir con un lector de feeds:",
    "about": "Quiénes somos",
    "contact": "Contacto",
    "topic": "Tema",
    "topics": "Temas",
    "topics_lead": "Todo aquello sobre lo que escribimos, de la A a la Z.",
    "letters": "Letras",
    "posts_about": "Entradas sobre {name}",
    "count_one": "1 entrada",
    "count": "{count} entradas",
    "withdrawn": "Esta entrada ha sido retirada",
    "withdrawn_text": "Leer lo que decía",
    "not_found": "No encontramos esa página",
    "other_languages": "En otros idiomas",
    "licence": "Sin cookies, sin scripts, sin rastreo.",
}
