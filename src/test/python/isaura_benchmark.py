"""Reads 10,000 rows back from a dataset by precalc and from isaura, in turn: seconds, processor seconds and rows per second.

isaura_benchmark.py FOLDER MODEL ENDPOINT ROUNDS [JAVA-OPTION…]

FOLDER is a store with the imported run `bench` of the model, as LargeFiles makes it, and `export/x.parquet` as export_benchmark.py
leaves it. ENDPOINT is a server of S3 with the key `minioadmin123` and the secret `minioadmin1234` that answers
`/minio/health/ready`; the first round writes the run there. Run by a Python that has isaura 2.4.1, with HOME set to an empty folder.
"""
import csv
import os
import resource
import subprocess
import sys
import time

ASKED = 10_000
BUCKET = "isaura-public"


def measured(command, **how):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, **how).stdout.decode()
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, said


def isaura(step, endpoint, model, columns, path):
    """One step in a process of its own. What isaura would read from GitHub, and a client that this shape does not use, are given."""
    import isaura.manage as manage
    import isaura.metadata as metadata

    manage.fetch_schema_from_github = lambda of: {"OutputDimension": int(columns)}
    metadata.fetch_run_columns = lambda of: None  # types come from the values
    manage.DuckDBMinio = lambda **unused: None
    if step == "write":
        manage.MinioStore(endpoint).ensure_bucket(BUCKET)
        with manage.IsauraWriter(path, model, "v1", bucket=BUCKET, endpoint=endpoint) as writer:
            writer.write(show_progress=False)
        return
    begun = time.monotonic()
    with manage.IsauraReader(model, "v1", path, False, bucket=BUCKET, endpoint=endpoint) as reader:
        reader.read(output_csv=path + ".isaura.csv")
    print(time.monotonic() - begun)


def rows(path):
    with open(path, newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def values(path, key, names):
    with open(path, newline="") as file:
        return {row[key]: [float(row[name]) for name in names] for row in csv.DictReader(file)}


def main(folder, model, endpoint, rounds, *options):
    source = f"{folder}/out/{model}/bench/part-0001.csv"
    keys, inputs = f"{folder}/asked-keys.csv", f"{folder}/asked-inputs.csv"
    with open(source, newline="") as file, open(keys, "w") as by_key, open(inputs, "w") as by_input:
        names = file.readline().rstrip("\n").split(",")[2:]
        print("key", file=by_key)
        print("input", file=by_input)
        total = sum(1 for _ in file)
        file.seek(0)
        file.readline()
        for number, line in enumerate(file):
            if number % (total // ASKED) == 0:
                key, smiles = line.split(",", 2)[:2]
                print(key, file=by_key)
                print(smiles, file=by_input)
    how = {"stderr": subprocess.DEVNULL}
    step = [sys.executable, __file__, "isaura"]
    query = ["-jar", "target/precalc.jar", "query", "-q", "-m", model, "--from", f"{folder}/export/x.parquet", "--input", keys]
    found = {"isaura": [], "isaura, without its start": [], "precalc": []}
    for number in range(int(rounds)):
        if number == 0:
            print("isaura wrote in {:.0f} s".format(measured([*step, "write", endpoint, model, str(len(names)), source], **how)[0]))
        *figures, said = measured([*step, "read", endpoint, model, str(len(names)), inputs], **how)
        found["isaura"].append(figures)
        found["isaura, without its start"].append([float(said.split()[-1]), figures[1]])
        found["precalc"].append(measured(["java", *options, *query, "-o", keys + ".precalc.csv"])[:2])
    theirs, ours = inputs + ".isaura.csv", keys + ".precalc.csv"
    assert rows(theirs) == rows(ours) == ASKED, (rows(theirs), rows(ours))
    assert values(theirs, "key", names) == values(ours, "key", names), "other values"
    print(f"load {os.getloadavg()[0]:.1f}")
    best = {name: [min(column) for column in zip(*of)] for name, of in found.items()}
    for name, (seconds, processor) in best.items():
        ratios = seconds / best["precalc"][0], processor / best["precalc"][1]
        print("{}: {:.1f} s, {:.1f} s of processor time, {:,.0f} rows/s; to precalc: {:.1f}, {:.1f}".format(
            name, seconds, processor, ASKED / seconds, *ratios))


if sys.argv[1] == "isaura":
    isaura(*sys.argv[2:])
else:
    main(*sys.argv[1:])
