"""POST /rules/describe"""

from tests.functions.conftest import Begin, Call, Phone, SignIn, Unchanged
from tests.functions.evening import refusal

YELLOW = {
    "game_type": "kolkhoz",
    "point_price_kopecks": 50_00,
    "balls": [{"color": "white", "count": 14}, {"color": "yellow", "value": 2}],
}


async def test_rules_are_said_in_both_languages(call: Call, sign_in: SignIn) -> None:
    async with call("rules_describe", me=await sign_in()) as client:
        answer = await client.post("rules/describe", json={"rules": YELLOW})
    assert answer.status_code == 200
    words = answer.json()["in_words"]
    assert "Жёлтый: 2 очка, 100\u00a0₽ от того, кто бил перед вами." in words["ru"]
    assert len(words["ru"]) == len(words["en"]) > 3


async def test_what_was_left_out_is_completed(phone: Phone) -> None:
    described = (await (await phone()).post("rules/describe", json={"rules": {"game_type": "classic_pyramid"}})).json()
    assert described["rules"]["target"] == 71
    assert described["rules"]["version"] == 1


async def test_the_hash_is_the_one_that_a_game_by_these_rules_keeps(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    described = (await evening.host.post("rules/describe", json={"rules": YELLOW})).json()
    assert (await evening.start(rules=YELLOW)).started["rules_sha256"] == described["rules_sha256"]


async def test_wrong_rules_are_refused_by_the_names_of_their_fields(phone: Phone, unchanged: Unchanged) -> None:
    anna = await phone()
    async with unchanged():
        answer = await anna.post("rules/describe", json={"rules": YELLOW | {"settlement": "sideways", "target": 8}})
        assert refusal(answer) == (400, "rules_invalid")
        assert {error["field"] for error in answer.json()["errors"]} == {"rules.settlement", "rules.target"}
