"""Tables for pandas and polars, where these are installed. Columns have the same names and kinds in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas
    import polars


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a missing value is ``None``."""

    name: str
    kind: Literal["str", "int", "float", "bool", "list"]
    values: list[Any]


def to_pandas(columns: list[Column]) -> pandas.DataFrame:
    try:
        import pandas
    except ImportError as error:
        raise ImportError(
            "to_pandas needs pandas: pip install pandas. to_dicts() needs nothing", name="pandas"
        ) from error
    # kinds that know a missing value; lists stay objects
    kinds = {"str": "string", "int": "Int64", "float": "Float64", "bool": "bool", "list": "object"}
    series = {
        column.name: pandas.Series(column.values, dtype=kinds[column.kind]) for column in columns
    }
    return pandas.DataFrame(series, columns=[column.name for column in columns])


def to_polars(columns: list[Column]) -> polars.DataFrame:
    try:
        import polars
    except ImportError as error:
        raise ImportError(
            "to_polars needs polars: pip install polars. to_dicts() needs nothing", name="polars"
        ) from error
    kinds: dict[str, Any] = {
        "str": polars.String,
        "int": polars.Int64,
        "float": polars.Float64,
        "bool": polars.Boolean,
        "list": polars.List(polars.String),
    }
    return polars.DataFrame(
        [polars.Series(column.name, column.values, dtype=kinds[column.kind]) for column in columns]
    )
