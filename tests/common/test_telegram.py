"""Who opened the app: only what Telegram signed, lately, about a person."""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from common import telegram
from common.errors import Refusal
from common.settings import DEVELOPMENT_BOT_TOKEN as TOKEN
from common.settings import Settings
from common.telegram import User

# Signed by Telegram itself for a bot that the Telegram Mini Apps documentation uses as its example, token included.
REAL = (
    "user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C%2F%22%2C%22last_name%22%3A%22"
    "Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%2C%22"
    "allows_write_to_pm%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2F"
    "4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg%22%7D&chat_instance=8134722200314281151&chat_type=private"
    "&auth_date=1733584787&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6"
    "&signature=zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ"
)
REAL_TOKEN, REAL_BOT = "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ", "7342037359"
REAL_DATE = datetime.fromtimestamp(1733584787, UTC)
REAL_USER = User(
    id=279058397,
    display_name="Vladislav + - ? / Kibenko",
    username="vdkfrost",
    photo_url="https://t.me/i/userpic/320/4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg",
    language="ru",
)

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
ANNA = {"id": 1001, "first_name": "Анна", "last_name": "Петрова", "username": "anna", "language_code": "ru"}

BOT_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
BOT_PUBLIC = BOT_KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def hmac_sha256(key, message):
    """RFC 2104 by hand, so that nothing of the code under test takes part."""
    block = key.ljust(64, b"\x00")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).digest()


def hash_of(fields, token=TOKEN):
    """As Telegram's text says: all received fields but `hash`, sorted, `key=<value>`, joined by line feeds."""
    check = "\n".join(sorted(f"{key}={value}" for key, value in fields.items() if key != "hash"))
    return hmac_sha256(hmac_sha256(b"WebAppData", token.encode()), check.encode()).hex()


def launch(user=ANNA, **fields):
    """What Telegram hands to the app, as fields; `None` leaves one out."""
    text = user if isinstance(user, str) else json.dumps(user)
    made = {"query_id": "AAE", "user": text, "auth_date": str(int(NOW.timestamp())), "signature": "c2ln", **fields}
    return {key: value for key, value in made.items() if value is not None}


def signed(fields, token=TOKEN):
    return urlencode({**fields, "hash": hash_of(fields, token)})


def refused(init_data, now=NOW):
    with pytest.raises(Refusal) as refusal:
        telegram.read(init_data, TOKEN, now=now)
    return refusal.value.code


def test_what_telegram_itself_signed_is_read():
    assert telegram.read(REAL, REAL_TOKEN, now=REAL_DATE) == REAL_USER
    assert telegram.read_as_third_party(REAL, REAL_BOT, telegram.PUBLIC_KEYS["production"], now=REAL_DATE) == REAL_USER


def test_it_is_refused_by_another_bot_and_by_the_key_of_the_test_environment():
    with pytest.raises(Refusal, match="init_data_invalid"):
        telegram.read(REAL, TOKEN, now=REAL_DATE)
    for bot, key in (("7342037360", telegram.PUBLIC_KEYS["production"]), (REAL_BOT, telegram.PUBLIC_KEYS["test"])):
        with pytest.raises(Refusal, match="init_data_invalid"):
            telegram.read_as_third_party(REAL, bot, key, now=REAL_DATE)


def test_the_keys_are_those_that_telegram_publishes():
    assert (
        telegram.PUBLIC_KEYS["production"].hex() == "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"
    )
    assert telegram.PUBLIC_KEYS["test"].hex() == "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec"


def test_what_was_signed_by_hand_is_read():
    assert telegram.read(signed(launch()), TOKEN, now=NOW) == User(1001, "Анна Петрова", "anna", None, "ru")


def test_what_we_sign_for_local_runs_is_what_telegram_would_sign():
    assert telegram.sign(launch(), TOKEN) == signed(launch())


NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1).filter("hash".__ne__)


@given(st.dictionaries(NAMES, st.text(), max_size=6), st.text())
def test_we_sign_whatever_fields_as_the_reference_does(fields, token):
    assert telegram.sign(fields, token) == signed(fields, token)


@pytest.mark.parametrize("name", ["query_id", "user", "auth_date", "signature", "hash"])
def test_a_field_changed_or_left_out_after_signing_is_noticed(name):
    pairs = dict(parse_qsl(signed(launch())))
    assert refused(urlencode({**pairs, name: pairs[name] + "1"})) == "init_data_invalid"
    assert refused(urlencode({key: value for key, value in pairs.items() if key != name})) == "init_data_invalid"


def test_a_field_added_after_signing_is_noticed():
    assert refused(f"{signed(launch())}&start_param=s_ABC234") == "init_data_invalid"


def test_the_signature_is_among_the_fields_that_the_hash_covers():
    without = hash_of(launch(signature=None))
    assert refused(urlencode({**launch(), "hash": without})) == "init_data_invalid"


def test_the_order_of_the_fields_does_not_matter_and_either_way_to_write_a_space_is_read():
    pairs = dict(reversed(parse_qsl(signed(launch()))))
    assert telegram.read(urlencode(pairs), TOKEN, now=NOW).id == 1001
    assert telegram.read(urlencode(pairs, quote_via=quote), TOKEN, now=NOW).id == 1001


