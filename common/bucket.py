"""Where files are kept: `S3_URL` is one address for all of it.

    https://KEY:SECRET@host/bucket?region=eu-central-1&public=https://files.example

The bucket is a path of the host. `region` is us-east-1 where it is left out; `public` is where people reach the same
host, if not by its own address. Key and secret are percent-encoded, because a secret may hold a slash.
"""

from typing import NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit


class Bucket(NamedTuple):
    """What `S3_URL` says."""

    name: str
    endpoint: str
    public: str
    region: str
    key: str
    secret: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Read it. A part that is missing is empty, and refused by the storage itself."""
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        endpoint = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        return cls(
            parts.path.strip("/"),
            endpoint,
            query.get("public", [endpoint])[0],
            query.get("region", ["us-east-1"])[0],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
