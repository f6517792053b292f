"""`make telegram`: tell Telegram where our webhook is, and what the bot's button and commands are.

Asks for TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET and ARTEL_URL (the product's own address, https); TELEGRAM_API_URL
leads elsewhere than to Telegram. Can be said again at any time.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

SECONDS = 30
COMMANDS = {
    "ru": {"start": "Показывать вечер здесь", "stop": "Больше ничего не писать"},
    "en": {"start": "Show an evening here", "stop": "Write nothing more"},
}
BUTTON = "Artel"


class SetupError(Exception):
    """What is missing, or what Telegram has answered: a sentence for a person."""


def calls(address: str, secret: str) -> list[tuple[str, dict[str, Any]]]:
    """The methods of the Bot API with what they are given. Raises SetupError."""
    if not address.startswith("https://"):
        raise SetupError("ARTEL_URL must be the product's own address, and Telegram calls https:// only.")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise SetupError("TELEGRAM_WEBHOOK_SECRET must have 1 to 256 of the characters A-Z, a-z, 0-9, _ and -.")
    webhook = {
        "url": f"{address.rstrip('/')}/api/v1/telegram/webhook",
        "secret_token": secret,
        "allowed_updates": ["message", "my_chat_member"],
    }
    button = {"type": "web_app", "text": BUTTON, "web_app": {"url": address}}
    return [
        ("setWebhook", webhook),
        ("setChatMenuButton", {"menu_button": button}),
        *(
            (
                "setMyCommands",
                {
                    "commands": [{"command": name, "description": says} for name, says in commands.items()],
                    # Whoever has none of our languages reads the one without a code.
                    **({"language_code": language} if language != "en" else {}),
                },
            )
            for language, commands in COMMANDS.items()
        ),
    ]


def ask(api: str, token: str, method: str, given: Mapping[str, Any]) -> None:
    """Call one method. Raises SetupError, in which the token does not stand."""
    body = json.dumps(given).encode()
    url = f"{api}/bot{token}/{method}"
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310  # the operator's own address
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310  # the operator's own address
            return
    except urllib.error.HTTPError as error:
        with error:
            said = error.read().decode(errors="replace")
        raise SetupError(f"{method}: Telegram answers {error.code}: {said[:300]}") from None
    except OSError as error:
        raise SetupError(f"{method}: Telegram is out of reach: {error}") from None


def main(environ: Mapping[str, str] = os.environ) -> int:
    try:
        token = environ.get("TELEGRAM_BOT_TOKEN", "")
        if not token:
            raise SetupError("TELEGRAM_BOT_TOKEN is not set: @BotFather gives it to you.")
        api = environ.get("TELEGRAM_API_URL") or "https://api.telegram.org"
        for method, given in calls(environ.get("ARTEL_URL", ""), environ.get("TELEGRAM_WEBHOOK_SECRET", "")):
            ask(api, token, method, given)
            print(f"{method}: done")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
