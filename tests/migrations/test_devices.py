"""Sign-ins from before devices had names go on, and an event may lose its text and nothing else."""

import asyncio

import asyncpg
import pytest
from alembic import command

from infra import migrate
from tests.migrations.rows import add_event
from tests.migrations.test_what_was_before import ask, to

APPENDED = "events are appended, never changed or deleted"


async def test_sign_ins_from_before_go_on_and_back(empty_url):
    await asyncio.to_thread(command.upgrade, migrate.config(empty_url), "0009")
    await ask(
        empty_url,
        """
        WITH anna AS (INSERT INTO players (display_name, language) VALUES ('Анна', 'ru') RETURNING id),
             one AS (INSERT INTO sign_ins (player_id, created_at) SELECT id, '2026-01-01Z' FROM anna RETURNING id),
             two AS (INSERT INTO sign_ins (player_id, created_at) SELECT id, '2026-01-02Z' FROM anna RETURNING id)
        INSERT INTO refresh_tokens (sha256, sign_in_id, expires_at, used_at)
        SELECT sha256('used'), id, '2026-02-01Z'::timestamptz, '2026-01-03Z'::timestamptz FROM one
        UNION ALL SELECT sha256('next'), id, '2026-02-01Z', NULL FROM one
        UNION ALL SELECT sha256('other'), id, '2026-02-01Z', NULL FROM two
        """,
    )
    kept = "SELECT sha256, sign_in_id, expires_at, used_at FROM refresh_tokens ORDER BY 1"
    before = await ask(empty_url, kept)
    await to(empty_url, "head")
    assert await ask(empty_url, kept) == before
    seen = "SELECT to_char(last_seen_at AT TIME ZONE 'UTC', 'DD'), device, client_sha256 FROM sign_ins ORDER BY 1"
    assert await ask(empty_url, seen) == [("02", "", b""), ("03", "", b"")]
    await to(empty_url, "0009")
    assert await ask(empty_url, kept) == before


@pytest.fixture
async def note(database, evening):
    await database.execute("UPDATE players SET display_name = 'Anna'")
    written = await add_event(database, evening, 1, kind="note")
    # Written by hand, because the least that an event needs is no text.
    async with database.transaction() as db:
        await db.execute("ALTER TABLE game_events DISABLE TRIGGER game_events_are_appended")
        await db.execute("UPDATE game_events SET text = 'Anna was here'")
        await db.execute("ALTER TABLE game_events ENABLE TRIGGER game_events_are_appended")
    return written


@pytest.mark.parametrize("change", ["text = NULL", "text = 'other'", "fluke = true", "text = NULL, fluke = true"])
async def test_the_note_of_someone_who_is_here_stays(database, note, change):
    with pytest.raises(asyncpg.RestrictViolationError, match=APPENDED):
        await database.execute(f"UPDATE game_events SET {change}")


@pytest.mark.parametrize("change", ["text = 'other'", "fluke = true", "text = NULL, fluke = true", "version = 2"])
async def test_of_someone_who_was_erased_only_the_text_may_go(database, note, change):
    await database.execute("UPDATE players SET erased_at = now()")
    with pytest.raises(asyncpg.RestrictViolationError, match=APPENDED):
        await database.execute(f"UPDATE game_events SET {change}")
    await database.execute("UPDATE game_events SET text = NULL")
    assert await database.fetchval("SELECT text FROM game_events WHERE id = $1", note) is None
    with pytest.raises(asyncpg.RestrictViolationError, match=APPENDED):
        await database.execute("DELETE FROM game_events")