def test_blank_values_are_part_of_what_is_signed():
    blank = launch(start_param="")
    assert telegram.read(signed(blank), TOKEN, now=NOW).id == 1001
    assert refused(signed(blank).replace("&start_param=", "")) == "init_data_invalid"


@pytest.mark.parametrize("name", ["user", "auth_date", "hash", "query_id"])
def test_a_field_given_twice_is_refused_even_if_both_say_the_same(name):
    pairs = parse_qsl(signed(launch()))
    assert refused(urlencode([*pairs, *(pair for pair in pairs if pair[0] == name)])) == "init_data_invalid"


@pytest.mark.parametrize(
    "init_data",
    [
        "",
        "hash=",
        "hash",
        "&&&",
        "=",
        "user=%FF&hash=00",
        "user=\ud800&hash=00",
        "hash=\ud800",
        "hash=хеш",
        "a=1;hash=2",
        "&".join(f"f{n}=1" for n in range(65)),
        "{}",
        "\x00",
    ],
)
def test_what_is_no_init_data_is_refused(init_data):
    assert refused(init_data) == "init_data_invalid"


def test_bad_utf8_is_refused_even_where_nobody_looks():
    assert refused(signed(launch()) + "&start_param=%C3%28") == "init_data_invalid"


def test_more_than_16_kib_are_not_even_looked_at():
    long = signed(launch(start_param="x" * telegram.MAX_LENGTH))
    assert refused(long) == "init_data_invalid"
    short = launch(start_param="x" * 10_000)
    assert telegram.read(signed(short), TOKEN, now=NOW).id == 1001


@pytest.mark.parametrize(
    ("age", "code"),
    [
        (timedelta(hours=24), None),
        (timedelta(hours=24, seconds=1), "init_data_expired"),
        (timedelta(days=365), "init_data_expired"),
        (timedelta(seconds=-60), None),
        (timedelta(seconds=-61), "init_data_invalid"),
        (timedelta(days=-365), "init_data_invalid"),
    ],
)
def test_it_is_good_for_a_day_and_a_minute_ahead_of_its_time(age, code):
    init_data = signed(launch(auth_date=str(int((NOW - age).timestamp()))))
    if code:
        assert refused(init_data) == code
    else:
        assert telegram.read(init_data, TOKEN, now=NOW).id == 1001


@pytest.mark.parametrize("date", [None, "", "now", "-1", "1e9", "17637552.5", "٣", " 1", "1_000", "9" * 12, "9" * 5000])
def test_a_date_that_is_no_number_of_seconds_is_refused(date):
    assert refused(signed(launch(auth_date=date))) == "init_data_invalid"


def test_the_clock_is_asked_when_nobody_tells_the_time():
    fresh = launch(auth_date=str(int(datetime.now(UTC).timestamp())))
    assert telegram.read(signed(fresh), TOKEN).id == 1001
    with pytest.raises(Refusal, match="init_data_expired"):
        telegram.read(REAL, REAL_TOKEN)


@pytest.mark.parametrize(
    "user",
    [
        "",
        "{",
        "[]",
        "7",
        "null",
        '"anna"',
        "[" * 5000,
        {},
        {"first_name": "Anna"},
        {"id": None},
        {"id": "1001"},
        {"id": 1001.0},
        {"id": True},
        {"id": 0},
        {"id": -5},
        {"id": 1 << 52},
        {"id": 10**30},
        '{"id": ' + "9" * 5000 + "}",
        '{"id": NaN}',
        {"id": 1001, "first_name": 7},
        {"id": 1001, "first_name": ["Anna"]},
        {"id": 1001, "first_name": "Anna", "username": {"a": 1}},
        {"id": 1001, "first_name": "Anna", "photo_url": False},
        {"id": 1001, "first_name": "Anna", "language_code": 7},
    ],
)
def test_a_user_who_is_no_person_is_refused_even_with_a_good_hash(user):
    assert refused(signed(launch(user))) == "init_data_invalid"


def test_init_data_without_a_user_lets_nobody_in():
    nobody = {key: value for key, value in launch().items() if key != "user"}
    assert refused(signed(nobody)) == "init_data_invalid"


def test_an_id_of_52_bits_is_still_a_person():
    assert telegram.read(signed(launch({**ANNA, "id": (1 << 52) - 1})), TOKEN, now=NOW).id == (1 << 52) - 1


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"first_name": "Anna"}, "Anna"),
        ({"first_name": "Anna", "last_name": ""}, "Anna"),
        ({"last_name": "Petrova"}, "Petrova"),
        ({"first_name": "  Anna ", "last_name": None}, "Anna"),
        ({"first_name": "An\x00na"}, "Anna"),
        ({"first_name": "An\ud83cna"}, "Anna"),
        ({"first_name": "\ud83c\udfb1"}, "🎱"),
        ({"first_name": "A" * 100}, "A" * 64),
        ({"first_name": "\x00", "username": "anna"}, "anna"),
        ({"first_name": "   "}, "1001"),
        ({}, "1001"),
    ],
)
def test_everyone_has_a_name_that_can_be_stored_and_shown(user, name):
    read = telegram.read(signed(launch({"id": 1001, **user})), TOKEN, now=NOW)
    assert read.display_name == name
    assert read.display_name.encode()


