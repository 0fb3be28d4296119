"""What is worked out once in a process instead of at each request: the SQL of queries, and what is made of values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable, get_related_populators

from freshness import replica

P = ParamSpec("P")
T = TypeVar("T")

Value = str | int | UUID | tuple[str, ...] | tuple[int, ...] | tuple[UUID, ...]

WRITTEN = 512
"""How many variants of one query are kept: by engine, language, day, and lengths of lists."""


def made(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember what a pure function made of its arguments, the latest ``most`` of them. Not while DEBUG is on, when
    templates change.
    """

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        remembered = lru_cache(most)(make)

        @wraps(make)
        def called(*args: P.args, **kwargs: P.kwargs) -> T:
            return make(*args, **kwargs) if settings.DEBUG else remembered(*args, **kwargs)  # type: ignore[arg-type]

        return called

    return decorate


class Written(Generic[T]):
    """A query that the ORM writes once, and that is then asked again and again with other values.

    ``build`` gives its queryset. What it is given by position says which query it is and is part of the SQL; what it
    is given by name are the values, each of which reaches the database as it is (a text, a number, a UUID, or a tuple
    of texts, numbers or UUIDs for ``__in``): none may be looked at or changed on the way.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self._statement = lru_cache(WRITTEN)(self._written)

    def __call__(self, *which: Hashable, **values: Value) -> list[T]:
        """What it finds, as the queryset would: instances, or tuples of values."""
        return self.found(*which, **values).read()

    def found(self, *which: Hashable, **values: Value) -> Found:
        """The rows that it finds, as the database gives them, not read yet."""
        flat: list[Any] = []
        shape = []
        for name, value in values.items():
            listed = _padded(value) if isinstance(value, tuple) else (value,)
            shape.append((name, type(listed[0]) if listed else str, len(listed), isinstance(value, tuple)))
            flat += listed
        statement = self._statement(connection.vendor, which, tuple(shape))
        return Found(statement, tuple(statement.asked(flat))) if statement else Found(None, ())

    def _written(self, _vendor: str, which: tuple[Any, ...], shape: tuple[Any, ...]) -> _Statement | None:
        places, given = count(), {}
        stand_ins = []
        for name, kind, length, several in shape:
            own = [_stand_in(kind, next(places)) for _ in range(length)]
            stand_ins += own
            given[name] = own if several else own[0]
        try:
            return _Statement(self.build(*which, **given), stand_ins)
        except EmptyResultSet:
            return None


@dataclass(frozen=True, slots=True)
class Found:
    """Rows as a database gave them, by which what is made of them can be remembered."""

    statement: _Statement | None
    rows: tuple[tuple[Any, ...], ...]

    def read(self) -> list[Any]:
        """What the queryset would give."""
        return self.statement.read_rows(self.rows) if self.statement else []


def written(build: Callable[..., QuerySet[Any]]) -> Written[Any]:
    """``Written`` as a decorator."""
    return Written(build)


def _padded(values: Collection[Any]) -> tuple[Any, ...]:
    """The same with its last repeated up to the next power of four, so that few lengths are ever asked."""
    listed = tuple(values)
    if not listed:
        return ()
    bits = (len(listed) - 1).bit_length()
    return listed + listed[-1:] * ((1 << (bits + bits % 2)) - len(listed))


def _stand_in(kind: type, place: int) -> Any:
    """What stands for a value while its query is written, and for nothing else."""
    if kind is int:
        return 2_077_000_000 + place  # every column of numbers takes it
    return UUID(int=(0x77 << 112) + place) if kind is UUID else f"\0value {place}\0"


class _Statement:
    """SQL, where in it each value goes, and how its rows are read."""

    def __init__(self, queryset: QuerySet[Any], stand_ins: list[Any]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        places = {_bound(value): place for place, value in enumerate(stand_ins)}
        self.params = [(places.get(param) if isinstance(param, Hashable) else None, param) for param in params]
        if missing := set(range(len(stand_ins))) - {place for place, _ in self.params}:
            raise ValueError(f"values {sorted(missing)} did not reach the query as they are")
        found = compiler.get_converters(column[0] for column in compiler.select[: compiler.col_count])
        self.converters = list(found.items())
        self.read = tuple if issubclass(queryset._iterable_class, ValuesListIterable) else _Instances(compiler)  # noqa: SLF001 (Django's own way to ask)

    def asked(self, values: list[Any]) -> list[tuple[Any, ...]]:
        """The rows that are found with these values."""
        bound = list(map(_bound, values))
        with replica.connection().cursor() as cursor:
            cursor.execute(self.sql, [param if place is None else bound[place] for place, param in self.params])
            return list(cursor.fetchall())

    def read_rows(self, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What rows say."""
        return list(map(self.read, self._converted(rows) if self.converters else rows))

    def _converted(self, rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
        """Rows with the values of Python: SQLite has no days and no truth values, for instance."""
        changed = [list(row) for row in rows]
        for place, (converters, expression) in self.converters:
            for row in changed:
                value = row[place]
                for converter in converters:
                    value = converter(value, expression, connection)
                row[place] = value
        return changed


class _Instances:
    """Makes an instance of each row, with those of the relations that its query selects, and its annotations."""

    def __init__(self, compiler: Any) -> None:
        info = compiler.klass_info
        columns = info["select_fields"]
        self.model, self.start, self.end = info["model"], columns[0], columns[-1] + 1
        self.names = [column[0].target.attname for column in compiler.select[self.start : self.end]]
        self.related = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # typed for Django 6
        self.annotations = list(compiler.annotation_col_map.items())

    def __call__(self, row: Any) -> Any:
        """The instance of a row."""
        instance = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
        for populator in self.related:
            populator.populate(row, instance)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance


def _bound(value: Any) -> Any:
    """A value as it is given to the database."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
