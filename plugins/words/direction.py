"""Which way a language is written, by its tag (BCP 47, CLDR's likely scripts)."""

from __future__ import annotations

from functools import lru_cache

#: Scripts that are written from right to left, by ISO 15924.
SCRIPTS = frozenset(
    """adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani
    mend merc mero narb nbat nkoo ougr palm phli phlp phnx prti rohg samr sarb sogd sogo
    syrc syre syrj syrn thaa yezi""".split()  # noqa: SIM905  # a table of words
)
#: Languages that are written in one of these, or are in one country, where their tag
#: names no script.
LANGUAGES = frozenset(
    """aao abh abv acm acq acw acx acy adf aeb aec afb aii ajp apc apd ar arc arq ars
    ary arz auz avl ayh ayl ayn ayp azb bal bej bft bgn bqi ckb dcc dv fa glk gwc haz he
    iw ji khw ks lrc luz mzn nqo ota pbt pbu pes phl phr plk pnb prs ps pst rhg sd sdh
    shu skr syr trw ug ur xaa yi yud
    az-iq az-ir ha-cm ha-sd kk-af kk-cn kk-ir kk-mn ku-iq ku-ir ku-lb ky-cn ms-cc pa-pk
    tg-pk tk-af tk-ir uz-af""".split()  # noqa: SIM905  # same
)
#: Countries where the other script is the usual one.
EXCEPT = frozenset({"sd-in", "ug-kz"})


@lru_cache(256)
def direction(lang: str | None) -> str:
    """Return ``rtl`` or ``ltr`` for a language's tag; a script in it decides.

    >>> [direction(tag) for tag in ("ar", "ar-Latn", "az-Arab", "fa_IR", "pa-PK", "en")]
    ['rtl', 'ltr', 'rtl', 'rtl', 'rtl', 'ltr']
    """
    every = (lang or "").lower().replace("_", "-").split("-")
    # What follows a single letter, such as “u”, says something else.
    tags = every[: next((at for at, one in enumerate(every) if len(one) < 2), None)]
    tags = tags or [""]
    script = next((one for one in tags[1:] if len(one) == 4 and one.isalpha()), "")
    if script:
        return "rtl" if script in SCRIPTS else "ltr"
    region = next((one for one in tags[1:] if len(one) == 2), "")
    whole = f"{tags[0]}-{region}"
    is_rtl = {tags[0], whole} & LANGUAGES and whole not in EXCEPT
    return "rtl" if is_rtl else "ltr"


def languages_of(lang: str) -> list[str]:
    """Return the names under which words for ``lang`` stand, the nearest last.

    >>> languages_of("zh_Hant-TW")
    ['zh', 'zh-hant', 'zh-hant-tw']
    """
    tags = lang.lower().replace("_", "-").split("-")
    return ["-".join(tags[:number]) for number in range(1, len(tags) + 1)]


def is_english(lang: str) -> bool:
    """Return whether a language is English, of whatever country."""
    return languages_of(lang)[0] == "en"
