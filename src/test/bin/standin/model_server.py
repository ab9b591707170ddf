"""
The stand-ins' model server, as ersilia-pack's: POST /run, GET /, /card, /healthz, /run/columns/output, a circuit breaker,
and the faults of a model, of its server and of what stands between. Arguments: the home's folder eos, the server's working
folder, the file to note its address in, and where a test starts it itself also the port; then it ends with its caller.
"""

import http.server
import json
import os
import random
import socketserver
import sys
import threading
import time

from common import COLUMNS, Faults, append, cells, ordered, write

FAIL_MAX = 100
RESET_SECONDS = 60
KILLED = 137

EOS, FOLDER, ADDRESS = sys.argv[1:4]
CHANGED = threading.Condition()  # guards what follows
HAPPENED = {}
SEEN = set()
ORDER = random.Random(3)
requests = 0
failures = 0
open_since = None
under_way = 0
most_under_way = 0


def count(change):
    global under_way, most_under_way
    with CHANGED:
        under_way += change
        if under_way > most_under_way:
            most_under_way = under_way
            write(f"{EOS}/most-at-once", str(most_under_way))
        CHANGED.notify_all()


def is_due(name, faults):
    """Whether that fault, which happens a given number of times, happens once more."""
    with CHANGED:
        if faults.number(name) > 0:
            HAPPENED[name] = HAPPENED.get(name, 0) + 1
        return 0 < HAPPENED.get(name, 0) <= faults.number(name)


def is_open():
    return open_since is not None and time.monotonic() - open_since < RESET_SECONDS


def endure(texts, faults):
    """Dies, hangs, waits for company or takes its time, if it has to."""
    global requests
    with CHANGED:
        requests += 1
        died = f"{EOS}/died"
        if faults.number("die.at.request") == requests and not os.path.exists(died):
            write(died, "")
            os._exit(KILLED)
        lonely = faults.list("company.of")
        if not lonely or faults.hits("company.of", texts):
            CHANGED.wait_for(lambda: most_under_way >= faults.number("company"))
    if faults.hits("prints", texts):
        print("a line on standard output\n" * 1000)
    if faults.hits("child", texts):
        os.posix_spawnp("sleep", ["sleep", "600"], os.environ, setsid=True)
    if faults.hits("kill", texts):
        os._exit(KILLED)
    if faults.hits("hang", texts):
        threading.Event().wait()  # for ever
    time.sleep(faults.number("sleep.millis") * len(texts) / 1000)


def fails(texts, faults):
    prefix = faults.text("fail.prefix", "\n")
    return (not os.path.isdir(FOLDER)  # another session removed it
            or any(text.startswith(prefix) for text in texts)
            or faults.hits("fail", texts))


def rows(texts, faults):
    rows = []
    every = faults.number("drop.every")
    for i, text in enumerate(texts):
        if text in faults.list("drop") or every > 0 and (i + 1) % every == 0:
            continue  # and all later rows move up
        if text in faults.list("extra"):
            rows.append(cells(text))  # and all later rows move down
        empty_once = text in faults.list("empty.once") and text not in SEEN
        if empty_once:
            SEEN.add(text)
        if (empty_once or faults.on("empty.all") or os.environ.get("READ_ONLY") == "empty"
                or text in faults.list("empty") + faults.list("nan")):
            rows.append(None)
        elif faults.on("noise"):
            rows.append([f"{random.randrange(1, 1_000_000)}.0", "1.0"])
        else:
            rows.append(cells(text))
    return ordered(faults.text("order"), rows, ORDER)


