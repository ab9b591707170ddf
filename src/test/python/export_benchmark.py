"""Exports partitions beside DuckDB's COPY of the same files, in turn: seconds, processor seconds, bytes and their ratios.

export_benchmark.py FOLDER MODEL ROUNDS [JAVA-OPTION…]

FOLDER is a store with the imported run `bench` of the model, as LargeFiles makes it.
"""
import os
import resource
import subprocess
import sys
import time

COPY = "COPY (SELECT * FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)"
SORTED = "COPY (SELECT * FROM read_csv('{source}') ORDER BY key) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"


def measured(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(folder, model, rounds, *options):
    source = f"{folder}/out/{model}/bench/part-????.csv"
    programs = {}
    for name, text in {"COPY": COPY, "COPY, sorted, zstd": SORTED}.items():
        target = f"{folder}/duckdb-{len(programs)}.parquet"
        query = text.format(source=source, target=target)
        programs[name] = (target, [sys.executable, "-c", f"import duckdb; duckdb.sql({query!r})"])
    target = f"{folder}/export/x.parquet"
    line = ["-jar", "target/precalc.jar", "export", "-q", "-m", model, "--partial", "--force", "--store", folder, "-o", target]
    programs["export"] = (target, ["java", *options, *line])
    found = {name: [] for name in programs}
    for _ in range(int(rounds)):
        for name, (target, command) in programs.items():
            found[name].append(measured(command))
    print(f"load {os.getloadavg()[0]:.1f}")
    best = {
        name: (*(min(column) for column in zip(*of)), os.path.getsize(programs[name][0]))
        for name, of in found.items()
    }
    for name, figures in best.items():
        ratios = ", ".join(f"{mine / other:.2f}" for mine, other in zip(best["export"], figures))
        print("{}: {:.1f} s, {:.1f} s of processor time, {:,} bytes; export to it: {}".format(name, *figures, ratios))


main(*sys.argv[1:])
