package io.ersilia.precalc.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A text file, compressed if its name says so. */
final class TextFile {

    private static final int BUFFER = 1 << 16;

    private TextFile() {}

    static OutputStream create(Path file) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(out, BUFFER) : out;
    }
}
