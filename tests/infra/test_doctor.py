"""What `make doctor` says of a deployment that is well, and of one that is not."""

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import aio_pika
import pytest

from common import auth, topology
from common.db import Database
from common.domain.events import GameCancelled
from common.settings import Settings
from common.store import outbox
from common.topology import Listening
from infra.doctor import __main__ as doctor
from infra.doctor import product as looks
from infra.doctor.findings import Finding, Patient
from infra.local import __main__ as commands
from infra.local.runner import Runner
from infra.local.services import Postgres, RabbitMQ

CONSUMER = "doctor_trial"


def wrong(findings: list[Finding]) -> dict[str, str]:
    return {finding.subject: finding.sentence for finding in findings if finding.remedy}


def described(path: Path, retry_seconds: float = 5) -> Path:
    path.write_text(json.dumps(topology.describe([Listening(CONSUMER, ("trial.doctor",))], [retry_seconds] * 3)))
    return path


async def test_all_is_well(settings: Settings, database: Database, rabbitmq: RabbitMQ, tmp_path: Path) -> None:
    patient = Patient(settings, described=described(tmp_path / "topology.json"))
    await topology.declare(rabbitmq.url, patient.described)
    findings = await doctor.examine(patient)
    assert wrong(findings) == {}
    said = io.StringIO()
    assert doctor.tell(findings, said) == 0
    assert said.getvalue().endswith("\nAll is well.\n")
    subjects = {finding.subject for finding in findings}
    assert subjects >= {"keys", "postgres", "schema", "ledger", "outbox", "pgbouncer", "valkey", "topology", "queues"}


async def test_queues_that_are_missing_different_or_hold_what_is_dead(rabbitmq: RabbitMQ, tmp_path: Path) -> None:
    patient = Patient(Settings(rabbitmq_url=rabbitmq.url), described=described(tmp_path / "topology.json"))
    async with await aio_pika.connect(rabbitmq.url) as connection, connection.channel() as channel:
        for number in (1, 2, 3):
            await channel.queue_delete(f"{CONSUMER}.{number}.retry")
        assert wrong(await doctor.examine(patient))["topology"] == f"The queue {CONSUMER}.3.retry is missing."

        await topology.declare(rabbitmq.url, patient.described)
        other = replace(patient, described=described(tmp_path / "other.json", retry_seconds=6))
        assert (
            wrong(await doctor.examine(other))["topology"] == f"The queue {CONSUMER}.3.retry was declared differently."
        )

        await channel.default_exchange.publish(aio_pika.Message(b"{}"), f"{CONSUMER}.dead")
        findings = await doctor.examine(patient)
        await (await channel.get_queue(f"{CONSUMER}.dead")).purge()
    assert wrong(findings) == {"queues": f"1 messages of {CONSUMER} are dead."}
    said = io.StringIO()
    assert doctor.tell(findings, said) == 1
    assert f"→ make dead SHOW={CONSUMER}" in said.getvalue()


async def test_a_relay_that_stands_still_and_a_clock_that_is_wrong(postgres: Postgres, database: Database) -> None:
    await outbox.tell(database, GameCancelled(uuid4(), uuid4()))
    await database.execute("UPDATE outbox SET not_before = now() - interval '2 minutes'")
    patient = Patient(Settings(database_direct_url=postgres.url), now=lambda: time.time() + 60)
    found = wrong(await doctor.examine(patient))
    assert found.keys() == {"outbox", "postgres"}
    assert found["outbox"].startswith("1 messages are due, the oldest for 12")
    assert found["postgres"] == "Its clock is 60 s behind the one here."


async def test_a_schema_that_is_behind(postgres: Postgres) -> None:
    url = await postgres.create_database("doctor")
    found = wrong(await doctor.examine(Patient(Settings(database_direct_url=url))))
    assert found["schema"].startswith("The schema is at nothing, and this code is written for ")
    await postgres.drop_database("doctor")