def test_what_is_absent_or_blank_is_none_and_the_language_is_russian_unless_said():
    read = telegram.read(signed(launch({"id": 1001, "first_name": "Anna", "username": ""})), TOKEN, now=NOW)
    assert (read.username, read.photo_url, read.language) == (None, None, "ru")
    english = {**ANNA, "language_code": "en", "photo_url": "https://t.me/i/anna.svg"}
    read = telegram.read(signed(launch(english)), TOKEN, now=NOW)
    assert (read.photo_url, read.language) == ("https://t.me/i/anna.svg", "en")


def by_third_party(fields, bot_id="42", key=BOT_KEY):
    """Signed as the third-party form says: without `hash` and `signature`, below the bot's name."""
    lines = sorted(f"{name}={value}" for name, value in fields.items() if name not in ("hash", "signature"))
    signature = key.sign("\n".join([f"{bot_id}:WebAppData", *lines]).encode())
    return {**fields, "signature": urlsafe_b64encode(signature).decode().rstrip("=")}


def read_as_third_party(fields):
    return telegram.read_as_third_party(urlencode(fields), "42", BOT_PUBLIC, now=NOW)


def test_who_has_no_token_reads_it_by_telegrams_own_signature():
    assert read_as_third_party(by_third_party(launch())).id == 1001
    assert read_as_third_party({**by_third_party(launch()), "hash": "whatever"}).id == 1001


@pytest.mark.parametrize("signature", ["", "c2ln", "not base64 at all!", "ы", "A" * 86, "A" * 87, "\x00"])
def test_a_signature_that_is_none_is_refused(signature):
    with pytest.raises(Refusal, match="init_data_invalid"):
        read_as_third_party(launch(signature=signature))


def test_the_third_party_form_notices_changes_other_bots_other_keys_and_age():
    good = by_third_party(launch())
    stranger = Ed25519PrivateKey.generate()
    wrong = [
        {**good, "query_id": "AAF"},
        {**good, "start_param": "more"},
        by_third_party(launch(), bot_id="43"),
        by_third_party(launch(), key=stranger),
        launch(signature=None),
    ]
    for fields in wrong:
        with pytest.raises(Refusal, match="init_data_invalid"):
            read_as_third_party(fields)
    with pytest.raises(Refusal, match="init_data_expired"):
        read_as_third_party(by_third_party(launch(auth_date="1")))
    with pytest.raises(Refusal, match="init_data_invalid"):
        read_as_third_party(by_third_party(launch(user="[]")))


ANYTHING = st.text(st.characters(exclude_categories=[])) | st.text("user=&hash%20+auth_date\ud800", max_size=80)


@given(ANYTHING)
def test_no_text_whatever_is_let_in_or_breaks_the_door(text):
    assert refused(text) == "init_data_invalid"
    with pytest.raises(Refusal):
        telegram.read_as_third_party(text, "42", BOT_PUBLIC, now=NOW)


@given(st.text(), st.text())
def test_whatever_is_well_signed_is_read_or_refused_and_what_is_read_can_be_stored(user, date):
    for fields in (launch(user=user), launch(auth_date=date)):
        try:
            read = telegram.read(signed(fields), TOKEN, now=NOW)
        except Refusal:
            continue
        assert 0 < read.id < 1 << 52


PARTS = st.sampled_from(["first_name", "last_name", "username", "photo_url"])


@given(st.dictionaries(PARTS, st.text(st.characters(exclude_categories=[]))))
def test_whatever_people_call_themselves_has_a_name_without_nul_that_utf8_can_hold(names):
    read = telegram.read(signed(launch({"id": 1001, **names})), TOKEN, now=NOW)
    for text in (read.display_name, read.username or "", read.photo_url or "", read.language):
        assert "\x00" not in text
        assert text.encode().decode() == text
    assert read.display_name


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Settings(telegram_bot_token=REAL_TOKEN), "init_data_expired"),
        (Settings(telegram_bot_token="", telegram_bot_id=REAL_BOT), "init_data_expired"),
        (Settings(telegram_bot_token="", telegram_bot_id=REAL_BOT, telegram_environment="test"), "init_data_invalid"),
        (Settings(telegram_bot_token="", telegram_bot_id="1"), "init_data_invalid"),
        (Settings(telegram_bot_token=TOKEN, telegram_bot_id=REAL_BOT), "init_data_invalid"),
    ],
    ids=["by the token", "by the signature", "by the test servers' key", "of another bot", "the token decides"],
)
def test_who_holds_the_token_goes_by_it_and_who_does_not_by_telegrams_key_of_its_environment(settings, code):
    # The real launch is old by now: "expired" says that it was signed, for the signature is looked at first.
    with pytest.raises(Refusal) as refusal:
        telegram.authenticate(REAL, settings)
    assert refusal.value.code == code
