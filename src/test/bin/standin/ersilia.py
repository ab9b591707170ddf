"""
The stand-in for the ersilia program, as the real one behaves: state under $HOME/eos, a session per parent process. Its waits are
shorter than the real one's. It behaves like the version that it says it has: before 0.1.63, a run that failed ended with exit code 0,
and close left the model's server alive. The faults of run:

  run.exits  ends with that code at once, as a signal makes it
  run.aborts says that it was interrupted, as the real one does
  run.hangs  hangs when one of these molecules is in the input
  differ     these molecules get another value
  run.order  the values of all rows are written in that order
  once       the first two happen only once
"""

import os
import re
import socket
import sys
import time

from common import (COLUMNS, Faults, append, cells, hang, install, is_alive, json, kill, md5, names, ordered, read, remove,
                    say, start_server, write)

HOME = os.environ["HOME"]
EOS = f"{HOME}/eos"
FAULTS = Faults(EOS)
VERSION = FAULTS.text("version", "0.1.63")
ADMITS_FAILURE = [int(part) for part in re.findall(r"\d+", VERSION)] >= [0, 1, 63]
# Never the machine's own temporary folder: what is removed there may be somebody's.
TMP = os.environ.get("TMPDIR", f"{HOME}/tmp")
SESSION = f"{EOS}/sessions/session_{os.getppid()}"
LOG = f"{SESSION}/current.log"
NO_MODEL = "eos0zzz"
NOTHING = ["", ""]
DIFFERENT = ["0.5", "1.0"]


def main(words):
    append(f"{EOS}/commands.log", " ".join(words))
    command = words[0] if words else ""
    if command in FAULTS.list("hangs"):
        hang()
    if command == "--version":
        return say(0, "ersilia, version " + VERSION)
    prune_sessions()
    if command == "fetch":
        return fetch(words)
    if command == "serve":
        return serve(words[1])
    if command == "run":
        return run(words)
    if command == "close":
        return close()
    if command == "delete":
        remove(dest(words[1]))
        return say(0, f"Model {words[1]} deleted")
    return say(2, "Usage: ersilia [OPTIONS] COMMAND [ARGS]...")


def prune_sessions():
    """Sessions whose parent is gone are removed, their processes killed."""
    for name in names(f"{EOS}/sessions"):
        if not is_alive(int(name.replace("session_", ""))):
            kill_launchers(f"{EOS}/sessions/{name}")
            remove(f"{EOS}/sessions/{name}")


def kill_launchers(session):
    for name in names(session):
        if name.endswith(".pid"):
            kill(int(read(f"{session}/{name}").split(" ")[0]))


def kill_below(pid):
    for child in read(f"/proc/{pid}/task/{pid}/children").split():
        kill_below(int(child))
        kill(int(child))


def dest(model):
    return f"{EOS}/dest/{model}"


def is_installed(model):
    return os.path.exists(f"{dest(model)}/status.json")


def option(words, name, otherwise):
    return words[words.index(name) + 1] if name in words else otherwise


def fetch(words):
    model = words[1]
    if is_installed(model):
        return say(0, f"Model {model} failed to fetch: Model already exists")
    if FAULTS.on("fetch.fails") or model == NO_MODEL:
        return say(ADMITS_FAILURE, f"\033[31mModel {model} failed to fetch: Docker is not active\033[0m")
    install(EOS, model, option(words, "--version", "v1.0.0"))
    remove_temporaries()
    launch(f"{EOS}/temp/trial.url")  # and left behind
    if FAULTS.on("trial.fails"):  # and yet the status says done
        return say(1, "All output values are empty")
    return say(0, f"Model {model} fetched successfully.")


def has_session():
    return os.path.exists(f"{SESSION}/session.json")


def served_model():
    return json.loads(read(f"{SESSION}/session.json") or "{}").get("model_id", "")


def serve(model):
    if served_model():
        say(0, "A model is being served already. Close it? [y/N]")
        return close() if sys.stdin.buffer.read(1) else say(1, "Aborted.")
    if not is_installed(model) or FAULTS.on("serve.fails"):
        write(f"{SESSION}/session.json", '{"timestamp": "now"}')
        return say(1, "Traceback (most recent call last): SystemExit")
    if FAULTS.on("serve.nourl"):
        return say(0, "No URL found. Service unsuccessful.")
    newer = FAULTS.text("newer.version")
    if newer and os.path.exists(f"{EOS}/served.before"):
        install(EOS, model, newer)  # somebody fetched it meanwhile
    write(f"{EOS}/served.before", "")
    remove_temporaries()
    address = f"{SESSION}/server.url"
    remove(address)
    launcher = launch(address)
    write(f"{SESSION}/{model}.pid", f"{launcher} {read(address)} -\n")
    write(f"{SESSION}/session.json", json.dumps({"model_id": model}))
    append(LOG, "serving " + model)
    return say(0, "Serving " + model)


def launch(address):
    """Starts a launcher, and below it the server; only the first will ever be told to end."""
    folder = f"{TMP}/ersilia-{os.urandom(8).hex()}"
    os.mkdir(folder, 0o700)
    os.makedirs(os.path.dirname(address), exist_ok=True)
    before = ("/bin/sh", "-c", '"$@" & wait', "launcher")
    return start_server(EOS, folder, address, f"{EOS}/console.log", os.environ, before)


def remove_temporaries():
    """Whoever they belong to."""
    os.makedirs(TMP, exist_ok=True)
    for name in names(TMP):
        if "ersilia-" in name:
            remove(f"{TMP}/{name}")


