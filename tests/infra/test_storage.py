"""The deploy step makes the bucket and its rule, and again it changes nothing"""

import pytest

from common.bucket import Bucket
from infra import storage as step
from infra.local.services import Storage
from tests.storage import client


def test_old_reports_are_deleted_by_the_storage_itself(storage: Storage) -> None:
    for _ in range(2):
        step.prepare(storage.url)
    (rule,) = client(storage).get_bucket_lifecycle_configuration(Bucket=Storage.bucket)["Rules"]
    assert (rule["Status"], rule["Filter"]) == ("Enabled", {"Prefix": "reports/"})
    assert rule["Expiration"]["Days"] == 30


def test_a_bucket_in_another_region_is_made_there(storage: Storage) -> None:
    step.prepare(f"{storage.url.replace(Storage.bucket, 'artel-elsewhere')}?region=eu-north-1")
    found = client(storage).get_bucket_location(Bucket="artel-elsewhere")
    assert found["LocationConstraint"] == "eu-north-1"


def test_without_an_address_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARTEL_ENV", "production")
    monkeypatch.delenv("S3_URL", raising=False)
    assert step.main() == 1
    assert capsys.readouterr().err == "ARTEL_ENV=production needs S3_URL, which is not set.\n"


def test_the_step_is_run_by_its_environment(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_URL", storage.url)
    assert step.main() == 0


def test_an_address_says_everything() -> None:
    url = "https://KEY:a%2Fb%3D@s3.example:8443/files?region=ru-1&public=https://f.example"
    assert Bucket.of(url) == Bucket("files", "https://s3.example:8443", "https://f.example", "ru-1", "KEY", "a/b=")
    assert Bucket.of("http://k:s@h/b") == Bucket("b", "http://h", "http://h", "us-east-1", "k", "s")
