"""Moves every row to another database, for example from SQLite to PostgreSQL, and compares them all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import Error as DatabaseError
from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery

from coachlms.environment import env

TARGET = "target"
BATCH = 500
AGAIN = "Drop that database before you try again; the one here is as it was."


class Refused(Exception):
    """A sentence for the operator. The database here is never changed."""


def move_to(url: str) -> dict[str, int]:
    """Copy this database into the empty one that `url` names; rows per table.

    Nobody can write here meanwhile when this is SQLite; elsewhere stop web and workers first.
    """
    _must_be_up_to_date()
    target = _open(url)
    try:
        if tables := target.introspection.table_names():
            raise Refused(f"The other database holds {len(tables)} tables. Name an empty one.")
        _migrate(url)
        with transaction.atomic(), transaction.atomic(using=TARGET):
            return _copy_all(target)
    except DatabaseError as error:
        raise Refused(f"The other database refused ({type(error).__name__}). {AGAIN}") from error
    finally:
        target.close()
        del connections[TARGET]
        del connections.settings[TARGET]


def _must_be_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("This database lacks migrations. Run manage.py prepare first.")


def _migrate(url: str) -> None:
    """In a process of its own, where that database is the only one: migrations may hold data steps."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"]
    env = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(command, env=env, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise Refused(f"Making the tables there failed; see above. {AGAIN}")


def _open(url: str) -> BaseDatabaseWrapper:
    """A second connection of the same shape as our own."""
    known = connections.settings["default"]
    named: dict[str, Any] = env.db_url_config(url)
    shape = {key: value for key, value in known.items() if key not in {"OPTIONS", "TEST"}}
    connections.settings[TARGET] = {**shape, "OPTIONS": {}, "TEST": known["TEST"], **named}
    return connections[TARGET]


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def _copy_all(target: BaseDatabaseWrapper) -> dict[str, int]:
    chosen = _models()
    with target.cursor() as cursor:
        for model in chosen:  # what migrations put there is among the rows that come
            table = target.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a table's own name
    rows = {model._meta.db_table: _copy(model, target) for model in chosen}
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), chosen):
            cursor.execute(statement)
    for model in chosen:
        _compare(model)
    return rows


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _copy(model: type[models.Model], target: BaseDatabaseWrapper) -> int:
    fields, number = _fields(model), 0
    most = min(BATCH, (target.features.max_query_params or 10**6) // len(fields))
    rows = model._base_manager.using("default").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, most)):
        query = InsertQuery(model)
        query.insert_values(fields, batch, raw=True)
        query.get_compiler(using=TARGET).execute_sql()
        number += len(batch)
    return number


def _compare(model: type[models.Model]) -> None:
    """Value by value, in the order of the primary keys."""
    names = [field.attname for field in _fields(model)]

    def values(alias: str) -> Iterator[tuple[Any, ...]]:
        rows = model._base_manager.using(alias).order_by("pk").values_list(*names)
        return rows.iterator(chunk_size=BATCH)

    for mine, theirs in zip_longest(values("default"), values(TARGET)):
        if mine != theirs:
            raise Refused(f"A row of {model._meta.db_table} is not the same there. {AGAIN}")
