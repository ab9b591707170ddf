package io.ersilia.precalc.model.server.fake;

import io.ersilia.precalc.model.ersilia.fake.FakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What the stand-in knows of a container, kept in a file.
 *
 * @param pid of its server; 0 when it has ended
 */
record Container(String name, String id, String owner, long pid, int port) {

    private static final Path EOS = Path.of(System.getenv("HOME"), "eos");
    private static final Path ALL = EOS.resolve("containers");

    private static final long LOOK_NANOS = 1_000_000;

    static List<Container> all() {
        return FakeFiles.list(ALL).stream()
                .map(file -> FakeFiles.read(file).strip().split(" ", -1))
                .map(words -> new Container(
                        words[0], words[1], words[2], Long.parseLong(words[3]), Integer.parseInt(words[4])))
                .toList();
    }

    static Optional<Container> named(String nameOrId) {
        return all().stream()
                .filter(one -> one.name().equals(nameOrId) || one.id().equals(nameOrId))
                .findFirst();
    }

    static Path console(String name) {
        return EOS.resolve(name + ".log");
    }

    boolean runs() {
        return pid > 0 && ProcessHandle.of(pid).isPresent() && !isZombie();
    }

    private boolean isZombie() {
        return FakeFiles.read(Path.of("/proc", String.valueOf(pid), "stat")).contains(") Z ");
    }

    void save() {
        FakeFiles.write(ALL.resolve(name), "%s %s %s %d %d".formatted(name, id, owner, pid, port));
    }

    void remove() throws IOException {
        if (pid > 0) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        while (runs()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        Files.delete(ALL.resolve(name));
    }
}
