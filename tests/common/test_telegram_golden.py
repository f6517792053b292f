"""Golden vectors that others made: two independent libraries judge the same 1,000 launches as we do, one by one.

Where a library deviates from Telegram's document, which says "all received fields", it is said and shown here.
"""

import json
import random
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from urllib.parse import urlencode

import init_data_py
import pytest
import telegram_init_data
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from common import telegram
from common.errors import Refusal

LAUNCHES = 1_000
TOKEN, BOT_ID = "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ", "7342037359"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
NOW = int(datetime.now(UTC).timestamp())

ODD = (
    "", " ", "Анна", "a+b", "a b", "100%", "%41", "a&b=c", "=", "line\nfeed", "tab\t", "🎱", "<script>", "\\\"",
    "a\u0301", "\u202eabc", "0", "null", "x" * 300, ";", "#", "/", "?", "\x7f",
)  # fmt: skip
"""Values that a wrong decoding, joining or sorting would trip over."""


def launch(dice: random.Random) -> dict[str, str]:
    """Fields as Telegram's clients send them, each there or not, many blank or odd."""
    user = {"id": dice.randrange(1, 1 << 52), "first_name": dice.choice(ODD), "last_name": dice.choice(ODD)}
    if dice.random() < 0.5:
        user |= {"username": dice.choice(ODD), "language_code": dice.choice(["ru", "en", ""]), "is_premium": True}
    optional = {
        "query_id": dice.choice(ODD),
        "chat_type": dice.choice(["sender", "private", "group", ""]),
        "chat_instance": str(dice.getrandbits(63)),
        "start_param": dice.choice(ODD),
        "signature": "c2lnbmF0dXJl",
        "a_field_of_tomorrow": dice.choice(ODD),
    }
    chosen = {name: value for name, value in optional.items() if dice.random() < 0.6}
    return {"user": json.dumps(user, ensure_ascii=dice.random() < 0.5), **chosen}


def damaged(init_data: str, dice: random.Random) -> str:
    """One pair of it changed, dropped or added after it was signed."""
    pairs = init_data.split("&")
    at = dice.randrange(len(pairs))
    match dice.randrange(4):
        case 0:
            pairs[at] += "1"
        case 1:
            del pairs[at]
        case 2:
            pairs.append("added=")
        case _:
            pairs.append(pairs[at])  # given twice
    return "&".join(pairs)


def ours(init_data: str) -> bool:
    try:
        return telegram.read(init_data, TOKEN).id > 0
    except Refusal:
        return False


def theirs(init_data: str) -> bool:
    return init_data_py.is_valid_by_hash(init_data, TOKEN)


def also_theirs(init_data: str) -> bool:
    try:
        telegram_init_data.validate(init_data, TOKEN)
    except (ValueError, telegram_init_data.TelegramInitDataError):
        return False
    return True


def has_blanks(init_data: str) -> bool:
    return any(pair.endswith("=") for pair in init_data.split("&"))


def repeats(init_data: str) -> bool:
    names = [pair.partition("=")[0] for pair in init_data.split("&")]
    return len(set(names)) < len(names)


def launches() -> list[tuple[str, bool]]:
    """Signed by the library, not by us, half of them damaged afterwards; and whether they are whole."""
    dice = random.Random(5)
    made = []
    for number in range(LAUNCHES):
        whole = init_data_py.sign(launch(dice), TOKEN, auth_date=NOW - dice.randrange(3_600))
        made.append((whole, True) if number % 2 == 0 else (damaged(whole, dice), False))
    return made


GOLDEN = launches()


def test_the_vectors_are_as_odd_as_they_should_be() -> None:
    assert len(GOLDEN) == LAUNCHES
    assert sum(has_blanks(init_data) for init_data, _ in GOLDEN) > 200
    assert sum(repeats(init_data) for init_data, _ in GOLDEN) > 50


def test_the_first_library_and_we_agree_on_every_one() -> None:
    differing = [each for each, whole in GOLDEN if not ours(each) == theirs(each) == whole]
    assert differing == []


def test_the_second_library_and_we_agree_on_every_one_without_blank_values() -> None:
    plain = [(each, whole) for each, whole in GOLDEN if not has_blanks(each) and not repeats(each)]
    assert len(plain) > 400
    differing = [each for each, whole in plain if not ours(each) == also_theirs(each) == whole]
    assert differing == []


def test_the_second_library_deviates_where_a_value_is_blank_which_telegram_signs_too() -> None:
    """telegram-init-data 1.1 (as aiogram 3.31) drops blank pairs before it hashes, so it refuses what is whole."""
    blank = [each for each, whole in GOLDEN if whole and has_blanks(each)]
    assert all(ours(each) and theirs(each) for each in blank)
    assert not any(also_theirs(each) for each in blank)


def test_the_second_library_deviates_where_a_key_comes_twice_and_takes_the_last() -> None:
    twice = [each for each, whole in GOLDEN if not whole and repeats(each) and not has_blanks(each)]
    assert not any(ours(each) or theirs(each) for each in twice)
    assert all(also_theirs(each) for each in twice)


def test_what_we_sign_both_libraries_take() -> None:
    dice = random.Random(6)
    for _ in range(100):
        init_data = telegram.sign({**launch(dice), "auth_date": str(NOW)}, TOKEN)
        assert theirs(init_data)
        assert also_theirs(init_data) is not has_blanks(init_data)


def verified(message: str, public_key: str, signature: str) -> bool:
    """What telegram-init-data leaves to its caller; the key of the test stands where it names Telegram's."""
    assert public_key == telegram.PUBLIC_KEYS["production"].hex()
    try:
        Ed25519PublicKey.from_public_bytes(PUBLIC).verify(bytes.fromhex(signature), message.encode())
    except InvalidSignature:
        return False
    return True


def test_the_third_party_form_is_judged_alike_by_all_three() -> None:
    dice = random.Random(7)
    for number in range(200):
        fields = {**launch(dice), "auth_date": str(NOW), "hash": "0" * 64}
        lines = sorted(f"{name}={value}" for name, value in fields.items() if name not in ("hash", "signature"))
        signature = KEY.sign("\n".join([f"{BOT_ID}:WebAppData", *lines]).encode())
        if number % 2:
            fields["auth_date"] = str(NOW - 1)
        whole = {**fields, "signature": urlsafe_b64encode(signature).decode().rstrip("=")}
        expected = number % 2 == 0
        assert ours_as_third_party(urlencode(whole)) is expected
        assert init_data_py.is_valid_by_signature(urlencode(whole), int(BOT_ID), public_key=PUBLIC) is expected
        if not has_blanks(urlencode(whole)):
            in_hex = urlencode({**fields, "signature": signature.hex()})
            assert telegram_init_data.is_valid3rd(in_hex, int(BOT_ID), verified) is expected


def ours_as_third_party(init_data: str) -> bool:
    try:
        return telegram.read_as_third_party(init_data, BOT_ID, PUBLIC).id > 0
    except Refusal:
        return False


@pytest.mark.parametrize("environment", ["production", "test"])
def test_both_know_the_same_keys_of_telegram(environment: str) -> None:
    theirs = {"production": "prod", "test": "test"}[environment]
    known = init_data_py.TELEGRAM_PUBLIC_KEYS[theirs]  # type: ignore[index]
    assert (known.hex() if isinstance(known, bytes) else known) == telegram.PUBLIC_KEYS[environment].hex()
