"""Publish what committed transactions have told, then forget it."""

from common.store import outbox
from common.worker import Db, Publish, listen

BATCH = 100


@listen("outbox")
async def outbox_relay(db: Db, publish: Publish) -> int:
    """A message is deleted only when RabbitMQ has it on disk: sent twice is possible, lost is not."""
    confirmed = await publish(await outbox.claim(db, limit=BATCH))
    await outbox.delete(db, confirmed)
    return len(confirmed)
