"""Three made-up players, and links that sign them in as Telegram would."""

import json
import time
from urllib.parse import quote, urlencode

from common import telegram

PLAYERS = {1001: "Марат", 1002: "Иван", 1003: "Олег"}


def init_data(telegram_id: int, name: str, bot_token: str) -> str:
    """Launch data of one player, signed now (it is good for a day)."""
    known = {"id": telegram_id, "first_name": name, "language_code": "ru"}
    user = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    # Telegram's own signature is required by readers of launch data, and cannot be made here; the hash is what decides.
    return telegram.sign({"user": user, "auth_date": str(int(time.time())), "signature": "local"}, bot_token)


def links(address: str, bot_token: str) -> dict[str, str]:
    """For each name the address that opens the product as this player: Telegram's own launch parameters."""
    return {name: f"{address}/#{launch(telegram_id, name, bot_token)}" for telegram_id, name in PLAYERS.items()}


def launch(telegram_id: int, name: str, bot_token: str) -> str:
    """What Telegram puts behind the `#` of the address it opens, for this player."""
    parameters = {
        "tgWebAppData": init_data(telegram_id, name, bot_token),
        "tgWebAppVersion": "8.0",
        "tgWebAppPlatform": "web",
        "tgWebAppThemeParams": "{}",
    }
    return urlencode(parameters, quote_via=quote)
