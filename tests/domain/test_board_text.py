"""An evening as one message."""

from common.domain.board_text import Frame, Line, board_text

LINES = [Line("Аня", 12, won=True), Line("Боря {0}", 8, shoots=True)]


def test_a_live_game_shows_points_the_shooter_and_what_is_left() -> None:
    text = board_text("Пятница", Frame(3, "live", LINES, 5), closed=False, language="ru")
    assert text == "Пятница, партия 3\n\n· Аня: 12\n▸ Боря {0}: 8\n\nНа столе 5 шаров."


def test_a_finished_game_names_who_has_won() -> None:
    text = board_text("Friday", Frame(3, "finished", LINES, 0), closed=True, language="en")
    assert text.endswith("The game is over, won by Аня.\nThe evening is over.")


def test_before_the_first_game_there_is_little_to_say() -> None:
    assert board_text("Пятница", None, closed=False, language="ru") == "Пятница\nПартия ещё не началась."


def test_a_cancelled_game_has_no_winner() -> None:
    assert board_text("Friday", Frame(1, "cancelled", LINES, 9), closed=False, language="en").endswith("cancelled.")
