"""Stands in for the server of a packed model: answers as that does, by starting the model's own run.sh for each request."""

import argparse
import csv
import http.server
import json
import math
import pathlib
import subprocess
import tempfile
import threading

BUNDLE = pathlib.Path(__file__).resolve().parent
FRAMEWORK = BUNDLE / "model/framework"
CARD = json.loads((BUNDLE / "information.json").read_text(encoding="utf-8"))["card"]
FAILURES_UNTIL_IT_OPENS = 100


class Breaker:
    """Refuses everything after the given number of failures in a row. The real one closes again after a minute."""

    failures = 0
    lock = threading.Lock()

    def is_open(self):
        return self.failures >= FAILURES_UNTIL_IT_OPENS

    def count(self, failed):
        with self.lock:
            self.failures = self.failures + 1 if failed else 0


breaker = Breaker()


def cell(text):
    if CARD["Output Type"] == ["String"]:
        return text or None
    return float(text) if text and math.isfinite(float(text)) else None


def predict(molecules):
    """What the model writes, row by row; a program that fails or writes nothing is an error."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "input.csv"), pathlib.Path(folder, "output.csv")
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([["input"]] + [[molecule] for molecule in molecules])
        subprocess.run(["bash", FRAMEWORK / "run.sh", FRAMEWORK, source, target], check=True)
        with open(target, encoding="utf-8", newline="") as file:
            return [{name: cell(text) for name, text in row.items()} for row in csv.DictReader(file)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        pages = {
            "/": {CARD["Identifier"]: CARD["Slug"]},
            "/card": CARD,
            "/healthz": {"breaker": {"state": "open" if breaker.is_open() else "closed", "failures": breaker.failures}},
        }
        if self.path in pages:
            self.answer(200, pages[self.path])
        else:
            self.answer(404, {"detail": "Not Found"})

    # As in the real server, a connection on which a call failed is of no more use, which only the next call on it learns.
    spoilt = False

    def do_POST(self):
        if self.spoilt:
            self.close_connection = True
            return
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.split("?")[0] != "/run":
            self.answer(404, {"detail": "Not Found"})
        elif not asked:
            self.answer(422, {"detail": "no data"})
        elif breaker.is_open():
            self.answer(503, {"detail": "the service is not available for a while"})
        else:
            try:
                rows = predict([one["input"] if isinstance(one, dict) else one for one in asked])
                breaker.count(failed=False)
                self.answer(200, rows)
            except (OSError, subprocess.CalledProcessError, ValueError) as problem:
                breaker.count(failed=True)
                self.spoilt = True
                self.answer(500, {"detail": str(problem)})


arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, required=True)
port = arguments.parse_args().port
server = http.server.ThreadingHTTPServer(("0.0.0.0", port), Handler)
print(f"Uvicorn running on http://0.0.0.0:{port} (Press CTRL+C to quit)", flush=True)
server.serve_forever()
