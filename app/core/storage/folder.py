"""Files in a folder on this machine."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

DIGEST = "[0-9a-f]" * 64


class Folder:
    """`DATA_DIR/files/<area>/<first two letters>/<sha256>`."""

    def __init__(self, data_dir: str) -> None:
        self.root = Path(data_dir) / "files"

    def write(self, name: str, data: bytes) -> None:
        """A crash leaves no half file: write beside, flush to disk, rename."""
        target = self._path(name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)

    def read(self, name: str) -> bytes:
        return self._path(name).read_bytes()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime]]:
        for path in self.root.glob(f"*/??/{DIGEST}"):  # not what is being written beside
            area, _letters, digest = path.relative_to(self.root).parts
            yield f"{area}/{digest}", datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, name: str) -> Path:
        area, digest = name.split("/")
        return self.root / area / digest[:2] / digest
