"""Look at a deployment and say in sentences what is wrong with it, and what to do: `make doctor`.

    make doctor                                                                      the local product
    ARTEL_URL=https://play.example ARTEL_SECRETS=~/artel-secrets python -m infra.doctor    any other

Looked at is whatever has an address: the product itself by ARTEL_URL, the rest by the variables of common/settings.py,
from the environment or from files of the same names in ARTEL_SECRETS. Nothing is changed. The exit code is 0 when all
is well, 1 when something is wrong, 2 when nothing could be looked at.
"""

import asyncio
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import TextIO

import asyncpg

from common import cache, db, logs, topology
from common.settings import Settings, SettingsError
from infra.doctor import product, queues, state
from infra.doctor.findings import SECONDS, Examination, Finding, Patient

LONGEST_SECONDS = 6 * SECONDS
AWAY: tuple[type[Exception], ...] = (
    *db.AWAY,
    *cache.AWAY,
    *topology.AWAY,
    asyncpg.PostgresError,
    HTTPException,
    ValueError,  # an address that is none, an answer that is none
)


def _has(name: str) -> Callable[[Patient], bool]:
    return lambda patient: bool(getattr(patient.settings, name))


EXAMINATIONS: Sequence[tuple[str, Callable[[Patient], bool], Examination]] = (
    ("product", lambda patient: bool(patient.address), product.page),
    ("functions", lambda patient: bool(patient.address), product.functions),
    ("keys", _has("jwt_public_keys"), product.keys),
    ("postgres", _has("database_direct_url"), state.postgres),
    ("pgbouncer", _has("database_url"), state.pgbouncer),
    ("valkey", _has("valkey_url"), state.valkey),
    ("rabbitmq", _has("rabbitmq_url"), queues.rabbitmq),
    ("telegram", lambda patient: patient.address.startswith("https://"), product.telegram),
)
"""What is looked at, in the order of the report, and when."""


async def examine(patient: Patient) -> list[Finding]:
    """All that there is to say."""
    asked = [(subject, look) for subject, is_there, look in EXAMINATIONS if is_there(patient)]
    answers = await asyncio.gather(*(_patiently(subject, look, patient) for subject, look in asked))
    return [finding for findings in answers for finding in findings]


async def _patiently(subject: str, look: Examination, patient: Patient) -> list[Finding]:
    findings: list[Finding] = []
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            async for finding in look(patient):
                findings.append(finding)
    except AWAY as error:
        reason = (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
        reason = re.sub(r"//[^/@\s]*@", "//***@", reason)
        remedy = "See that it runs, and that its address and password are right."
        findings.append(Finding(subject, f"It does not answer: {reason}.", remedy))
    return findings


def tell(findings: Sequence[Finding], out: TextIO) -> int:
    """Print a line for each finding, with the remedy below it; the exit code."""
    if not findings:
        out.write("There is no address to look at: give ARTEL_URL, or ARTEL_SECRETS, or run make up.\n")
        return 2
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        out.write(f"{'WRONG' if finding.remedy else 'ok':<6} {finding.subject:<{width}}  {finding.sentence}\n")
        if finding.remedy:
            out.write(f"{'':<6} {'':<{width}}  → {finding.remedy}\n")
    wrong = sum(bool(finding.remedy) for finding in findings)
    out.write(f"\n{'All is well.' if not wrong else f'{wrong} of {len(findings)} things are wrong.'}\n")
    return 1 if wrong else 0


def patient_of(environ: Mapping[str, str]) -> Patient:
    """The deployment that the environment and ARTEL_SECRETS know. Raises SettingsError."""
    secrets = environ.get("ARTEL_SECRETS")
    files = {f"{path.name}_FILE": str(path) for path in Path(secrets).expanduser().iterdir()} if secrets else {}
    settings = Settings.from_env({**files, **environ})
    return Patient(settings, environ.get("ARTEL_URL", "").rstrip("/"))


def main() -> int:
    logs.configure("doctor", level="WARNING", as_json=False)
    try:
        return tell(asyncio.run(examine(patient_of(os.environ))), sys.stdout)
    except (SettingsError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
