"""Objects in an S3-compatible bucket. Who may read it is the bucket's policy: nothing here is ever made public."""

from collections.abc import Iterator
from datetime import datetime

import boto3
from botocore.exceptions import ClientError

MISSING = "NoSuchKey"


class Bucket:
    """Credentials come from the environment, as boto3 looks for them."""

    def __init__(self, name: str, endpoint_url: str = "") -> None:
        self.name = name
        self._client = boto3.client("s3", endpoint_url=endpoint_url or None)

    def write(self, name: str, data: bytes) -> None:
        """Whole or not at all: an object appears when its upload is complete."""
        self._client.put_object(Bucket=self.name, Key=name, Body=data, ContentType="application/octet-stream")

    def read(self, name: str) -> bytes:
        try:
            found: bytes = self._client.get_object(Bucket=self.name, Key=name)["Body"].read()
        except ClientError as fault:
            if fault.response["Error"]["Code"] == MISSING:
                raise FileNotFoundError(name) from fault
            raise
        return found

    def delete(self, name: str) -> None:
        """S3 says the same whether it was there or not."""
        self._client.delete_object(Bucket=self.name, Key=name)

    def names(self) -> Iterator[tuple[str, datetime]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        for page in pages:
            for row in page.get("Contents", ()):
                yield row["Key"], row["LastModified"]