def close():
    remove_temporaries()
    if not has_session():
        return say(0, "No model was served")
    model = served_model()
    if not model:
        return say(1, "KeyError: 'model_id'")
    if ADMITS_FAILURE:
        kill_below(int(read(f"{SESSION}/{model}.pid").split(" ")[0]))
    kill_launchers(SESSION)
    remove(f"{SESSION}/{model}.pid")
    remove(f"{SESSION}/session.json")
    return say(0, f"Model {model} closed")


class Refusal(Exception):
    """Why a version that admits failure writes nothing."""


def run(words):
    """Posts batches, halves those that fail, writes the file once at the end."""
    if not has_session():
        return say(ADMITS_FAILURE, "No model seems to be served")
    model = served_model()
    if not model:
        return say(1, "KeyError: 'model_id'")
    port = int(read(f"{SESSION}/{model}.pid").split(" ")[1].rsplit(":", 1)[1])
    source = option(words, "-i", "")
    output = option(words, "-o", "")
    batch = int(option(words, "-b", "100"))
    if not os.path.exists(source) or os.path.getsize(source) == 0:
        return say(1, "Input must be either a file path...")
    other = re.search("eos[0-9][a-z0-9]{3}", os.path.basename(output))
    if other and other.group() != model:
        return say(1, "The output file name contains another model: " + other.group())
    if FAULTS.number("run.exits") > 0 and not once("run.exits.done"):
        append(f"{EOS}/exiting", str(os.getpid()))
        os._exit(FAULTS.number("run.exits"))
    if FAULTS.on("run.aborts") and not once("run.aborts.done"):
        append(f"{EOS}/exiting", str(os.getpid()))
        return say(1, "Aborted!")
    if not is_reachable(port):
        return say(1, f"Model {model} is not responding at http://127.0.0.1:{port}.")
    rows = rows_of(source)
    if FAULTS.hits("run.hangs", rows):
        hang()
    values = {}
    try:
        for begin in range(0, len(rows), batch):
            post(port, list(dict.fromkeys(rows[begin:begin + batch])), values)
        if ADMITS_FAILURE and not any(any(record) for record in values.values()):
            raise Refusal(f"None of the {len(rows)} inputs could be processed.")
    except Refusal as why:
        return say(1, f"{why}\nNo output was written.")
    if not (FAULTS.on("no.output") and not once("no.output.done")):
        store(rows, values, output)
    return say(0, f"Output successfully written in {output} file!")


def once(marker):
    """Whether it happened already, where it is to happen only once."""
    if not FAULTS.on("once"):
        return False
    before = os.path.exists(f"{EOS}/{marker}")
    write(f"{EOS}/{marker}", "")
    return before


def is_reachable(port):
    for _ in range(3):
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
                return b" 503 " not in connection.recv(64)  # still loading
        except OSError:
            time.sleep(0.05)
    return False


def rows_of(source):
    """The first line is taken for a header, whatever it says."""
    with open(source, encoding="utf-8") as lines:
        rows = [line.rstrip("\n") for line in lines][1:]
    return [row[1:-1].replace('""', '"') if row.startswith('"') else row for row in rows if row.strip()]


def post(port, batch, values):
    """Values go to molecules by position; versions that admit no failure do so whatever the model left out."""
    try:
        records = ask(port, json.dumps(batch).encode())
        if ADMITS_FAILURE and len(records) != len(batch):
            raise Refusal(f"The model returned {len(records)} results for {len(batch)} inputs.")
        for i, text in enumerate(batch):
            values[text] = records[i] if i < len(records) else NOTHING
        return
    except (OSError, ValueError) as trouble:
        if not (ADMITS_FAILURE and isinstance(trouble, ConnectionError)):
            append(LOG, f"Batch of size {len(batch)} failed: {trouble}")
        # After a call that failed, the server closes the connection, and the next call is on the same one.
        if ADMITS_FAILURE and (isinstance(trouble, ConnectionError) or len(batch) > 1 and "HTTP 500" in str(trouble)):
            raise Refusal("The model stopped responding during the run.") from trouble
    if len(batch) > 1:
        post(port, batch[:len(batch) // 2], values)
        post(port, batch[len(batch) // 2:], values)


def ask(port, body):
    """The answer's records. HTTP by hand, as loading the library's client takes longer than all else here."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"POST /run HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        with connection.makefile("rb") as answer:
            head, _, said = answer.read().partition(b"\r\n\r\n")
    if not head:
        raise ConnectionResetError("no answer")
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise ValueError("HTTP " + head.decode()[9:12])
    if len(said) != int(re.search(rb"Content-Length: (\d+)", head).group(1)):
        raise ValueError("Premature EOF")
    return [["" if record.get(column) is None else str(record[column]) for column in COLUMNS]
            for record in json.loads(said)]


def store(rows, values, output):
    found = [DIFFERENT if row in FAULTS.list("differ") else values.get(row, NOTHING) for row in rows]
    order = FAULTS.text("run.order")
    if order:
        import random  # which takes long to load
        found = ordered(order, found, random.Random(3))
    lines = ["key,input," + ",".join(COLUMNS)]
    for row, record in zip(rows, found):
        key = md5(row + " ") if FAULTS.on("wrong.keys") else md5(row)
        quoted = '"' + row.replace('"', '""') + '"' if "," in row or '"' in row else row
        lines.append(",".join([key, quoted, *record]))
    lost = min(FAULTS.number("lost.rows"), len(rows))
    write(output, "\n".join(lines[:len(lines) - lost]) + "\n")


sys.exit(main(sys.argv[1:]))
