"""What words.py says, sentence by sentence, in each language."""

from typing import Literal, NamedTuple

from common.domain.rules import Color

Language = Literal["ru", "en"]


READ_RUSSIAN = ("ru", "uk", "be", "kk")
"""Of a language code; whoever has any other reads English, in the Mini App too."""


def language_for(code: str) -> Language:
    """The one of our languages that someone with this language code reads."""
    return "ru" if code[:2].lower() in READ_RUSSIAN else "en"


class Said(NamedTuple):
    """The same in each language."""

    ru: str
    en: str


COLORS: dict[Color, tuple[Said, Said]] = {
    "white": (Said("Белый", "White"), Said("Белые", "White")),
    "yellow": (Said("Жёлтый", "Yellow"), Said("Жёлтые", "Yellow")),
    "pink": (Said("Розовый", "Pink"), Said("Розовые", "Pink")),
    "green": (Said("Зелёный", "Green"), Said("Зелёные", "Green")),
    "red": (Said("Красный", "Red"), Said("Красные", "Red")),
    "blue": (Said("Синий", "Blue"), Said("Синие", "Blue")),
    "brown": (Said("Коричневый", "Brown"), Said("Коричневые", "Brown")),
    "black": (Said("Чёрный", "Black"), Said("Чёрные", "Black")),
    "orange": (Said("Оранжевый", "Orange"), Said("Оранжевые", "Orange")),
    "purple": (Said("Фиолетовый", "Purple"), Said("Фиолетовые", "Purple")),
}
"""One ball of a colour, and several."""

COUNTED: dict[str, tuple[tuple[str, str, str], tuple[str, str]]] = {
    "points": (("очко", "очка", "очков"), ("point", "points")),
    "points each": (("очку", "очка", "очков"), ("point each", "points each")),
    "points to go": (("очка", "очков", "очков"), ("point", "points")),
    "balls": (("шар", "шара", "шаров"), ("ball", "balls")),
}
"""What is counted, in Russian after 1, 2 and 5, in English after 1 and 2."""

QUOTES: dict[Language, tuple[str, str]] = {"ru": ("«»", "„“"), "en": ("“”", "‘’")}
"""Around a name, and inside it."""

