"""What only SQLite needs."""

from django.db import connection


def empty_log() -> None:
    """Old pages lie in SQLite's write-ahead log until it is emptied; secure_delete clears the file itself.

    A reader that takes too long may stand in the way; then the next call empties it. Elsewhere: nothing.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
