"""The least that a script must do to have releases searchable in SQLite. No checks, no merge, no versions."""

import sqlite3
from pathlib import Path

from bench.references.rows import COLUMNS, INDEXED, SEARCHED, TEXTS, rows

FIRST = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    f"CREATE TABLE release (id INTEGER PRIMARY KEY, {' TEXT, '.join(TEXTS)} TEXT, amount NUMERIC, hash, body)",
    "CREATE VIRTUAL TABLE release_fts USING fts5(title, description, parties, content='release', content_rowid='id')",
)
INDEXES = tuple(f"CREATE INDEX release_{name} ON release ({name})" for name in INDEXED)
INSERT = f"INSERT INTO release ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
INSERT_WORDS = "INSERT INTO release_fts (rowid, title, description, parties) VALUES (?, ?, ?, ?)"


def load(source: Path, database: Path, indexes_last: bool = False) -> int:
    """How many releases were loaded into a new database.

    A register in use has its indexes in place; filling them at the end is faster, and possible only once.
    """
    connection, count = sqlite3.connect(database, isolation_level=None), 0
    for statement in FIRST if indexes_last else (*FIRST, *INDEXES):
        connection.execute(statement)
    for batch in rows(source):
        connection.execute("BEGIN")
        connection.executemany(INSERT, batch)
        connection.executemany(INSERT_WORDS, ((count + n, *row[SEARCHED]) for n, row in enumerate(batch, 1)))
        connection.execute("COMMIT")
        count += len(batch)
    for statement in INDEXES if indexes_last else ():
        connection.execute(statement)
    connection.close()
    return count
