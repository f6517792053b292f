"""GET /templates"""

from common.db import Database
from tests.functions.conftest import Phone
from tests.functions.evening import refusal


async def test_the_systems_templates_are_there_for_everyone(phone: Phone) -> None:
    page = (await (await phone()).get("templates")).json()
    assert page["next_cursor"] is None
    assert [item["name"] for item in page["items"]] == [
        "Колхоз, 25 ₽ за очко",
        "Колхоз, 50 ₽ за очко",
        "Колхоз, 200 ₽ за очко",
        "Американка, 500 ₽",
        "Московская, 1000 ₽",
    ]
    for item in page["items"]:
        assert item.keys() == {"id", "name", "rules", "is_system", "starred"}
        assert (item["is_system"], item["starred"]) == (True, False)
    prices = [
        item["rules"].get("point_price_kopecks", item["rules"].get("game_price_kopecks")) for item in page["items"]
    ]
    assert prices == [25_00, 50_00, 200_00, 500_00, 1000_00]


async def test_one_game_type_can_be_asked_for(phone: Phone) -> None:
    anna = await phone()
    items = (await anna.get("templates", params={"game_type": "free_pyramid"})).json()["items"]
    assert [item["name"] for item in items] == ["Американка, 500 ₽"]
    assert (await anna.get("templates", params={"game_type": "classic_pyramid"})).json()["items"] == []
    assert refusal(await anna.get("templates", params={"game_type": "snooker"})) == (400, "payload_invalid")


async def test_ones_own_templates_are_ones_own(phone: Phone, database: Database) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    await database.execute(
        "INSERT INTO templates (owner_id, name, rules) SELECT id, 'Свой', '{\"game_type\": \"kolkhoz\"}'"
        " FROM players WHERE display_name = 'Анна'"
    )
    own = (await anna.get("templates")).json()["items"][-1]
    assert (own["name"], own["is_system"]) == ("Свой", False)
    assert "Свой" not in [item["name"] for item in (await boris.get("templates")).json()["items"]]
    refused = await boris.post("sessions", json={"template_id": own["id"]})
    assert refusal(refused) == (404, "template_unknown")
