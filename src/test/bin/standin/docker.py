"""
The stand-in for the docker program: exactly the commands that are needed, with the words and exit codes of the real one.
A container is a model server in a process of its own; images and containers are files in $HOME/eos, faults as for the other
stand-ins.
"""

import os
import sys
import time

from common import Faults, append, hang, is_alive, kill, names, read, remove, say, start_server, write

HOME = os.environ["HOME"]
EOS = f"{HOME}/eos"
FAULTS = Faults(EOS)
OWNER = "io.ersilia.precalc.owner"
DAEMON_FAILED = 125


def main(words):
    append(f"{EOS}/commands.log", " ".join(words))
    append(f"{EOS}/environment.log", f"[{', '.join(os.environ)}]")
    if words[0] in FAULTS.list("hangs"):
        hang()
    if FAULTS.on("daemon.off"):
        return say(1, "Cannot connect to the Docker daemon. Is the docker daemon running?")
    commands = {
        "version": lambda: say(0, "28.2.2"),
        "pull": lambda: pull(words[1]),
        "image": lambda: inspect_image(words[4]),
        "ps": list_all,
        "network": lambda: network(words[1]),
        "run": lambda: run(words),
        "port": lambda: say(0, f"127.0.0.1:{Container.named(words[1]).port}"),
        "inspect": lambda: inspect(words[5]),
        "events": lambda: say(0, FAULTS.text("events")),
        "logs": lambda: logs(words[3]),
        "rm": lambda: remove_container(words[3]),
    }
    unknown = f"docker: '{words[0]}' is not a docker command."
    return commands.get(words[0], lambda: say(1, unknown))()


class Container:
    """What is known of a container, kept in a file; the pid is that of its server, 0 when it has ended."""

    def __init__(self, name, id, owner, pid, port):
        self.name, self.id, self.owner, self.pid, self.port = name, id, owner, int(pid), int(port)
        self.file = f"{EOS}/containers/{name}"

    @staticmethod
    def all():
        return [Container(*read(f"{EOS}/containers/{name}").split()) for name in names(f"{EOS}/containers")]

    @staticmethod
    def named(name_or_id):
        return next((one for one in Container.all() if name_or_id in (one.name, one.id)), None)

    def runs(self):
        return self.pid > 0 and is_alive(self.pid) and ") Z " not in read(f"/proc/{self.pid}/stat")

    def save(self):
        write(self.file, f"{self.name} {self.id} {self.owner} {self.pid} {self.port}")

    def remove(self):
        if self.pid > 0:
            kill(self.pid)
        while self.runs():
            time.sleep(0.001)
        remove(self.file)


def console(name):
    return f"{EOS}/{name}.log"


def image(tag):
    """The file of a tag holds the image's id and, if it came from elsewhere, its digest."""
    return f"{EOS}/images/" + tag.replace("/", "_").replace(":", "_")


def pull(name):
    if FAULTS.on("pull.fails"):
        return say(1, f"Error response from daemon: manifest for {name} not found")
    digest = FAULTS.text("digest", "a" * 64)
    tag = name.split("@")[0] + ":<none>" if "@" in name else name
    repository = name.split("@")[0].split(":")[0]
    write(image(tag), f'sha256:{"1" * 64} ["{repository}@sha256:{digest}"]\n')
    return say(0, "Status: Downloaded newer image for " + name)


def find(name):
    if "sha256:" not in name:
        return read(image(name)).strip()
    wanted = f'"{name}"' if "@" in name else name + " "
    texts = (read(f"{EOS}/images/{file}").strip() for file in names(f"{EOS}/images"))
    return next((text for text in texts if wanted in text), "")


def inspect_image(name):
    found = find(name)
    return say(0, found) if found else say(1, "Error: No such image: " + name)


def list_all():
    for container in Container.all():
        say(0, f"{container.id} {container.owner}")
    return 0


def network(verb):
    made = f"{EOS}/network"
    if verb == "inspect":
        return say(0, "b5e7") if os.path.exists(made) else say(
            1, "Error response from daemon: network precalc not found")
    if FAULTS.on("network.fails"):
        return say(1, "Error response from daemon: all predefined address pools have been fully subnetted")
    write(made, "b5e7")
    return say(0, "b5e7")


def run(words):
    name = words[words.index("--name") + 1]
    owner = words[words.index("--label") + 1].replace(OWNER + "=", "")
    id = os.urandom(6).hex()
    if not find(words[-1]):
        return say(DAEMON_FAILED, "docker: Error response from daemon: No such image: " + words[-1])
    if FAULTS.on("run.fails"):
        Container(name, id, owner, 0, 0).save()
        return say(DAEMON_FAILED, "docker: Error response from daemon: no space left on device")
    read_only = FAULTS.text("read.only") if "--read-only" in words else ""
    if FAULTS.number("exits") > 0 or read_only == "exits":
        append(console(name), "Killed: the model needs more")
        Container(name, id, owner, 0, 0).save()
        return say(0, id)
    folder = f"{EOS}/containers-work/{id}"
    os.makedirs(folder)
    append(console(name), "serving in " + name)
    # The container gets nothing of the environment; the home only marks it as ours.
    environment = {"HOME": HOME, "READ_ONLY": read_only}
    pid = start_server(EOS, folder, f"{folder}/url", console(name), environment)
    Container(name, id, owner, pid, read(f"{folder}/url").rsplit(":", 1)[1]).save()
    return say(0, id)


def inspect(name):
    container = Container.named(name)
    if not container:
        return say(1, "Error: No such container: " + name)
    if container.runs():
        return say(0, "true false 0")
    out_of_memory = "true" if FAULTS.on("out.of.memory") else "false"
    return say(0, f"false {out_of_memory} {max(FAULTS.number('exits'), 1)}")


def logs(name):
    if not Container.named(name):
        return say(1, "Error: No such container: " + name)
    return say(0, read(console(name)))


def remove_container(name):
    container = Container.named(name)
    if not container:
        return say(1, "Error response from daemon: No such container: " + name)
    container.remove()
    return say(0, name)


sys.exit(main(sys.argv[1:]))
