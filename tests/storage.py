"""What lies in the storage, as anyone with its key sees it."""

from typing import Any

import boto3

from common.bucket import Bucket
from infra.local.services import Storage


def client(storage: Storage) -> Any:
    """Amazon's own client, and not the one that the product uses."""
    bucket = Bucket.of(storage.url)
    return boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        aws_access_key_id=bucket.key,
        aws_secret_access_key=bucket.secret,
    )


def keys(storage: Storage) -> set[str]:
    """Of every file that lies there."""
    return {each["Key"] for each in client(storage).list_objects_v2(Bucket=Storage.bucket).get("Contents", [])}


def empty(storage: Storage) -> None:
    for key in keys(storage):
        client(storage).delete_object(Bucket=Storage.bucket, Key=key)
