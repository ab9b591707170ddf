package io.ersilia.precalc.store.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String TEMPORARY = ".0f8fad5b-d9cb-469f-a165-70867728950e.tmp";

    @TempDir
    Path folder = Path.of("");

    private FolderStore store() {
        return new FolderStore(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Path file(String name, String modified) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "half");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out/m/r/", "out/m/another/checkpoints/0001/", "out/"})
    void theNextThatWritesRemovesWhatWasLeftMoreThanAnHourAgo(String where) throws IOException {
        Path left = file(where + TEMPORARY, "2026-11-01T10:59:59Z");

        store().save("out/m/r/part-0001.csv", new byte[1]);

        assertThat(left).doesNotExist();
        assertThat(folder.resolve("out/m/r/part-0001.csv")).exists();
    }

    @Test
    void whatMayBeUnderWayAndWhatIsOfOthersStays() throws IOException {
        Path underWay = file("out/m/r/" + TEMPORARY, "2026-11-01T11:00:01Z");
        Path others = file("out/m/r/.cache.tmp", "2026-10-01T00:00:00Z");
        Path elsewhere = file("photos/" + TEMPORARY, "2026-10-01T00:00:00Z");

        store().save("out/m/r/part-0001.csv", new byte[1]);

        assertThat(underWay).exists();
        assertThat(others).exists();
        assertThat(elsewhere).exists();
    }

    @Test
    void aFileOfTheStoreItselfLooksAtItsOwnFolderAlone() throws IOException {
        Path beside = file(TEMPORARY, "2026-10-01T00:00:00Z");
        Path below = file("out/m/r/" + TEMPORARY, "2026-10-01T00:00:00Z");

        assertThat(store().create("notes.txt", new byte[1])).isTrue();

        assertThat(beside).doesNotExist();
        assertThat(below).exists();
    }
}
