package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.molecule.Molfile;
import io.ersilia.precalc.run.Failure;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An SD file: each record is a molfile, then data items, then a line of four dollars. Predictions become data items after the
 * existing ones; all other lines are written as they were read.
 *
 * @see <a href="https://discover.3ds.com/ctfile-documentation-request-form">BIOVIA's CTFile formats</a>
 */
final class SdFile implements MoleculeFile {

    /** Maps every byte to one character and back, so that text of any encoding stays as it is. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final String END_OF_RECORD = "$$$$";
    private static final String END_OF_MOLFILE = "M  END";
    private static final Pattern DATA_ITEM = Pattern.compile(">[^<]*<(.*)>[^>]*");

    /** Most characters in a record; a protein of ten thousand atoms has one million. */
    private static final int LONGEST_RECORD = 16 << 20;

    /** At this many characters, the kept records are written before more are read. */
    private static final long MOST_KEPT = 16L << 20;

    private final String name;
    private final BufferedReader in;
    private final Writer out;
    private final Deque<List<String>> read = new ArrayDeque<>();
    private List<String> names = List.of();
    private long records;
    private long written;
    private long kept;

    SdFile(String name, InputStream in, OutputStream out) {
        this.name = name;
        this.in = new BufferedReader(new InputStreamReader(in, BYTES));
        this.out = new BufferedWriter(new OutputStreamWriter(out, BYTES));
    }

    @Override
    public @Nullable Molecule next() throws IOException {
        List<String> record = record();
        if (record == null) {
            return null;
        }
        if (record.get(0).indexOf('\0') >= 0) {
            throw Failure.input("%s is not text of one byte a character: convert it, e.g. by iconv -f UTF-16 -t UTF-8"
                    .formatted(name));
        }
        if (record.get(0).stripTrailing().indexOf('\r') >= 0) {
            throw Failure.input(
                    "%s ends its lines with carriage returns alone: save it with line feeds".formatted(name));
        }
        read.add(record);
        kept += length(record);
        String molfile = molfile(record);
        return screening -> Molfile.smiles(molfile)
                .map(smiles -> LookupInput.smiles(smiles, screening))
                .orElseGet(() -> new LookupInput(record.get(0).strip(), null, Molfile.refusal(molfile)));
    }

    private static long length(List<String> record) {
        return record.stream().mapToLong(String::length).sum();
    }

    @Override
    public boolean isFull() {
        return kept >= MOST_KEPT;
    }

    /** The lines up to the four dollars; null at the end of the file. */
    private @Nullable List<String> record() throws IOException {
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith(END_OF_RECORD)) {
                records++;
                return lines.isEmpty() ? List.of("") : lines;
            }
            lines.add(line);
            length += line.length();
            if (length > LONGEST_RECORD) {
                throw Failure.input("record %d of %s is longer than %d MiB: is the line of four dollars missing?"
                        .formatted(records + 1, name, LONGEST_RECORD >> 20));
            }
        }
        if (lines.stream().allMatch(String::isBlank)) {
            return null;
        }
        records++; // the last record may lack its four dollars
        return lines;
    }

    /** A line without its line feed, but with any carriage return before it; null at the end of the file. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n' && line.length() <= LONGEST_RECORD) {
            line.append((char) next);
            next = in.read();
        }
        return line.toString();
    }

    private static String molfile(List<String> record) {
        StringBuilder molfile = new StringBuilder();
        for (String line : record) {
            molfile.append(line.stripTrailing()).append('\n');
            if (line.startsWith(END_OF_MOLFILE)) {
                break;
            }
        }
        return molfile.toString();
    }

    @Override
    public void begin(List<String> added) {
        names = added.stream().map(SdFile::oneLine).map(SdFile::bytes).toList();
    }

    @Override
    public void write(List<String> values) throws IOException {
        List<String> record = read.remove();
        kept -= length(record);
        String last = record.get(record.size() - 1);
        String end = record.get(0).endsWith("\r") ? "\r\n" : "\n";
        written++;
        for (String line : record) {
            requireOther(line);
            out.write(line + "\n");
        }
        if (!last.isBlank() && !last.startsWith(END_OF_MOLFILE)) {
            out.write(end); // a data item ends with an empty line
        }
        for (int i = 0; i < names.size(); i++) {
            String value = oneLine(values.get(i));
            if (!value.isBlank()) {
                out.write(">  <%s>%s%s%s%s".formatted(names.get(i), end, bytes(value), end, end));
            }
        }
        out.write(END_OF_RECORD + end);
    }

    /** If two data items have one name, readers take either; and if no value is added, the old one would pass for it. */
    private void requireOther(String line) {
        Matcher item = DATA_ITEM.matcher(line);
        if (line.startsWith(">") && item.matches() && names.contains(item.group(1))) {
            throw Failure.input(
                    "record %d of %s has this data item already: %s; remove it, or take the file before it was added"
                            .formatted(written, name, line.strip()));
        }
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), BYTES);
    }

    /** An empty line within a value would end the data item; four dollars at its start would end the record. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\R", " ");
        return line.startsWith(END_OF_RECORD) ? " " + line : line;
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.flush();
    }
}
