"""Change how much running processes log, for a while: `python -m infra.verbosity DEBUG --function game_finish`.

Heard within five seconds, kept in Valkey (TELEMETRY_URL), and forgotten by itself. `usual` forgets it at once; without
an argument it says what holds.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from valkey.exceptions import ValkeyError

from common import cache
from common.settings import LOG_LEVELS, Settings, SettingsError
from common.verbosity import LEVEL, SAMPLE

MINUTES = 60
USUAL = "usual"


async def run(valkey_url: str, arguments: Sequence[str], out: TextIO) -> None:
    """Do what a command line says. Raises `cache.AWAY`."""
    options = _parser().parse_args(arguments)
    async with cache.connect(valkey_url) as valkey:
        changes = {f"{LEVEL}:{options.function}" if options.function else LEVEL: options.level, SAMPLE: options.sample}
        for key, value in changes.items():
            if value == USUAL:
                await valkey.delete(key)
            elif value is not None:
                await valkey.set(key, value, ex=options.minutes * 60)
        for key in sorted([key.decode() async for key in valkey.scan_iter("log:*")]):
            value, seconds = (await valkey.get(key) or b"").decode(), await valkey.ttl(key)
            out.write(f"{key} = {value} for another {-(-seconds // 60)} minutes\n")
    out.write("Everything else logs as its environment says.\n")


def _share(text: str) -> str:
    if text != USUAL and not 0 <= float(text) <= 1:
        raise ValueError
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.verbosity", description="How much is logged, for a while.")
    parser.add_argument("level", nargs="?", choices=[*LOG_LEVELS, USUAL], help="from this level on")
    parser.add_argument("--function", help="only this function or handler, such as game_finish")
    parser.add_argument("--sample", type=_share, help="the share of requests that leave lines although all is well")
    parser.add_argument("--minutes", type=int, default=MINUTES, help=f"for so long ({MINUTES})")
    return parser


def main() -> int:
    try:
        url = Settings.from_env(os.environ).only({"telemetry"}).telemetry_url
        asyncio.run(run(url, sys.argv[1:], sys.stdout))
    except (SettingsError, ValkeyError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
