"""What operators and machines read: one line for each record, with its request, without anyone's secrets."""

import asyncio
import json
import logging
import sys
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from loguru import logger

from common import logs
from common.correlation import Trace, caller, pseudonym, request_id, trace, working
from tests import log_watch
from tests.test_logs_hold_no_secret import HARMLESS, SECRETS

ANNA, BORIS = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _as_it_was():
    """Logging belongs to the whole process: leave it as it was found."""
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    yield
    logger.configure(handlers=[{"sink": sys.stderr}], extra={}, patcher=lambda record: None)
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_machine_reads_one_json_object_for_each_record(capsys):
    logs.configure("game_finish", as_json=True)
    logger.info("finished")
    (line,) = lines(capsys)
    assert datetime.fromisoformat(line.pop("time")).utcoffset() == timedelta(0)
    assert line == {"level": "INFO", "message": "finished", "function": "game_finish", "request_id": "-"}


def test_every_line_says_which_release_has_written_it(capsys):
    logs.configure("game_finish", as_json=True, version="1.4.2")
    logger.info("finished")
    assert [line["version"] for line in lines(capsys)] == ["1.4.2"]


def test_the_request_id_of_the_moment_is_in_every_line(capsys):
    logs.configure("game_finish", as_json=True)
    token = request_id.set("a-request")
    try:
        logger.info("inside")
    finally:
        request_id.reset(token)
    logger.info("outside")
    assert [line["request_id"] for line in lines(capsys)] == ["a-request", "-"]


async def test_a_line_says_who_is_calling_without_saying_who_he_is(capsys):
    logs.configure("game", as_json=True)

    async def request():
        working.set("game_finish")
        caller.set(pseudonym(ANNA))
        trace.set(Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"))
        logger.info("of the request")
        logger.bind(request_id="another").info("of another")

    await asyncio.create_task(request())
    mine, another = lines(capsys)
    assert mine["function"] == "game_finish"
    assert (mine["trace_id"], mine["span_id"]) == ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
    assert mine["player"] == pseudonym(ANNA) != pseudonym(BORIS)
    assert str(ANNA) not in str(mine)
    assert another.keys().isdisjoint({"player", "trace_id", "span_id"})


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_what_looks_like_a_secret_is_struck_out(capsys, secret, as_json):
    logs.configure("game_finish", as_json=as_json)
    logger.warning(f"before {secret} after")
    try:
        raise ValueError(f"before {secret} after")
    except ValueError:
        logger.exception("it broke")
    out = capsys.readouterr().out
    assert log_watch.found(out) == []
    assert "***" in out


@pytest.mark.parametrize("line", HARMLESS)
def test_nothing_else_is_struck_out(line):
    assert logs.struck(line) == line


def test_of_requests_that_go_well_a_share_is_left_out_each_with_all_its_lines(capsys):
    logs.configure("game_finish", as_json=True, sample=0.25)
    for number in range(400):
        for _ in range(2):
            logger.bind(request_id=f"request-{number}").info("well")
    written = [line["request_id"] for line in lines(capsys)]
    assert 50 < len(set(written)) < 150
    assert len(written) == 2 * len(set(written))


def test_no_warning_is_left_out_and_nothing_that_belongs_to_no_request(capsys):
    logs.configure("game_finish", as_json=True, sample=0)
    for level in ("INFO", "WARNING", "ERROR"):
        logger.bind(request_id="a-request").log(level, "{} of a request", level)
    logger.info("of none")
    assert [line["message"] for line in lines(capsys)] == ["WARNING of a request", "ERROR of a request", "of none"]


def test_libraries_never_tell_what_they_send(capsys):
    logs.configure("game_finish", level="TRACE", as_json=True)
    logging.getLogger("aiohttp.client").debug("Authorization")
    logging.getLogger("aiohttp.client").info("connected")
    logger.trace("ours")
    assert [line["message"] for line in lines(capsys)] == ["connected", "ours"]


def test_what_is_bound_becomes_a_field_of_its_own(capsys):
    logs.configure("game_finish", as_json=True)
    logger.bind(milliseconds=12, folder=logs).info("slow")
    (line,) = lines(capsys)
    assert line["milliseconds"] == 12
    assert line["folder"].startswith("<module 'common.logs'")


@pytest.mark.parametrize("message", ["Партия окончена", 'with "quotes"', "{not} a {format}", "<red>no markup</red>"])
def test_a_message_is_written_as_it_is(capsys, message):
    logs.configure("game_finish", as_json=True)
    logger.info(message)
    out = capsys.readouterr().out
    assert json.loads(out)["message"] == message
    assert "\\u" not in out


def test_a_message_of_several_lines_stays_one_line_for_a_machine(capsys):
    logs.configure("game_finish", as_json=True)
    logger.info("first\nsecond")
    (line,) = lines(capsys)
    assert line["message"] == "first\nsecond"
    assert "exception" not in line


def fail():
    token = "hush-hush"
    try:
        raise KeyError("the cause")
    except KeyError as cause:
        raise look_at(token) from cause


def look_at(token):
    return ValueError("of " + str(len(token)) + " characters")


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_is_told_once_with_its_cause_and_without_the_values_of_variables(capsys, as_json):
    logs.configure("game_finish", as_json=as_json)
    try:
        fail()
    except ValueError:
        logger.exception("it broke\nin two lines")
    out = capsys.readouterr().out
    if as_json:
        line = json.loads(out)
        assert line["message"] == "it broke\nin two lines"
        assert line["exception"].startswith("Traceback")
        out = line["exception"]
    assert out.count("ValueError: of 9 characters") == 1
    assert out.count("KeyError: 'the cause'") == 1
    assert out.count("in two lines") == (0 if as_json else 1)
    assert "hush" not in out


def test_the_standard_librarys_logging_goes_the_same_way(capsys):
    logs.configure("game_finish", as_json=True)
    logging.getLogger("uvicorn.error").warning("port %s is busy", 8080)
    try:
        fail()
    except ValueError:
        logging.getLogger("aio_pika").exception("lost {the} channel")
    warning, error = lines(capsys)
    assert (warning["level"], warning["message"]) == ("WARNING", "port 8080 is busy")
    assert (error["level"], error["message"]) == ("ERROR", "lost {the} channel")
    assert error["exception"].count("ValueError: of 9 characters") == 1


def test_a_level_that_only_the_library_knows_is_kept_by_its_number(capsys):
    logs.configure("game_finish", as_json=True)
    logging.getLogger("library").log(25, "between the levels")
    (line,) = lines(capsys)
    assert line["level"] == "Level 25"


def test_what_is_below_the_level_is_not_written(capsys):
    logs.configure("game_finish", level="WARNING", as_json=True)
    logger.info("unimportant")
    logging.getLogger("library").info("unimportant too")
    logger.warning("important")
    assert [line["message"] for line in lines(capsys)] == ["important"]


def test_a_person_reads_one_short_line(capsys):
    logs.configure("game_finish", as_json=False)
    logger.warning("slow")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split(maxsplit=1)[1] == "WARNING game_finish - slow"


def test_configuring_again_replaces_what_was_there(capsys):
    logs.configure("game_finish", as_json=True)
    logs.configure("game_show", as_json=True)
    logger.info("once")
    assert [line["function"] for line in lines(capsys)] == ["game_show"]
