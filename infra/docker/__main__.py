"""`python -m infra.docker images|up|down|test`: the make targets of the same purpose."""

import argparse
import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from common.manifest import ROOT
from infra.docker import images, product, standins
from infra.docker.engine import Engine, NoEngine, existing, own


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.docker", description=__doc__)
    parser.add_argument("command", choices=["images", "up", "down", "test"])
    try:
        return _do(parser.parse_args().command)
    except (NoEngine, images.BuildError) as error:
        print(error, file=sys.stderr)
        return 1


def _do(command: str) -> int:
    if command == "test":
        return _test()
    engine = existing()
    ours = product.from_env(engine)
    if command == "images":
        images.build(engine)
    elif command == "up":
        images.build(engine)
        print("Starting what is always on; the rest starts when it is called", flush=True)
        print(ours.greeting(ours.up()["telegram_bot_token"]))
    else:
        ours.down()
    return 0


def _test() -> int:
    """Run tests/containers in the machine's Docker, or in an engine of our own."""
    # Whoever stops us before the tests begin finds everything as it was, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        try:
            engine = _some_engine(stack)
        except NoEngine as reason:
            print(f"The container tests are skipped: {reason}", flush=True)
            return 1 if os.environ.get("CI") else 0
        images.build(engine)
        environ = {**engine.environ, "ARTEL_CONTAINERS": "own" if engine.is_own else "existing"}
        tests = subprocess.Popen([sys.executable, "-m", "pytest", "tests/containers"], cwd=ROOT, env=environ)
        return _until_ended(tests)


def _some_engine(stack: ExitStack) -> Engine:
    try:
        return existing()
    except NoEngine as reason:
        print(f"{reason} The tests start one of their own.", flush=True)
    engine = stack.enter_context(own())
    standins.build(engine)
    return engine


def _until_ended(tests: "subprocess.Popen[bytes]") -> int:
    """The exit code of the tests; told to stop, they take down what they have put up, and so do we after them."""
    signal.signal(signal.SIGTERM, lambda *_: tests.send_signal(signal.SIGINT))
    # Ctrl-C at the terminal is for both; the tests' own end is waited for.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return tests.wait()


if __name__ == "__main__":
    sys.exit(main())
