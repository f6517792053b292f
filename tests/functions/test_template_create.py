"""POST /templates"""

import pytest

from common.db import Database
from tests.functions.conftest import Phone, Unchanged
from tests.functions.evening import refusal

RULES = {"game_type": "kolkhoz", "point_price_kopecks": 30_00}


async def test_a_template_is_kept_with_all_fields_and_begins_an_evening(phone: Phone) -> None:
    anna = await phone("Анна")
    answer = await anna.post("templates", json={"name": "  У нас  ", "rules": RULES})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made.keys() == {"id", "name", "rules", "is_system", "starred"}
    assert (made["name"], made["is_system"], made["starred"]) == ("У нас", False, False)
    assert (made["rules"]["point_price_kopecks"], made["rules"]["flukes"]) == (30_00, "count")
    assert (await anna.get("templates")).json()["items"][-1] == made
    session = (await anna.post("sessions", json={"template_id": made["id"]})).json()
    assert session["rules"] == made["rules"]


async def test_the_same_key_makes_one(phone: Phone, database: Database) -> None:
    anna = await phone("Анна")
    keyed = {"Idempotency-Key": "k"}
    answers = [await anna.post("templates", json={"name": "Дом", "rules": RULES}, headers=keyed) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert await database.fetchval("SELECT count(*) FROM templates WHERE owner_id IS NOT NULL") == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "Дом"}, "payload_invalid"),
        ({"name": " ", "rules": RULES}, "payload_invalid"),
        ({"name": "Дом", "rules": RULES, "is_system": True}, "payload_invalid"),
        ({"name": "Дом", "rules": {}}, "rules_invalid"),
        ({"name": "Дом", "rules": RULES | {"target": 8}}, "rules_invalid"),
        (
            {
                "name": "Дом",
                "rules": {
                    "game_type": "free_pyramid",
                    "targets": [{"seat_id": "0198f2c4-0000-7000-8000-000000000000", "target": 6}],
                },
            },
            "rules_invalid",
        ),
    ],
)
async def test_what_cannot_be_played_by_anyone_is_refused(
    phone: Phone, unchanged: Unchanged, body: dict[str, object], code: str
) -> None:
    anna = await phone("Анна")
    async with unchanged():
        answer = await anna.post("templates", json=body)
        assert refusal(answer) == (400, code)


async def test_a_hundred_are_enough(phone: Phone, database: Database, unchanged: Unchanged) -> None:
    anna = await phone("Анна")
    await database.execute(
        'INSERT INTO templates (owner_id, name, rules) SELECT id, n::text, \'{"game_type": "kolkhoz"}\''
        " FROM players, generate_series(1, 100) AS n"
    )
    async with unchanged():
        answer = await anna.post("templates", json={"name": "Дом", "rules": RULES})
        assert refusal(answer) == (409, "too_many_templates")
