"""What the stand-ins share: files, faults, the truth of the model, and how its server is started."""

import hashlib
import json
import os
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = ["number", "length"]
SERVER_START_SECONDS = 20

if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends without a word, like most programs


def say(code, text):
    """Tells the text and returns the exit code."""
    print(text, flush=True)
    return code


def hang():
    while True:
        signal.pause()


def write(file, text):
    """Writes the file at once: nobody sees half of it."""
    os.makedirs(os.path.dirname(file), exist_ok=True)
    whole = f"{file}.new{os.getpid()}"
    with open(whole, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)
    os.replace(whole, file)


def append(file, line):
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "a", encoding="utf-8") as out:
        out.write(line + "\n")


def read(file):
    """The file's text; empty where there is none."""
    try:
        with open(file, encoding="utf-8") as text:
            return text.read()
    except FileNotFoundError:
        return ""


def names(folder):
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def remove(path):
    """Removes a file or a tree; others may be removing it, too."""
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            for name in names(path):
                remove(f"{path}/{name}")
            os.rmdir(path)
        else:
            os.unlink(path)
    except OSError:
        pass


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


class Faults:
    """What goes wrong at the moment: a file, as the environment does not reach a model."""

    def __init__(self, eos):
        self.values = json.loads(read(f"{eos}/faults.json") or "{}")

    def text(self, name, otherwise=""):
        return self.values.get(name, otherwise)

    def on(self, name):
        return self.text(name) == "true"

    def number(self, name):
        return int(self.text(name, "0"))

    def list(self, name):
        """Texts separated by blanks."""
        return self.text(name).split()

    def hits(self, name, texts):
        """Whether one of the texts is in the list of that name."""
        return any(text in texts for text in self.list(name))


def md5(text):
    return hashlib.md5(text.encode("utf-8")).hexdigest()


def cells(smiles):
    """The truth for a molecule: a number that no other has, and its length; the same as in FakeModel."""
    return [repr(int(md5(smiles)[:6], 16) / 100), repr(float(len(smiles)))]


def ordered(name, rows, random):
    """The rows in the order of a bad model or program, by its name; as they are for an empty name."""
    given = list(rows)
    last = len(rows) - 1
    at = 0 if last < 1 else random.randrange(last)
    if name == "reversed":
        given.reverse()
    elif name == "shuffled":
        random.shuffle(given)
    elif name == "shuffled-but-last":
        head = given[:last]
        random.shuffle(head)
        given[:last] = head
    elif name == "first-dropped":
        given = given[1:] + given[-1:]
    elif name == "swapped":
        other = min(at + 1, last)
        given[at], given[other] = given[other], given[at]
    elif name == "doubled":
        given[min(at + 1, last)] = rows[at]
    elif name == "large-reversed":
        if len(rows) > 100:
            given.reverse()
    elif name:
        raise ValueError("no such order: " + name)
    return given


def install(eos, model, release):
    """Puts the model where fetch puts it."""
    template = f"{HERE}/model"
    for folder, _, files in os.walk(template):
        for file in files:
            text = read(f"{folder}/{file}").replace("MODEL", model).replace("RELEASE", release)
            write(f"{eos}/dest/{model}{folder[len(template):]}/{file}", text)


def start_server(eos, folder, address, console, environment, before=()):
    """Starts a model server, below the words of a command if there are any, waits for its address, and returns the pid."""
    words = [*before, sys.executable, "-S", "-E", "-X", "utf8", "-X", f"pycache_prefix={sys.pycache_prefix}"]
    words += [f"{HERE}/model_server.py", eos, folder, address]
    pid = os.posix_spawn(
        words[0],
        words,
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, console, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
    )
    deadline = time.monotonic() + SERVER_START_SECONDS
    while not os.path.exists(address) and time.monotonic() < deadline:
        time.sleep(0.002)
    return pid
