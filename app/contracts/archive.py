"""How releases and versions are kept in a column: JSON, compressed to about a tenth."""

from typing import Any

import msgspec
import zstandard


def pack(value: dict[str, Any]) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(value))


def unpack(body: bytes) -> dict[str, Any]:
    return msgspec.json.decode(zstandard.ZstdDecompressor().decompress(body), type=dict[str, Any])
