"""Show Prometheus how things stand, and what every function has counted."""

from common.store import state
from common.worker import Db, State, export


@export(
    sessions_open="Evenings that are not closed",
    games_in_play="Games that are live, by their type",
    outbox_messages="Messages that are due and have not left the database",
    outbox_oldest_seconds="For how long the oldest of them has waited",
    telegram_posts_waiting="What is still to be said in Telegram chats",
    payments_confirmed="Payments of the last day that have arrived: people settle up",
    ledger_imbalance_kopecks="What the entries and results of the last day are off zero by: never anything but 0",
)
async def metrics_export(db: Db) -> State:
    """One statement: it is asked every few seconds."""
    return await state.show(db)
