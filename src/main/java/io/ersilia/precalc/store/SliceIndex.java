package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The slices of a plan in one file, from which each worker reads only its own: first a line of {@value #ENTRY} bytes for each
 * worker with the position and length of its slice, then the slices as JSON, one per line.
 */
public final class SliceIndex {

    private static final int ENTRY = 32;

    private static final String FORM = "%015d %015d\n";

    private final byte[] bytes;

    /** @param slices one per worker, in order */
    public SliceIndex(List<PlannedSlice> slices) {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (PlannedSlice slice : slices) {
            byte[] line = Json.line(slice);
            long at = (long) ENTRY * slices.size() + lines.size();
            index.writeBytes(FORM.formatted(at, line.length).getBytes(StandardCharsets.US_ASCII));
            lines.writeBytes(line);
        }
        index.writeBytes(lines.toByteArray());
        this.bytes = index.toByteArray();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String sha256() {
        return Sha256.hex(bytes);
    }

    /**
     * The slice of the worker with this number, from 1.
     *
     * @throws Failure of kind INPUT if the file does not contain it
     */
    static PlannedSlice slice(ByteSource file, int worker) {
        try {
            long at = (long) ENTRY * (worker - 1);
            String[] entry = text(file, at, at + ENTRY).strip().split(" ", 2);
            long from = Long.parseLong(entry[0]);
            String line = text(file, from, from + Long.parseLong(entry[1]));
            return Json.read(line.getBytes(StandardCharsets.UTF_8), PlannedSlice.class, file.uri());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw Failure.input(
                    "%s has no slice of worker %d: plan a new run with --new-run".formatted(file.uri(), worker));
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: %s; run the same command again".formatted(file.uri(), Printable.reason(e)), e);
        }
    }

    private static String text(ByteSource file, long from, long to) throws IOException {
        try (InputStream in = file.open(from, to)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
