"""Numbers in words: what Russian and English want after them, and money as each writes it."""

import pytest

from common.domain import words


@pytest.mark.parametrize(
    ("number", "points", "each", "to_go", "balls"),
    [
        (0, "0 очков", "0 очков", "0 очков", "0 шаров"),
        (1, "1 очко", "1 очку", "1 очка", "1 шар"),
        (2, "2 очка", "2 очка", "2 очков", "2 шара"),
        (3, "3 очка", "3 очка", "3 очков", "3 шара"),
        (4, "4 очка", "4 очка", "4 очков", "4 шара"),
        (5, "5 очков", "5 очков", "5 очков", "5 шаров"),
        (11, "11 очков", "11 очков", "11 очков", "11 шаров"),
        (12, "12 очков", "12 очков", "12 очков", "12 шаров"),
        (14, "14 очков", "14 очков", "14 очков", "14 шаров"),
        (20, "20 очков", "20 очков", "20 очков", "20 шаров"),
        (21, "21 очко", "21 очку", "21 очка", "21 шар"),
        (22, "22 очка", "22 очка", "22 очков", "22 шара"),
        (71, "71 очко", "71 очку", "71 очка", "71 шар"),
        (100, "100 очков", "100 очков", "100 очков", "100 шаров"),
        (101, "101 очко", "101 очку", "101 очка", "101 шар"),
        (111, "111 очков", "111 очков", "111 очков", "111 шаров"),
        (112, "112 очков", "112 очков", "112 очков", "112 шаров"),
        (214, "214 очков", "214 очков", "214 очков", "214 шаров"),
        (124, "124 очка", "124 очка", "124 очков", "124 шара"),
    ],
)
def test_russian_counts_in_its_own_way(number, points, each, to_go, balls):
    assert words.counted(number, "points", "ru") == points
    assert words.counted(number, "points each", "ru") == each
    assert words.counted(number, "points to go", "ru") == to_go
    assert words.counted(number, "balls", "ru") == balls


@pytest.mark.parametrize(
    ("number", "points", "each", "balls"),
    [
        (0, "0 points", "0 points each", "0 balls"),
        (1, "1 point", "1 point each", "1 ball"),
        (2, "2 points", "2 points each", "2 balls"),
        (21, "21 points", "21 points each", "21 balls"),
    ],
)
def test_english_knows_one_and_many(number, points, each, balls):
    assert words.counted(number, "points", "en") == words.counted(number, "points to go", "en") == points
    assert words.counted(number, "points each", "en") == each
    assert words.counted(number, "balls", "en") == balls


@pytest.mark.parametrize(
    ("kopecks", "russian", "english"),
    [
        (0, "0 ₽", "0 ₽"),
        (1, "0,01 ₽", "0.01 ₽"),
        (50, "0,50 ₽", "0.50 ₽"),
        (100, "1 ₽", "1 ₽"),
        (12_50, "12,50 ₽", "12.50 ₽"),
        (12_05, "12,05 ₽", "12.05 ₽"),
        (100_00, "100 ₽", "100 ₽"),
        (1250_00, "1 250 ₽", "1,250 ₽"),
        (1_234_567_89, "1 234 567,89 ₽", "1,234,567.89 ₽"),
    ],
)
def test_money_is_written_as_each_language_writes_it_and_never_broken(kopecks, russian, english):
    assert words.money(kopecks, "ru") == russian.replace(" ", "\u00a0")
    assert words.money(kopecks, "en") == english.replace(" ", "\u00a0")
