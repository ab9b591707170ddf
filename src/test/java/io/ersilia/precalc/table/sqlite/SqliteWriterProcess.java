package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes items into an SQLite table in a process of its own: path, first number, last number. */
final class SqliteWriterProcess {

    private SqliteWriterProcess() {}

    public static void main(String[] args) throws InterruptedException {
        int from = Integer.parseInt(args[1]);
        int to = Integer.parseInt(args[2]);
        try (PredictionTable table = new SqliteTable(Path.of(args[0]));
                ItemWriter writer = table.writer()) {
            for (int i = from; i < to; i++) {
                writer.write(Items.predictions(i, i + 1).get(0));
                if ((i - from) % SqliteWriter.MAX_ITEMS == SqliteWriter.MAX_ITEMS - 1) {
                    System.out.println("committed");
                }
            }
            System.out.println(writer.finish().predictions());
        } catch (Failure e) {
            System.out.println(e.getMessage());
        }
    }

    /** Starts the process under the shell's limit, which is {@code unlimited} or a number of KiB a file may have. */
    static Process start(String fileLimit, Path path, int from, int to) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + fileLimit + " && exec \"$@\"", "-"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SqliteWriterProcess.class.getName()));
        command.addAll(List.of(path.toString(), Integer.toString(from), Integer.toString(to)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
