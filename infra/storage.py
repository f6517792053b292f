"""A step of the deployment: the bucket for files, private, and the rule by which the storage itself deletes old ones.

python -m infra.storage               (S3_URL says where, see common/bucket.py)

Run again it changes nothing. What its account may not do is said by the storage.
"""

import os
import sys
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from common.bucket import Bucket
from common.domain.report import KEPT_DAYS
from common.settings import Settings, SettingsError

RULE = {
    "ID": "old-reports",
    "Status": "Enabled",
    "Filter": {"Prefix": "reports/"},
    "Expiration": {"Days": KEPT_DAYS},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
}
SECONDS = 10


def prepare(url: str) -> None:
    """Make the bucket if it is not there, and set its rule. Raises what boto3 raises."""
    bucket = Bucket.of(url)
    client = _client(bucket)
    if not _is_there(client, bucket):
        elsewhere = {"CreateBucketConfiguration": {"LocationConstraint": bucket.region}}
        client.create_bucket(Bucket=bucket.name, **({} if bucket.region == "us-east-1" else elsewhere))
    client.put_bucket_lifecycle_configuration(Bucket=bucket.name, LifecycleConfiguration={"Rules": [RULE]})


def _is_there(client: Any, bucket: Bucket) -> bool:
    try:
        client.head_bucket(Bucket=bucket.name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return False
    return True


def _client(bucket: Bucket) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        aws_access_key_id=bucket.key,
        aws_secret_access_key=bucket.secret,
        config=Config(connect_timeout=SECONDS, read_timeout=SECONDS, s3={"addressing_style": "path"}),
    )


def main() -> int:
    try:
        prepare(Settings.from_env(os.environ).only({"s3"}).s3_url)
    except (SettingsError, BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
