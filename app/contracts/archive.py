"""How releases are kept in a column: their JSON as it came, compressed by zstandard.

Releases of one source say the same things in the same words, so a dictionary learned from a few hundred of them
brings each to a tenth of its size. Which dictionary a release needs stands in its frame; dictionaries are kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from threading import local
from typing import Any, NamedTuple

import msgspec
import zstandard
from sqlalchemy import select

from app.contracts.models import Release, ReleaseDictionary
from app.core.bulk import chunks
from app.core.database import db

LEVEL = 3
DICTIONARY_BYTES = 64 * 1024
ENOUGH_SAMPLES = 300
WORTH_IT = 0.7  # of the size without it

OLDEST = datetime(1, 1, 1, tzinfo=UTC)

_decompressors = local()


class Kept(NamedTuple):
    """A release as it is merged: sorted, they stand in the order of the merge, whatever order they arrived in."""

    released_at: datetime
    release_id: str
    fingerprint: bytes
    body: bytes


def kept_releases(contract_ids: Iterable[int], up_to: int | None = None) -> dict[int, list[Kept]]:
    """By contract, the releases held (`up_to`: of versions up to this one), in the order in which they are merged."""
    found: dict[int, list[Kept]] = defaultdict(list)
    for some in chunks(contract_ids):
        query = select(Release.contract_id, Release.released_at, Release.release_id, Release.fingerprint, Release.body)
        query = query.where(Release.contract_id.in_(some))
        query = query if up_to is None else query.where(Release.version <= up_to)
        for contract_id, released_at, release_id, fingerprint, body in db.session.execute(query):
            found[contract_id].append(Kept(released_at or OLDEST, release_id, fingerprint, body))
    for releases in found.values():
        releases.sort()
    return found


def compressor(dictionary: bytes | None = None) -> zstandard.ZstdCompressor:
    """Compresses releases, with the dictionary when there is one."""
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_prepared(dictionary) if dictionary else None)


def unpack(body: bytes) -> dict[str, Any]:
    """The release again."""
    release: dict[str, Any] = msgspec.json.decode(unpack_text(body))
    return release


def unpack_text(body: bytes) -> bytes:
    """The JSON of the release as it came."""
    return _decompressor(zstandard.get_frame_parameters(body).dict_id).decompress(body)


def best_dictionary(samples: Sequence[bytes], *, learns: bool = True) -> bytes | None:
    """For releases like these: one that is kept, or (if it `learns`) one learned from them and kept from now on; None
    when neither saves enough."""
    train, test = samples[::2], samples[1::2]
    if not test:
        return None
    kept = list(db.session.scalars(select(ReleaseDictionary.body)))
    best = min([None, *kept], key=lambda dictionary: _size(test, dictionary))
    learned = _learned(train) if learns else None
    if learned and _size(test, learned) < WORTH_IT * _size(test, best):
        db.session.add(ReleaseDictionary(id=zstandard.ZstdCompressionDict(learned).dict_id(), body=learned))
        return learned
    return best


def _learned(samples: Sequence[bytes]) -> bytes | None:
    if len(samples) < ENOUGH_SAMPLES:
        return None
    try:
        # k and d as found best for releases: longer patterns than the default's, in a third of its time
        return zstandard.train_dictionary(DICTIONARY_BYTES, list(samples), k=200, d=8).as_bytes()
    except zstandard.ZstdError:
        return None


def _size(samples: Sequence[bytes], dictionary: bytes | None) -> int:
    way = compressor(dictionary)
    return sum(len(way.compress(sample)) for sample in samples)


@lru_cache(maxsize=8)
def _prepared(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    prepared = zstandard.ZstdCompressionDict(dictionary)
    prepared.precompute_compress(level=LEVEL)
    return prepared


def _decompressor(number: int) -> zstandard.ZstdDecompressor:
    """One per thread and dictionary: they may not be shared between threads."""
    known: dict[int, zstandard.ZstdDecompressor] = _decompressors.__dict__.setdefault("known", {})
    if number not in known:
        known[number] = zstandard.ZstdDecompressor(dict_data=_kept(number) if number else None)
    return known[number]


def _kept(number: int) -> zstandard.ZstdCompressionDict:
    row = db.session.get(ReleaseDictionary, number)
    if row is None:
        raise LookupError(f"dictionary {number} of a kept release is missing")
    return zstandard.ZstdCompressionDict(row.body)
