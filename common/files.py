"""Files in an S3-compatible storage: put there, deleted, and handed out by links that are signed and expire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Self

import obstore
from obstore.store import S3Store

from common.bucket import Bucket
from common.settings import Settings

ASK_SECONDS = 10
RETRIES = 2
"""Of one request, by obstore itself; after that whoever asked tries again when he likes."""
LONGEST_LINK = timedelta(days=7)
"""What Signature Version 4 allows."""


class Files:
    """One bucket. Making it connects to nothing, and signing a link asks nobody."""

    def __init__(self, url: str) -> None:
        bucket = Bucket.of(url)
        self._store = _store(bucket, bucket.endpoint)
        self._public = _store(bucket, bucket.public)

    @classmethod
    @asynccontextmanager
    async def of(cls, settings: Settings) -> AsyncIterator[Self]:
        """For `@on(…, using=Files.of)`."""
        yield cls(settings.s3_url)

    async def put(self, key: str, data: bytes, *, media_type: str, filename: str) -> None:
        """Keep a file under this key, in the place of one that is there; it is saved by the name `filename`."""
        attributes = {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{filename}"'}
        await obstore.put_async(self._store, key, data, attributes=attributes)

    async def delete(self, key: str) -> None:
        """Delete a file; one that is not there is deleted already."""
        await obstore.delete_async(self._store, key)

    async def link(self, key: str, lifetime: timedelta) -> str:
        """An address from which anyone can fetch the file for so long, up to `LONGEST_LINK`."""
        return await obstore.sign_async(self._public, "GET", key, lifetime)


def _store(bucket: Bucket, endpoint: str) -> S3Store:
    return S3Store(
        bucket.name,
        endpoint=endpoint,
        region=bucket.region,
        access_key_id=bucket.key,
        secret_access_key=bucket.secret,
        virtual_hosted_style_request=False,
        client_options={"allow_http": endpoint.startswith("http:"), "timeout": timedelta(seconds=ASK_SECONDS)},
        retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=ASK_SECONDS)},
    )
