"""POST /games/{id}/events with the kind `undo`"""

from uuid import uuid4

from common.db import Database
from tests.functions.conftest import Begin, Unchanged
from tests.functions.evening import event_of, refusal


async def test_an_undo_takes_back_the_points_and_stays_in_the_history(begin: Begin) -> None:
    match = await (await begin("Анна", "Борис")).start()
    await match.pot("Анна")
    second = event_of(await match.pot("Анна"))
    answer = await match.undo(second["id"])
    assert answer.status_code == 201
    undo = event_of(answer)
    assert (undo["kind"], undo["event_id"], undo["version"]) == ("undo", second["id"], 3)
    assert (undo["seat_id"], undo["ball"], undo["payer_seat_id"]) == (None, None, None)
    assert await match.score() == {"Анна": 1, "Борис": 0}
    assert (await match.show())["balls_left"] == 14


async def test_an_undo_can_be_undone_and_undone_again(begin: Begin) -> None:
    match = await (await begin("Анна", "Борис")).start()
    pot = event_of(await match.pot("Анна"))
    first = event_of(await match.undo(pot["id"]))
    second = event_of(await match.undo(first["id"]))
    assert await match.score() == {"Анна": 1, "Борис": 0}
    await match.undo(second["id"])
    assert await match.score() == {"Анна": 0, "Борис": 0}


async def test_any_event_can_be_taken_back_not_only_the_last(begin: Begin) -> None:
    match = await (await begin("Анна", "Борис")).start()
    foul = event_of(await match.tap(kind="foul", seat="Анна"))
    await match.pot("Борис")
    await match.undo(foul["id"])
    assert await match.score() == {"Анна": 0, "Борис": 1}


async def test_what_is_taken_back_cannot_be_taken_back_again(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    pot = event_of(await match.pot("Анна"))
    await match.undo(pot["id"])
    async with unchanged():
        assert refusal(await match.undo(pot["id"])) == (409, "already_undone")


async def test_unknown_events_and_those_of_other_games_are_refused(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    earlier = await evening.start()
    pot = event_of(await earlier.pot("Анна"))
    await earlier.finish()
    match = await evening.start()
    async with unchanged():
        assert refusal(await match.undo(str(uuid4()))) == (404, "event_unknown")
        assert refusal(await match.undo(pot["id"])) == (404, "event_unknown")
        assert refusal(await match.tap(kind="undo")) == (404, "event_unknown")
        own = str(uuid4())
        assert refusal(await match.tap(id=own, kind="undo", event_id=own)) == (404, "event_unknown")


async def test_a_pot_whose_ball_went_down_again_cannot_come_back(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", balls=[{"color": "yellow", "value": 2, "count": 1}])
    match = await evening.start()
    pot = event_of(await match.pot("Анна", "yellow"))
    undo = event_of(await match.undo(pot["id"]))
    await match.pot("Борис", "yellow")
    async with unchanged():
        assert refusal(await match.undo(undo["id"])) == (409, "ball_already_down")


async def test_a_player_takes_back_his_own_last_event_only(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис", "Вера", scorers="everyone")).start()
    first = event_of(await match.pot("Анна", by="Борис"))
    own = event_of(await match.pot("Борис", by="Борис"))
    others = event_of(await match.pot("Вера", by="Вера"))
    async with unchanged():
        for event in (first, others):
            assert refusal(await match.undo(event["id"], by="Борис")) == (403, "not_allowed")
    assert (await match.undo(own["id"], by="Борис")).status_code == 201
    # With the last one gone, the one before it is his last.
    assert (await match.undo(first["id"], by="Борис")).status_code == 201
    assert await match.score() == {"Анна": 0, "Борис": 0, "Вера": 1}


async def test_host_and_scorer_take_back_anyones_event(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    match = await evening.start()
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Вера"])
    first = event_of(await match.pot("Борис", by="Борис"))
    second = event_of(await match.pot("Борис", by="Борис"))
    assert (await match.undo(first["id"], by="Анна")).status_code == 201
    assert (await match.undo(second["id"], by="Вера")).status_code == 201


async def test_players_take_nothing_back_when_the_host_alone_scores(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    pot = event_of(await match.pot("Анна"))
    async with unchanged():
        assert refusal(await match.undo(pot["id"], by="Борис")) == (403, "not_allowed")


async def test_an_undo_may_name_a_seat_as_every_event_may(begin: Begin) -> None:
    match = await (await begin("Анна", "Борис")).start()
    pot = event_of(await match.pot("Анна"))
    answer = await match.tap(kind="undo", event_id=pot["id"], seat_id=str(uuid4()))
    assert answer.status_code == 201
    assert event_of(answer)["seat_id"] is None


async def test_an_undo_sent_twice_counts_once(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    pot = event_of(await match.pot("Анна"))
    undo = {"id": str(uuid4()), "kind": "undo", "event_id": pot["id"]}
    first = await match.tap(**undo)
    async with unchanged():
        again = await match.tap(**undo)
    assert (again.status_code, event_of(again)) == (200, event_of(first))
    assert await match.score() == {"Анна": 0, "Борис": 0}