async def test_what_is_away_is_named_without_its_password() -> None:
    nowhere = "127.0.0.1:1"
    settings = Settings(
        database_direct_url=f"postgresql://artel:hush@{nowhere}/artel",
        database_url=f"postgresql://artel:hush@{nowhere}/artel",
        valkey_url=f"valkey://:hush@{nowhere}/0",
        rabbitmq_url=f"amqp://artel:hush@{nowhere}/",
        jwt_public_keys=auth.generate_keys()[1],
    )
    findings = await doctor.examine(Patient(settings, f"http://{nowhere}"))
    assert wrong(findings).keys() == {"product", "functions", "keys", "postgres", "pgbouncer", "valkey", "rabbitmq"}
    assert "hush" not in str(findings)


async def test_keys_that_do_not_fit_together() -> None:
    (private, _), (_, published) = auth.generate_keys(), auth.generate_keys()
    patient = Patient(Settings(jwt_private_key=private, jwt_public_keys=published))
    assert wrong(await doctor.examine(patient))["keys"].startswith("JWT_PRIVATE_KEY is not among JWT_PUBLIC_KEYS")


@asynccontextmanager
async def answering(status: str, body: object) -> AsyncIterator[str]:
    """Somebody who answers every request like this; his address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        text = json.dumps(body)
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


HOOK = "https://play.example/api/v1/telegram/webhook"


@pytest.mark.parametrize(
    ("status", "result", "sentence", "is_wrong"),
    [
        ("200 OK", {"url": HOOK, "pending_update_count": 2}, "The webhook is set; 2 updates wait.", False),
        ("200 OK", {"url": HOOK, "last_error_date": 1, "last_error_message": "long ago"}, "The webhook is set", False),
        ("200 OK", {"url": ""}, "The webhook is not set.", True),
        ("200 OK", {"url": HOOK, "last_error_date": 2**40, "last_error_message": "403"}, "lately: 403.", True),
        ("401 Unauthorized", {}, "Telegram answers 401.", True),
    ],
)
async def test_the_webhook_as_telegram_sees_it(status: str, result: object, sentence: str, is_wrong: bool) -> None:
    async with answering(status, {"result": result}) as address:
        settings = Settings(telegram_api_url=address, telegram_bot_token="1:hush")
        (finding,) = [each async for each in looks.telegram(Patient(settings, "https://play.example"))]
    assert sentence in finding.sentence
    assert bool(finding.remedy) is is_wrong


async def test_functions_that_are_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "AGAIN_SECONDS", (0.0,))
    async with answering("503 Service Unavailable", {}) as address:
        patient = Patient(Settings(), address)
        broken = [finding async for finding in looks.functions(patient)]
        page = [finding async for finding in looks.page(patient)]
    assert (
        Finding("functions", "game_show answers 503.", "See its log, or what it needs: make logs F=game_show.")
        in broken
    )
    assert broken[-2].sentence.startswith("0 of ")
    assert page[0].sentence == "The page answers 503."


def test_addresses_come_from_the_environment_and_from_files(tmp_path: Path) -> None:
    (tmp_path / "VALKEY_URL").write_text("valkey://cache:6379/0\n")
    (tmp_path / "RABBITMQ_DEFAULT_USER").write_text("of somebody else")
    patient = doctor.patient_of({"ARTEL_SECRETS": str(tmp_path), "ARTEL_URL": "https://play.example/"})
    assert (patient.address, patient.settings.valkey_url) == ("https://play.example", "valkey://cache:6379/0")
    assert doctor.tell([], io.StringIO()) == 2


async def test_the_whole_product_is_well(product: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    await commands.doctor(product.config)
    lines = capsys.readouterr().out.splitlines()
    # Other tests may have left dead messages in this product.
    assert [line for line in lines if line.startswith("WRONG") and " queues " not in line] == []
    assert any("functions answer." in line for line in lines)
    assert any("The functions check tokens with the same" in line for line in lines)
