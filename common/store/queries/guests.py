"""Guests who turn out to have an account."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import insert

from common.store.tables import game_results, games, guest_links, ledger_entries, ledger_lines, players, seats

_seat_id = given("seat_id", type_=sa.Uuid)
_player_id = given("player_id", type_=sa.Uuid)

_link = insert(guest_links).values(seat_id=_seat_id, sha256=given("sha256"))
LINK = _link.on_conflict_do_update(
    index_elements=[guest_links.c.seat_id],
    set_={"sha256": _link.excluded.sha256, "created_at": sa.func.now()},
)
"""A new link to a seat; the one before ends."""

LOCK_GAMES = (
    sa.select(games.c.id)
    .where(games.c.session_id == given("session_id", type_=sa.Uuid))
    .order_by(games.c.id)
    .with_for_update()
)
"""All games of a session, before the session: none ends, or is reopened, while it is asked whose they were."""

USE = (
    sa.delete(guest_links)
    .where(
        seats.c.id == guest_links.c.seat_id,
        seats.c.session_id == given("session_id", type_=sa.Uuid),
        guest_links.c.seat_id == _seat_id,
        guest_links.c.sha256 == given("sha256"),
        guest_links.c.created_at > sa.func.now() - given("life", type_=sa.Interval),
    )
    .returning(guest_links.c.seat_id)
)
"""The seat that a link is of; no row for one that has ended."""

_in_ledger = (
    sa.exists()
    .select_from(ledger_entries.outerjoin(ledger_lines, ledger_lines.c.entry_id == ledger_entries.c.id))
    .where(
        ledger_entries.c.session_id == seats.c.session_id,
        sa.or_(
            ledger_entries.c.payer_seat_id == seats.c.id,
            ledger_entries.c.payee_seat_id == seats.c.id,
            ledger_lines.c.seat_id == seats.c.id,
        ),
    )
)
_in_games = sa.exists().where(
    games.c.session_id == seats.c.session_id, games.c.state["scores"].has_key(sa.cast(seats.c.id, sa.Text))
)
GIVE_UP = (
    sa.delete(seats)
    .where(seats.c.id == _seat_id, seats.c.role != "host", ~_in_games, ~_in_ledger)
    .returning(seats.c.id)
)
"""A seat that nothing hangs on goes: nobody has played from it, and it owes nothing."""

CLAIM = (
    sa.update(seats)
    .where(seats.c.id == _seat_id, players.c.id == _player_id)
    .values(
        player_id=players.c.id,
        display_name=players.c.display_name,
        role=given("role", type_=sa.Text),
        active=given("active", type_=sa.Boolean),
    )
    .returning(seats.c.id)
)

RESULTS = (
    sa.select(
        games.c.id,
        games.c.game_type,
        games.c.version,
        (game_results.c.seat_id == sa.func.any(games.c.winner_seat_ids)).label("won"),
        game_results.c.points,
        game_results.c.balls,
        game_results.c.fouls,
        game_results.c.net_kopecks,
    )
    .join(games, games.c.id == game_results.c.game_id)
    .where(game_results.c.seat_id == _seat_id, games.c.session_id == given("session_id"), games.c.status == "finished")
    .order_by(games.c.id)
)
"""What a seat has made of each finished game."""
