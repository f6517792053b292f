"""The HEALTHCHECK of every image: exits with 0 if the process beside it answers.

It is run each few seconds in every container, so it imports next to nothing: `python3 -I -S common/health.py`.
"""

import os
import socket
import sys

SECONDS = 2


def main() -> int:
    try:
        with socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", "8000"))), SECONDS) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: health\r\nConnection: close\r\n\r\n")
            answer = connection.recv(64)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if answer.startswith(b"HTTP/1.1 200 ") else 1


if __name__ == "__main__":
    sys.exit(main())