PHRASES: dict[str, Said] = {
    "kolkhoz": Said("Колхоз: очко стоит {money}.", "Kolkhoz: a point is worth {money}."),
    "kolkhoz for fun": Said("Колхоз на интерес: считаем только очки.", "Kolkhoz for fun: we count nothing but points."),
    "ball": Said("{color}: {points}{paid}.", "{color}: {points}{paid}."),
    "balls": Said("{color}, {balls}: по {points}{paid}.", "{color}, {balls}: {points}{paid}."),
    "last ball": Said(
        "Последний шар на столе, какой бы он ни был: {points}{paid}.",
        "The last ball on the table, whichever it is: {points}{paid}.",
    ),
    "one paid direct": Said(", {money} от того, кто бил перед вами", ", {money} from the player before you"),
    "each paid direct": Said(", по {money} от того, кто бил перед вами", ", {money} from the player before you"),
    "one paid everyone": Said(", по {money} от каждого", ", {money} from everyone"),
    "each paid everyone": Said(", по {money} от каждого", ", {money} from everyone"),
    "paid own_minus_nominal direct": Said(
        "; деньги тому, кто бил перед вами", "; the money goes to the player before you"
    ),
    "paid own_minus_nominal everyone": Said("; деньги каждому", "; the money goes to everyone"),
    "paid own_minus direct": Said(", {money} тому, кто бил перед вами", ", {money} to the player before you"),
    "paid own_minus everyone": Said(", по {money} каждому", ", {money} to everyone"),
    "paid next_plus direct": Said(", {money} от того, кто сфолил", ", {money} from the one who fouled"),
    "paid next_plus everyone": Said(", по {money} от каждого", ", {money} from everyone"),
    "settlement direct": Said(
        "Расчёт по кругу: за ваши очки платит тот, кто бил перед вами.",
        "Money goes round the circle: the player before you pays for your points.",
    ),
    "settlement everyone": Said(
        "Расчёт каждый с каждым: на разницу в очках.", "Everyone settles with everyone: the difference in points."
    ),
    "foul own_minus": Said("Фол: минус {points}{paid}.", "A foul: minus {points}{paid}."),
    "foul own_minus_nominal": Said(
        "Фол: минус цена заказанного шара, а если шар не назван, минус {points}{paid}.",
        "A foul: minus the called ball's value or, if none was called, minus {points}{paid}.",
    ),
    "foul none": Said("Фол ничего не стоит: просто переход хода.", "A foul costs nothing but the turn."),
    "foul next_plus": Said("Фол: следующий получает {points}{paid}.", "A foul: the next player gets {points}{paid}."),
    "foul pyramid opponent_plus": Said(
        "Фол: соперник получает {points}{balls}.", "A foul: the opponent gets {points}{balls}."
    ),
    "foul pyramid own_minus": Said(
        "Фол: минус {points}{balls}, счёт может уйти в минус.",
        "A foul: minus {points}{balls}, and the score may go below zero.",
    ),
    "balls opponent_plus": Said(", со стола снимают {balls}", ", {balls} off the table"),
    "balls own_minus": Said(", на стол возвращают {balls}", ", {balls} back on the table"),
    "foul once": Said("Несколько нарушений в одном ударе: один фол.", "Several breaches in one stroke: one foul."),
    "flukes count": Said("Дурак считается.", "A fluke counts."),
    "flukes ignore": Said(
        "Дурак не считается: шар сыгран, очков за него нет.", "A fluke does not count: the ball is down, for no points."
    ),
    "pot keeps turn": Said("Забили — бьёте дальше.", "Pot a ball and you go on."),
    "pot passes turn": Said("Забили — удар всё равно переходит.", "The turn passes even after a pot."),
    "below zero": Said("Счёт может уйти в минус.", "The score may go below zero."),
    "above zero": Said("Ниже нуля счёт не падает.", "The score never falls below zero."),
    "ends balls_gone": Said(
        "Партия кончается, когда на столе не осталось шаров.", "The game is over when no ball is left on the table."
    ),
    "ends manual": Said("Когда закончить партию, решаете сами.", "You decide when the game is over."),
    "free_pyramid": Said(
        "Свободная пирамида («американка»): биток любой, каждый забитый шар даёт очко.",
        "Free pyramid: any ball is a cue ball, and every ball that falls is a point.",
    ),
    "combined_pyramid": Said(
        "Комбинированная пирамида («московская»): биток один; за «своего» снимают любой шар, и это тоже очко.",
        "Combined pyramid: one cue ball; for potting it you take any ball off the table, and that is a point too.",
    ),
    "dynamic_pyramid": Said(
        "Динамичная пирамида («невская»): биток один, «свой» тоже очко, а после него бьют с руки и только «чужого».",
        "Dynamic pyramid: one cue ball; potting it is a point too, then it is in hand and may only pot another ball.",
    ),
    "classic_pyramid": Said(
        "Классическая пирамида: шар даёт столько очков, какой на нём номер, туз 11, последний на столе ещё 10.",
        "Classic pyramid: a ball counts its number, the ace 11, and the last ball on the table 10 more.",
    ),
    "continuous_pyramid": Said(
        "Продолженная пирамида: биток любой, каждый шар даёт очко, а когда шары кончились, ставят новую пирамиду.",
        "Continuous pyramid: any ball is a cue ball, every ball is a point, and after the last they are racked anew.",
    ),
    "target": Said("Играем до {points}.", "We play to {points}."),
    "own target": Said("{name} играет до {points}.", "{name} plays to {points}."),
    "someone": Said("Один из игроков", "One of the players"),
    "price player": Said("Партия стоит {money} с каждого проигравшего.", "The game costs each loser {money}."),
    "price team": Said(
        "Партия стоит {money} с проигравшей стороны, в паре пополам.",
        "The game costs the losing side {money}, partners pay half each.",
    ),
    "for fun": Said("Играем на интерес.", "We play for fun."),
    "turns fair": Said(
        "Кто за кем бьёт, решено по-честному: каждый после каждого одинаково часто.",
        "A fair order: everyone shoots after everyone else equally often.",
    ),
    "turns random": Said(
        "Кто за кем бьёт, перед каждой партией решает жребий.", "Lots are drawn for the order of each game."
    ),
    "turns random_no_repeat": Said(
        "Кто за кем бьёт, решает жребий, и порядок не повторяется, пока не сыграны все.",
        "Lots are drawn for the order, and none comes twice until all were played.",
    ),
    "turns manual": Said("Кто за кем бьёт, договариваетесь сами.", "You agree on the order yourselves."),
    "breaks last_ball": Said(
        "Разбивает тот, кто забил последний шар прошлой партии.", "Whoever potted the last ball breaks the next game."
    ),
    "breaks rotates": Said("Разбиваете по очереди.", "You break in turns."),
}
"""By what is said; most names end with the value of the field that they are about."""
