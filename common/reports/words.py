"""The words of a report in each language, and how it writes times and sums."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from common.domain import words
from common.domain.phrases import Language, Said
from common.domain.report import Entry, Report

TITLES: Final[dict[str, Said]] = {
    "player": Said("Игрок", "Player"),
    "games": Said("Партии", "Games"),
    "wins": Said("Победы", "Wins"),
    "points": Said("Очки", "Points"),
    "balls": Said("Шары", "Balls"),
    "fouls": Said("Фолы", "Fouls"),
    "net": Said("Итог, ₽", "Net, ₽"),
    "won": Said("Победа", "Won"),
    "number": Said("Партия", "Game"),
    "rules": Said("Игра", "Rules"),
    "began": Said("Начало", "Began"),
    "ended": Said("Конец", "Ended"),
    "when": Said("Время", "When"),
    "what": Said("Что", "What"),
    "payer": Said("Кто платит", "Who pays"),
    "payee": Said("Кому", "To whom"),
    "sum": Said("Сумма, ₽", "Sum, ₽"),
    "note": Said("Пометка", "Note"),
    "people": Said("Кто как сыграл", "Who played how"),
    "entries": Said("Стол, бар и платежи", "Table, bar and payments"),
    "settle up": Said("Как рассчитаться", "How to settle up"),
    "settled": Said("Все в расчёте.", "Nobody owes anybody."),
    "no games": Said("Ни одной законченной партии.", "No game was finished."),
    "as of": Said("По состоянию на", "As of"),
    "page": Said("Страница", "Page"),
    "yes": Said("да", "yes"),
    "table_time": Said("Стол", "Table time"),
    "bar": Said("Бар", "Bar"),
    "payment": Said("Платёж", "Payment"),
    "unconfirmed": Said("не подтверждён", "not confirmed"),
    "kolkhoz": Said("Колхоз", "Kolkhoz"),
    "free_pyramid": Said("Свободная пирамида", "Free pyramid"),
    "combined_pyramid": Said("Комбинированная пирамида", "Combined pyramid"),
    "dynamic_pyramid": Said("Динамичная пирамида", "Dynamic pyramid"),
    "classic_pyramid": Said("Классическая пирамида", "Classic pyramid"),
    "continuous_pyramid": Said("Продолженная пирамида", "Continuous pyramid"),
}
_TIMES: dict[Language, str] = {"ru": "%d.%m.%Y %H:%M", "en": "%Y-%m-%d %H:%M"}


class Words:
    """How one report says things."""

    def __init__(self, report: Report) -> None:
        self.language = report.language
        self._zone = ZoneInfo(report.time_zone)

    def title(self, what: str) -> str:
        """One of `TITLES`."""
        said: str = getattr(TITLES[what], self.language)
        return said

    def time(self, at: datetime) -> str:
        """Day and minute, in the report's time zone."""
        return at.astimezone(self._zone).strftime(_TIMES[self.language])

    def clock(self, at: datetime) -> str:
        """The minute alone."""
        return f"{at.astimezone(self._zone):%H:%M}"

    def money(self, kopecks: int) -> str:
        """A sum, as everywhere in the product."""
        return words.money(kopecks, self.language)

    def net(self, kopecks: int) -> str:
        """A sum that somebody is up or down, with its sign."""
        sign = "+" if kopecks > 0 else "\N{MINUS SIGN}" if kopecks < 0 else ""
        return f"{sign}{self.money(abs(kopecks))}"

    def note(self, entry: Entry) -> str:
        """What was written beside an entry, and whether it counts yet."""
        return "; ".join(filter(None, (entry.text, "" if entry.confirmed else self.title("unconfirmed"))))
