"""Rules in words: what everyone agrees to before the break."""

from typing import Any

from litestar import post
from litestar.params import JSONBody

from common.domain import rules, words
from common.schemas.rules import DescribedRules, InWords
from common.web import Body, Me


class RulesToDescribe(Body):
    """Rules as they may be sent to begin a session or a game: what is left out has its default."""

    rules: dict[str, Any]


@post("/rules/describe", status_code=200)
async def rules_describe(data: JSONBody[RulesToDescribe], me: Me) -> DescribedRules:
    """Complete and check rules without keeping them, and say them in Russian and English."""
    read = rules.parse(data.rules)
    said = InWords(ru=words.describe(read, "ru"), en=words.describe(read, "en"))
    return DescribedRules(rules.as_json(read), rules.digest(read).hex(), said)