def records(rows, faults):
    """Cut where the model wrote another number of columns than it has: silently, as the real one does."""
    columns = COLUMNS[:1] if faults.on("columns.cut") else COLUMNS
    return "[" + ",".join(
        "{" + ",".join(f'"{column}":{row[i] if row else "null"}' for i, column in enumerate(columns)) + "}"
        for row in rows) + "]"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format, *args):
        pass

    def answer(self, status, text, **headers):
        self.send(status, text.encode(), None, headers)

    def send(self, status, body, length, headers):
        """Sends that many bytes of the body, which says that it is whole."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body[:length])
        if length is not None:
            self.close_connection = True

    def half(self, text):
        self.send(200, text.encode(), len(text) // 2, {})

    def cut_off(self):
        self.close_connection = True

    def do_GET(self):
        """What is told without the model."""
        faults = Faults(EOS)
        if self.path in faults.list("absent"):
            self.answer(404, '{"detail":"Not Found"}')
        elif self.path in faults.list("broken"):
            self.cut_off()
        elif self.path == "/" and is_due("not.ready", faults):
            self.answer(503, '{"detail":"loading"}')
        else:
            self.answer(200, self.told(faults))

    def told(self, faults):
        model = faults.text("model", "eos3b5e")
        if self.path == "/":
            return faults.text("root", f'{{"{model}": "fake-model"}}')
        if self.path == "/card":
            return '{"Identifier": "%s", "Output Consistency": %s, "Release": "%s"}' % (
                model, faults.text("consistency", '"Fixed"'), faults.text("release", "v1.0.0"))
        if self.path == "/run/columns/output":
            return faults.text("columns", json.dumps(COLUMNS))
        if self.path == "/info":
            return faults.text("info", "{}")
        state = "open" if is_open() or is_due("breaker", faults) else "closed"
        return json.dumps({"breaker": {"state": state, "failures": failures}})

    def do_POST(self):
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        faults = Faults(EOS)
        append(f"{EOS}/requests.log", str(len(texts)))
        count(1)
        try:
            endure(texts, faults)
            self.run(texts, faults)
        finally:
            count(-1)

    def run(self, texts, faults):
        if is_due("throttle", faults):
            self.answer(429, '{"detail":"Rate limit exceeded"}', Retry_After=faults.text("retry.after", "7"))
        elif is_due("busy", faults):
            self.answer(503, '{"detail":"busy"}')
        elif faults.number("break.every") > 0 and requests % faults.number("break.every") == 0:
            self.break_off(texts, faults)  # whatever is asked for
        elif faults.hits("cutoff", texts):
            self.cut_off()
        elif os.environ.get("READ_ONLY") == "500":
            self.answer(500, '{"detail":"Read-only file system"}')
        elif faults.number("status") > 0:
            self.answer(faults.number("status"), faults.text("said", "{}"))
        else:
            with CHANGED:
                self.reply(texts, faults)

    def break_off(self, texts, faults):
        """Spoils the answer in the way that the fault break.how names."""
        how = faults.text("break.how")
        nothing = records([None] * len(texts), faults)
        if how == "500":
            self.answer(500, "Internal Server Error")
        elif how == "script":
            self.answer(500, '{"detail":"killed","traceback":"MemoryError"}')
        elif how == "html":
            self.answer(200, "<html><body>Bad gateway</body></html>")
        elif how == "null":
            self.answer(200, nothing)
        elif how == "short":
            self.answer(200, "[]")
        elif how == "cut":
            self.half(nothing)
        elif how == "reset":
            self.cut_off()
        else:
            raise ValueError("no way to break: " + how)

    def reply(self, texts, faults):
        global failures, open_since
        if is_open():
            self.answer(503, '{"detail":"breaker open"}')
        elif fails(texts, faults):
            failures += 1
            open_since = time.monotonic() if failures >= FAIL_MAX else None
            traceback = 'Traceback (most recent call last):\n  File "main.py", line 7\nValueError: \033[31mno such atom\033[0m\n'
            self.answer(500, json.dumps({"detail": "the script failed", "traceback": traceback}))
        else:
            failures = 0
            whole = faults.text("answer", records(rows(texts, faults), faults))
            if faults.hits("half", texts):
                self.half(whole)
            else:
                self.answer(200, whole)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    server_bind = socketserver.TCPServer.server_bind  # without asking for the host's name, which may take long


def end_with_caller():
    sys.stdin.read()
    os._exit(0)


if len(sys.argv) > 4:
    threading.Thread(target=end_with_caller, daemon=True).start()
server = Server(("127.0.0.1", int(sys.argv[4]) if len(sys.argv) > 4 else 0), Handler)
write(ADDRESS, f"http://127.0.0.1:{server.server_address[1]}")
server.serve_forever()
