"""POST /sessions/{id}/invites"""

from uuid import uuid4

import msgspec

from common.db import Database
from tests.functions.conftest import Begin, Call, SignIn, Unchanged
from tests.functions.evening import refusal


async def test_the_world_is_told_who_invites_whom(begin: Begin, sign_in: SignIn, database: Database) -> None:
    evening, vera = await begin("Анна", "Борис"), await sign_in("Вера")
    answer = await evening.phones["Борис"].post(f"sessions/{evening.id}/invites", json={"player_id": str(vera.id)})
    invited = {"session_id": evening.id, "player_id": str(vera.id)}
    assert (answer.status_code, answer.json()) == (201, invited)
    told = await database.fetchval("SELECT payload FROM outbox WHERE topic = 'session.invited'")
    assert msgspec.json.decode(told) == invited | {"invited_by": str(evening.people["Борис"].id)}


async def test_nobody_is_invited_who_sits_there_or_is_not(
    begin: Begin, sign_in: SignIn, unchanged: Unchanged, database: Database
) -> None:
    evening, vera = await begin("Анна", "Борис"), await sign_in("Вера")
    path, boris = f"sessions/{evening.id}/invites", {"player_id": str(evening.people["Борис"].id)}
    async with unchanged():
        assert refusal(await evening.host.post(path, json=boris)) == (409, "already_seated")
        answer = await evening.host.post(path, json={"player_id": str(uuid4())})
        assert refusal(answer) == (404, "player_unknown")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await evening.host.post(path, json=boris)).status_code == 201
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        answer = await evening.host.post(path, json={"player_id": str(vera.id)})
        assert refusal(answer) == (409, "session_closed")


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("session_invite") as client:
        answer = await client.post(f"sessions/{uuid4()}/invites", json={"player_id": str(uuid4())})
    assert refusal(answer) == (401, "not_signed_in")
