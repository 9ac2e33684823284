"""One Parquet file, written row by row in bounded memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_BATCH = 10_000  # rows held as objects of Python
_GROUP = 120_000  # rows of a row group: what DuckDB and Spark like to read at once


class TableFile:
    """A table of known columns; use ``with``.

    :param columns: what each holds: ``text``, ``texts``, ``day`` (a date, or ISO 8601), ``number`` (double), ``flag``,
        ``spans`` (pairs of code points: from, to).
    """

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        place = pa.struct([("start", pa.int32()), ("end", pa.int32())])
        types = {
            "text": pa.string(),
            "texts": pa.list_(pa.string()),
            "day": pa.date32(),
            "number": pa.float64(),
            "flag": pa.bool_(),
            "spans": pa.list_(place),
        }
        self._schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []
        self._batches: list[Any] = []

    def add(self, *row: Any) -> None:
        """Takes a row, in the order of the columns; ``None`` where nothing is known."""
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self._gather()
            if len(self._batches) * _BATCH >= _GROUP:
                self._write()

    def _gather(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [_array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
            self._batches.append(pa.record_batch(arrays, schema=self._schema))
            self._rows.clear()

    def _write(self) -> None:
        import pyarrow as pa

        if self._batches:
            self._file.write_table(pa.Table.from_batches(self._batches), row_group_size=_GROUP)
            self._batches.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._gather()
                self._write()
        finally:
            self._file.close()


def _array(values: Sequence[Any], kind: Any) -> Any:
    import pyarrow as pa

    if kind == pa.date32():
        given = next((value for value in values if value is not None), None)
        return pa.array(values, pa.string()).cast(kind) if isinstance(given, str) else pa.array(values, kind)
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], kind)


def _encodable(value: Any) -> Any:
    """Lone surrogates, which no UTF-8 has, as U+FFFD."""
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return value
