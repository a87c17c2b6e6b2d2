"""The least that a script must do to have releases in PostgreSQL: COPY of the same rows. No index, no checks."""

from pathlib import Path

import psycopg

from bench.references.rows import COLUMNS, TEXTS, rows

FIRST = (
    f"CREATE TABLE release (id bigserial, {' text, '.join(TEXTS)} text, amount numeric, hash bytea, body bytea)",
    "ALTER TABLE release ALTER body SET STORAGE EXTERNAL",  # it is compressed already
)
SEARCH = (
    "ALTER TABLE release ADD words tsvector",
    "UPDATE release SET words = to_tsvector('simple', concat_ws(' ', title, description, parties))",
    "CREATE INDEX release_words ON release USING gin (words)",
    "VACUUM ANALYZE release",
)


def load(source: Path, url: str) -> int:
    """How many releases were loaded into an empty database."""
    count = 0
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in FIRST:
            cursor.execute(statement)
        with cursor.copy(f"COPY release ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for batch in rows(source):
                count += len(batch)
                for row in batch:
                    copy.write_row(row)
    return count


def add_search(url: str) -> None:
    """What a full-text query needs besides; its time does not count as loading."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in SEARCH:
            connection.execute(statement)
