"""A result as one message for anybody"""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain.phrases import Language
from common.domain.result_text import ResultText, result_text, shown
from common.domain.rules import FreePyramidRules, KolkhozRules
from tests.domain.strategies import games
from tests.domain.table import ANNA, BORIS, PEOPLE, VERA, Table

NAMES = {ANNA: "Анна", BORIS: "Борис {0}", VERA: "Вера"}


def told(table: Table, names: dict[UUID, str] = NAMES, language: Language = "ru") -> ResultText:
    return result_text("Пятница", 3, table.rules, table.state, names, language)


def test_it_names_the_winner_first_and_says_what_everyone_has_and_who_gives_whom_how_much() -> None:
    table = Table(ANNA, BORIS, VERA)
    table.run(BORIS, 3)
    table.pot(ANNA)
    text = (
        "Пятница, партия 3\nПобеда: Борис {0}.\n\n"
        "Борис {0}: 3 очка, +150\u00a0₽\nАнна: 1 очко, −100\u00a0₽\nВера: 0 очков, −50\u00a0₽\n\n"
        "Анна → Борис {0}: 100\u00a0₽\nВера → Борис {0}: 50\u00a0₽"
    )
    assert told(table) == ("Пятница, партия 3", "Победа: Борис {0}.", text)


def test_where_nothing_is_played_for_there_is_no_word_of_money() -> None:
    table = Table(ANNA, BORIS, rules=KolkhozRules(point_price_kopecks=0))
    table.pot(ANNA)
    assert told(table, language="en").text == "Пятница, game 3\nWon by Анна.\n\nАнна: 1 point\nБорис {0}: 0 points"


def test_two_who_win_together_are_both_named() -> None:
    table = Table(*PEOPLE[:4], rules=FreePyramidRules(target=1, game_price_kopecks=500_00))
    table.pot(VERA)
    names = dict(zip(PEOPLE, ("Анна", "Борис", "Вера", "Гриша"), strict=False))
    said = told(table, names)
    assert said.description == "Победа: Вера, Анна."


@given(games(), st.sampled_from(["ru", "en"]))
def test_it_fits_into_one_message_whatever_was_played_and_however_long_the_names_are(played, language) -> None:
    names = {seat: "😀" * 64 for seat in played.table.turns} | {seat: "😀" * 64 for seat in PEOPLE}
    text = told(played.table, names, language).text
    assert len(text.encode("utf-16-le")) // 2 <= 4096


@pytest.mark.parametrize(
    ("name", "is_shown"),
    [
        ("Анна\nБорис: 99 очков", "Анна Борис: 99 очков"),
        ("Анна\u2028\u0085\tБорис", "Анна Борис"),
        ("Анна\u202e₽ 005+", "Анна₽ 005+"),
        ("משה", "\u2068משה\u2069"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("<b>*_[Анна](t.me/x)_*</b>", "<b>*_[Анна](t.me/x)_*</b>"),
        ("\u200b\u2066", "—"),
        ("\u200d", "—"),
    ],
)
def test_a_name_cannot_change_how_the_rest_is_read(name: str, is_shown: str) -> None:
    assert shown(name) == is_shown


@given(st.text(max_size=64))
def test_every_name_is_on_one_line_and_turns_nothing_round_but_itself(name: str) -> None:
    found = shown(name)
    assert len(found.splitlines()) == 1
    marks = [sign for sign in found if unicodedata.bidirectional(sign) in ("LRO", "RLO", "LRE", "RLE", "FSI", "PDI")]
    assert marks in ([], ["\u2068", "\u2069"])
