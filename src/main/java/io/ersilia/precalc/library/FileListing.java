package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares two lists of the files of a library. */
final class FileListing {

    private FileListing() {}

    /** The first difference, as the end of a sentence about the library; null if there is none. */
    static @Nullable String difference(byte[] planned, byte[] now) {
        Map<String, List<String>> before = files(planned);
        Map<String, List<String>> after = files(now);
        for (Map.Entry<String, List<String>> file : before.entrySet()) {
            List<String> found = after.get(file.getKey());
            if (found == null) {
                return "%s is gone".formatted(file.getKey());
            }
            if (!found.equals(file.getValue())) {
                return "%s has %s rows and the SHA-256 %s, planned %s and %s"
                        .formatted(
                                file.getKey(),
                                found.get(1),
                                found.get(2),
                                file.getValue().get(1),
                                file.getValue().get(2));
            }
        }
        return after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .findFirst()
                .map("%s was added"::formatted)
                .orElse(null);
    }

    private static Map<String, List<String>> files(byte[] list) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        try {
            RecordScanner records = new RecordScanner(new ByteArrayInputStream(list), 0);
            records.next(); // the header
            while (records.next()) {
                List<String> cells = records.cells();
                files.put(cells.get(0), cells);
            }
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        return files;
    }
}
