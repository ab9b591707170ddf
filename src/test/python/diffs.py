"""Compares what precalc diff says with what pandas, NumPy and SciPy make of the same two partitions.

diffs.py DIFFERENCE PARTITION_A PARTITION_B ABSOLUTE RELATIVE
"""
import json
import math
import sys
from decimal import Decimal

import numpy
import pandas
import scipy.stats

QUANTILES = {"min": 0, "p01": 0.01, "p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95, "p99": 0.99, "max": 1}


def partition(path):
    """The predictions by key; of equal keys the later row."""
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return rows.drop_duplicates("key", keep="last").set_index("key")


def number(cell):
    try:
        return Decimal(cell)
    except ArithmeticError:
        return None


def double(cell):
    """The nearest double; that of pandas.to_numeric may be the one beside it."""
    exact = number(cell)
    return math.nan if exact is None else float(exact)


def close(found, wanted, what):
    assert math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12), (what, found, wanted)


def same(found, wanted, what):
    assert found == wanted, (what, found, wanted)


def column(said, a, b, absolute, relative):
    counts = dict.fromkeys(("equal", "within", "changed", "missing_in_a", "missing_in_b"), 0)
    for one, other in zip(a, b):
        x, y = number(one), number(other)
        if one == other or (x is not None and x == y):
            counts["equal"] += 1
        elif one == "":
            counts["missing_in_a"] += 1
        elif other == "":
            counts["missing_in_b"] += 1
        elif x is not None and y is not None:
            near = abs(x - y) <= max(absolute, relative * max(abs(x), abs(y)))
            counts["within" if near else "changed"] += 1
        else:
            counts["changed"] += 1
    for name, count in counts.items():
        same(said[name], count, name)
    of_a, of_b = a.map(double), b.map(double)
    if of_a.notna().any() or of_b.notna().any():
        numbers(said["numbers"], of_a, of_b)
    else:
        assert said["numbers"] is None
    if said["categories"] is not None:
        table = pandas.crosstab(a, b)
        for swap in said["categories"]:
            same(swap["molecules"], table.loc[swap["a"], swap["b"]], swap)
        same(sum(swap["molecules"] for swap in said["categories"]), len(a), "categories")


def numbers(said, a, b):
    paired = a.notna() & b.notna()
    same(said["pairs"], int(paired.sum()), "pairs")
    changes = (b - a)[paired].to_numpy()
    for name, share in QUANTILES.items():
        close(said["quantiles"][name], numpy.quantile(changes, share), name)
    pearson = scipy.stats.pearsonr(a[paired], b[paired]).statistic
    close(said["pearson"], pearson, "pearson")
    drift = said["drift"]
    same(drift["error"], 0.0, "error")
    all_a, all_b = a.dropna(), b.dropna()
    close(drift["kolmogorov_smirnov"], scipy.stats.ks_2samp(all_a, all_b, method="asymp").statistic, "kolmogorov_smirnov")
    close(drift["wasserstein"], scipy.stats.wasserstein_distance(all_a, all_b), "wasserstein")
    limits = [bar["from"] for bar in said["histogram"]] + [said["histogram"][-1]["to"]]
    for side, of in (("a", all_a), ("b", all_b)):
        same([bar[side] for bar in said["histogram"]], numpy.histogram(of, limits)[0].tolist(), "histogram")


def movers(said, a, b, smiles):
    """Those of a column of which every value is a number."""
    changes = pandas.Series({key: float(Decimal(b[key]) - Decimal(a[key])) for key in a.index})
    furthest = changes[changes != 0].abs().sort_values(ascending=False, kind="stable").head(20)
    same([one["key"] for one in said], list(furthest.index), "movers")
    for one in said:
        same((one["smiles"], number(one["a"]), number(one["b"])),
             (smiles[one["key"]], Decimal(a[one["key"]]), Decimal(b[one["key"]])), one)
        close(one["change"], changes[one["key"]], one)


def main(difference, file_a, file_b, absolute, relative):
    with open(difference, encoding="utf-8") as file:
        said = json.load(file)
    a, b = partition(file_a), partition(file_b)
    both = a.index.intersection(b.index).sort_values()
    same(said["coverage"], {"both": len(both), "only_a": len(a) - len(both), "only_b": len(b) - len(both),
                            "rejected_in_a": 0, "rejected_in_b": 0, "neither": 0}, "coverage")
    a, b = a.loc[both], b.loc[both]
    for one in said["columns"]:
        column(one, a[one["column"]], b[one["column"]], Decimal(absolute), Decimal(relative))
    first = said["columns"][0]
    movers(first["movers"], a[first["column"]], b[first["column"]], b["input"])
    print("compared", len(both), len(said["columns"]))


main(*sys.argv[1:])
