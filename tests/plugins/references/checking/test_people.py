"""Names in any script: compared as they are written, or not at all."""

from __future__ import annotations

import pytest

from plugins.references.checking.people import (
    find_author_difference,
    find_uncompared,
    fold_name,
    same_person,
)
from plugins.references.library.reference import Name

SAME = """
Иванов, И. И. | Иванов, Иван Иванович
Иванов, ИИ | Иванов, И. И.
Фёдоров, А. | Федоров, А.
Иван, Иванов | Иванов, Иван
Παπαδόπουλος, Γ. | ΠΑΠΑΔΟΠΟΥΛΟΣ, Γεώργιος
王, 小明 | 王, 小明
王小明 | 王, 小明
김, 민수 | 김민수
山田, 太郎 | 山田, 太郎
محمد, أحمد | محمد, احمد
כהן, ד. | כֹּהֵן, דָּוִד
ჯაფარიძე, გ. | ჯაფარიძე, გიორგი
Müller, A. | Mueller, Anna
Đặng, T. | Dang, Thi
"""
DIFFERENT = """
Иванов, И. И. | Петров, И. И.
Иванов, Иван | Иванов, Игорь
Йовчев, А. | Иовчев, А.
Παπαδόπουλος, Γ. | Γεωργίου, Γ.
王, 小明 | 王, 小红
王, 小明 | 李, 小明
김, 민수 | 박, 민수
山田, 太郎 | 山田, 花子
がく, あ | かく, あ
محمد, أحمد | علي, أحمد
כהן, ד. | לוי, ד.
शर्मा, राम | शर्मा, राज
"""
ACROSS = """
Иванов, И. | Ivanov, I.
Παπαδόπουλος, Γ. | Papadopoulos, G.
王, 小明 | Wang, Xiaoming
王小明 | Wang, Xiaoming
김, 민수 | Kim, Minsu
김, 민수 | 김, Minsu
山田, 太郎 | ヤマダ, タロウ
محمد, أحمد | Mohamed, Ahmed
כהן, ד. | Cohen, D.
Иванов (Ivanov), И. | Ivanov, I.
"""


def pairs(table):
    return [tuple(map(name, line.split(" | "))) for line in table.strip().splitlines()]


def name(text):
    family, _, given = text.partition(", ")
    return Name(family, given) if given else Name(literal=text)


@pytest.mark.parametrize(("mine", "theirs"), pairs(SAME), ids=str)
def test_one_name_in_one_script_is_the_same(mine, theirs):
    """Initials, capitals, and what a script leaves optional apart."""
    assert same_person(fold_name(mine), fold_name(theirs))
    assert find_author_difference([mine], [theirs]) is None
    assert find_uncompared([mine], [theirs]) is None


@pytest.mark.parametrize(("mine", "theirs"), pairs(DIFFERENT), ids=str)
def test_two_names_in_one_script_differ(mine, theirs):
    """Letter by letter."""
    assert find_author_difference([mine], [theirs])
    assert find_author_difference([theirs, theirs], [theirs, mine])


@pytest.mark.parametrize(("mine", "theirs"), pairs(ACROSS), ids=str)
def test_names_in_two_scripts_are_neither(mine, theirs):
    """Not the same, not different: not compared."""
    assert same_person(fold_name(mine), fold_name(theirs)) is None
    assert find_author_difference([mine], [theirs]) is None
    assert find_uncompared([mine], [theirs])
    assert find_uncompared([theirs], [mine])


def test_a_name_too_many_is_found_across_scripts():
    """Numbers need no letters."""
    own = [Name("Иванов", "И."), Name("Петров", "П.")]
    found = find_author_difference(own, [Name("Ivanov", "I.")])
    assert found.what == "the list has 2 authors, the publisher’s 1"
