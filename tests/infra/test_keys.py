"""Signing keys change, and nobody notices."""

import json
import stat
import time
from pathlib import Path
from uuid import UUID

import pytest

from common import auth
from common.auth import ACCESS_SECONDS, LEEWAY_SECONDS, Issuer, Verifier
from common.errors import Refusal
from infra import keys

PLAYER, SIGN_IN = UUID(int=1), UUID(int=2)


def token(directory: Path) -> str:
    """Signed by whoever holds the private key now."""
    return Issuer(keys.read(directory)[0]).issue(PLAYER, SIGN_IN)


def lets_in(jwks: str, given: str) -> bool:
    try:
        return Verifier(jwks).verify(given).player_id == PLAYER
    except Refusal:
        return False


def test_there_is_one_key_from_the_beginning_and_it_stays(tmp_path: Path) -> None:
    first = keys.read(tmp_path)
    assert keys.read(tmp_path) == first
    assert lets_in(first[1], token(tmp_path))


def test_no_token_is_refused_whichever_step_a_function_has_heard_of(tmp_path: Path) -> None:
    heard, signed = [keys.read(tmp_path)[1]], [token(tmp_path)]
    keys.publish(tmp_path)
    heard.append(keys.read(tmp_path)[1])
    signed.append(token(tmp_path))
    assert all(lets_in(jwks, each) for jwks in heard for each in signed)
    keys.sign(tmp_path)
    heard.append(keys.read(tmp_path)[1])
    signed.append(token(tmp_path))
    # The step in between is what the published key is for: only who has missed it would refuse the new one.
    assert [[lets_in(jwks, each) for each in signed] for jwks in heard] == [
        [True, True, False],
        [True, True, True],
        [True, True, True],
    ]


def test_the_newest_key_signs_and_the_one_before_it_ends_with_its_last_token(tmp_path: Path) -> None:
    old = Issuer(keys.read(tmp_path)[0]).key_id
    now = time.time()
    new = keys.publish(tmp_path, now=now)
    assert keys.sign(tmp_path, now=now) == new == Issuer(keys.read(tmp_path)[0]).key_id
    by_kid = {jwk["kid"]: jwk for jwk in json.loads(keys.read(tmp_path)[1])["keys"]}
    assert list(by_kid) == [new, old]
    assert "exp" not in by_kid[new]
    assert by_kid[old]["exp"] - now > ACCESS_SECONDS + LEEWAY_SECONDS


def test_keys_whose_last_token_has_ended_are_taken_from_the_list(tmp_path: Path) -> None:
    first = Issuer(keys.read(tmp_path)[0]).key_id
    now = time.time()
    keys.publish(tmp_path, now=now)
    second = keys.sign(tmp_path, now=now)
    keys.publish(tmp_path, now=now + 60)
    third = keys.sign(tmp_path, now=now + 60)
    kids = [jwk["kid"] for jwk in json.loads(keys.read(tmp_path)[1])["keys"]]
    assert kids == [third, second, first]
    fourth = keys.publish(tmp_path, now=now + keys.RETIRED_SECONDS + 1)
    kids = [jwk["kid"] for jwk in json.loads(keys.read(tmp_path)[1])["keys"]]
    assert kids == [fourth, third, second]


def test_publishing_twice_makes_one_key(tmp_path: Path) -> None:
    assert keys.publish(tmp_path) == keys.publish(tmp_path)
    assert len(json.loads(keys.read(tmp_path)[1])["keys"]) == 2


def test_a_key_that_nobody_knows_does_not_sign(tmp_path: Path) -> None:
    with pytest.raises(keys.KeysError, match="publish one"):
        keys.sign(tmp_path)
    keys.read(tmp_path)
    (tmp_path / keys.NEXT).write_text(auth.generate_keys()[0])  # what a publishing that was cut off leaves
    with pytest.raises(keys.KeysError, match="publish one"):
        keys.sign(tmp_path)
    assert keys.publish(tmp_path) == keys.sign(tmp_path)


def test_a_signing_that_was_cut_off_is_completed_by_the_next_step(tmp_path: Path) -> None:
    old = Issuer(keys.read(tmp_path)[0]).key_id
    keys.publish(tmp_path)
    (tmp_path / keys.NEXT).replace(tmp_path / keys.PRIVATE)
    assert lets_in(keys.read(tmp_path)[1], token(tmp_path))
    keys.publish(tmp_path)
    (ending,) = [jwk for jwk in json.loads(keys.read(tmp_path)[1])["keys"] if "exp" in jwk]
    assert ending["kid"] == old


def test_nobody_else_may_read_them_and_nothing_private_is_published(tmp_path: Path) -> None:
    directory = tmp_path / "keys"
    keys.publish(directory)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}
    assert all("d" not in jwk for jwk in json.loads(keys.read(directory)[1])["keys"])


def test_as_a_command_it_says_what_each_key_is_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told() -> list[str]:
        return [line.split("  ", 1)[1] for line in capsys.readouterr().out.splitlines()]

    assert keys.main(["show", str(tmp_path)]) == 0
    assert told() == ["signs and verifies"]
    assert keys.main(["sign", str(tmp_path)]) == 1
    assert "publish one" in capsys.readouterr().err
    assert keys.main(["publish", str(tmp_path)]) == 0
    assert told() == ["verifies, signs next", "signs and verifies"]
    assert keys.main(["sign", str(tmp_path)]) == 0
    signing, ending = told()
    assert signing == "signs and verifies"
    assert ending.startswith("verifies until 20")
