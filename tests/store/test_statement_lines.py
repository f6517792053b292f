"""At the level DEBUG each statement is a line with its time, and without the values that it was given."""

from loguru import logger

from common.correlation import request_id
from common.db import Database
from common.domain.events import TelegramChatWaited
from common.store import outbox


async def test_a_statement_is_a_line_without_its_values(database: Database) -> None:
    request_id.set("hush-hush")
    lines: list[str] = []
    sink = logger.add(lambda message: lines.append(message.record["message"]), level="DEBUG", filter="common.store")
    try:
        await outbox.tell(database, TelegramChatWaited(4711))
    finally:
        logger.remove(sink)
    (line,) = lines
    assert line.startswith("INSERT INTO outbox (topic, payload")
    assert line.endswith(" ms")
    assert "hush" not in line
    assert "4711" not in line
