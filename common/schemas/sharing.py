"""What a player may send by himself."""

from datetime import datetime

import msgspec


class PreparedMessage(msgspec.Struct, frozen=True):
    """A message that Telegram keeps for one player until `expires_at`: `shareMessage` sends it."""

    prepared_message_id: str
    expires_at: datetime
