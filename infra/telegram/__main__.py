"""`python -m infra.telegram --port 8081`: be Telegram's Bot API for a local run."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from infra.telegram.fake import FakeBotApi
from infra.telegram.server import FakeServer

DEVELOPMENT_BOT_TOKEN = "0000000000:artel-development-token"  # noqa: S105  # known to everyone, as common/settings.py says


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.telegram", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (0.0.0.0 in a container)")
    parser.add_argument("--port", type=int, default=8081)
    options = parser.parse_args()
    token = os.environ.get("TELEGRAM_BOT_TOKEN") or DEVELOPMENT_BOT_TOKEN
    if path := os.environ.get("TELEGRAM_BOT_TOKEN_FILE"):
        token = Path(path).read_text(encoding="utf-8").strip()
    with FakeServer(options.host, options.port, FakeBotApi(token)) as server:
        # `shutdown` waits for the loop that the signal has interrupted: only another thread may call it.
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
        signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
