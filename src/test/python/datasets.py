"""Compares datasets with the partitions they are made of, as pyarrow, pandas, polars and DuckDB read them.

datasets.py types FILE PARTITION TYPES    every value, type, null and count; TYPES as JSON, by column
datasets.py list FILE PARTITION           the column values, with what the names of its elements are
datasets.py groups FILE KEY ABSENT        which row groups a lookup of a key must read
datasets.py described FOLDER              what mlcroissant finds in dataset.json, and the rows it reads by it
datasets.py athena FILE STATEMENT         whether the columns of the table are those of the file, as sqlglot reads the statement
datasets.py documented DOCUMENT FOLDER    what the blocks for Python and DuckDB of a document print, run in the folder
"""
import contextlib
import csv
import decimal
import io
import json
import os
import re
import sys

import duckdb
import pandas
import polars
import pyarrow.dataset
import pyarrow.parquet


def partition(path):
    """The cells by key; of equal keys those of the later row."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    return [rows[key] for key in sorted(rows)]


def value(cell, kind):
    if cell == "":
        return None
    if kind == "int64":
        return int(cell)
    if kind == "double":
        return float(cell)
    return decimal.Decimal(cell) if kind.startswith("decimal") else cell


def same(found, wanted, who):
    assert len(found) == len(wanted), (who, len(found), len(wanted))
    for one, other in zip(found, wanted):
        assert one == other, (who, one, other)


def types(path, source, kinds):
    kinds = json.loads(kinds)
    wanted = [{name: value(cell, kinds.get(name, "string")) for name, cell in row.items()} for row in partition(source)]
    table = pyarrow.parquet.read_table(path)
    found = {field.name: str(field.type) for field in table.schema}
    assert found == {"key": "string", "input": "string", **kinds}, found
    same(table.to_pylist(), wanted, "pyarrow")
    rows = duckdb.sql(f"SELECT * FROM '{path}'")
    same([dict(zip(rows.columns, row)) for row in rows.fetchall()], wanted, "DuckDB")
    frame = table.to_pandas(types_mapper={pyarrow.int64(): pandas.Int64Dtype()}.get)  # a float else, where cells are missing
    for name in found:
        missing = frame[name].isna()
        same([None if gone else cell for gone, cell in zip(missing, frame[name])], [row[name] for row in wanted], "pandas")
    same(polars.read_parquet(path).to_dicts(), wanted, "polars")
    metadata = pyarrow.parquet.ParquetFile(path).metadata
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            one = metadata.row_group(group).column(column)
            assert one.compression == "ZSTD" and one.is_stats_set and one.has_column_index and one.has_offset_index, one
    said = json.loads(metadata.metadata[b"precalc"])
    assert said["rows"] == len(wanted) == metadata.num_rows, said
    return len(wanted)


def as_list(path, source):
    wanted = partition(source)
    names = [name for name in wanted[0] if name not in ("key", "input")]
    table = pyarrow.parquet.read_table(path)
    assert [str(field.type) for field in table.schema] == ["string", "string", "list<element: int64>"], table.schema
    said = json.loads(pyarrow.parquet.ParquetFile(path).metadata.metadata[b"precalc"])
    assert [column["name"] for column in said["columns"]] == ["key", "input", *names]
    wanted = [[value(row[name], "int64") for name in names] for row in wanted]
    same(table.column("values").to_pylist(), wanted, "pyarrow")
    same([row[0] for row in duckdb.sql(f"SELECT values FROM '{path}'").fetchall()], wanted, "DuckDB")
    same(polars.read_parquet(path)["values"].to_list(), wanted, "polars")
    return len(wanted)


def groups(path, key, absent):
    """By statistics one group is read for a key that is there, by the Bloom filter none for one that is not."""
    bounds = duckdb.sql(
        f"SELECT stats_min_value, stats_max_value FROM parquet_metadata('{path}') WHERE path_in_schema = 'key' ORDER BY row_group_id"
    ).fetchall()
    assert len(bounds) > 5 and all(low <= high for low, high in bounds), bounds
    assert all(one[1] < other[0] for one, other in zip(bounds, bounds[1:])), bounds

    def read(wanted):
        (fragment,) = pyarrow.dataset.dataset(path).get_fragments()
        return len(fragment.split_by_row_group(pyarrow.dataset.field("key") == wanted))

    def passed(wanted):
        probe = duckdb.sql(f"SELECT bloom_filter_excludes FROM parquet_bloom_probe('{path}', 'key', '{wanted}')").fetchall()
        return [number for number, (excludes,) in enumerate(probe) if not excludes]

    mine = next(number for number, (low, high) in enumerate(bounds) if low <= key <= high)
    assert read(key) == 1 and read(absent) == 1, "the absent key is within the bounds of a group"
    assert mine in passed(key) and len(passed(key)) < len(bounds) / 2, passed(key)
    assert passed(absent) == [], passed(absent)
    assert duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE key = '{key}'").fetchall() == [(1,)]
    return len(bounds)


def described(folder):
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=f"{folder}/dataset.json")
    assert not dataset.metadata.issues.errors, dataset.metadata.issues.report()
    return len(list(dataset.records(record_set="predictions")))


def athena(path, statement):
    import sqlglot

    with open(statement, encoding="utf-8") as file:
        (table,) = sqlglot.parse(file.read(), dialect="athena")
    assert table.args["kind"] == "TABLE" and table.find(sqlglot.exp.ExternalProperty), table
    found = [(column.name, column.kind.sql("hive").lower().replace(" ", "")) for column in table.this.expressions]
    kinds = {"string": "string", "int64": "bigint", "double": "double"}
    wanted = []
    for field in pyarrow.parquet.read_schema(path):
        kind = str(field.type)
        if kind.startswith("list"):
            kind = f"array<{kinds[str(field.type.value_type)]}>"
        elif kind.startswith("decimal"):
            kind = kind.replace("decimal128", "decimal").replace(" ", "")
        else:
            kind = kinds[kind]
        wanted.append((re.sub("[^a-z0-9_]", "_", field.name.lower()), kind))
    same(found, wanted, "sqlglot")
    return len(found)


def documented(document, folder):
    """Blocks of SQL that begin with SELECT are DuckDB's."""
    with open(document, encoding="utf-8") as file:
        blocks = re.findall(r"```(python|sql)\n(.*?)```", file.read(), re.S)
    os.chdir(folder)
    said = []
    for kind, text in blocks:
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(text, {})
            said.append(out.getvalue())
        elif text.startswith("SELECT"):
            said.append(str(duckdb.sql(text)))
    assert len(said) == 3 and all("180.159" in one for one in said), said  # the weight of aspirin
    return len(said)


if __name__ == "__main__":
    COMMANDS = {
        "types": types,
        "list": as_list,
        "groups": groups,
        "described": described,
        "athena": athena,
        "documented": documented,
    }
    command, *arguments = sys.argv[1:]
    print(command, COMMANDS[command](*arguments))
