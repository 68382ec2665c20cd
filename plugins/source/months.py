"""The months of other languages, as dates have them."""

from __future__ import annotations

#: The months of other languages as dates have them, without accents: German, Austrian,
#: French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Czech, Finnish,
#: Turkish, Russian; Danish and Norwegian begin alike.
OTHER_MONTHS = """
januar februar marz april mai juni juli august september oktober november dezember
janner feber mrz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""  # noqa: E501  # twelve words each
ELSEWHERE = tuple(line.split() for line in OTHER_MONTHS.strip().splitlines())
