package io.ersilia.precalc.model.ersilia.fake;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stand-in's {@code run}: posts batches, halves those that fail, writes the file once at the end. Its own faults:
 *
 * <ul>
 *   <li>{@code run.exits}: ends with that code at once, as a signal makes it;
 *   <li>{@code run.aborts}: says that it was interrupted, as the real one does;
 *   <li>{@code run.hangs}: hangs when one of these molecules is in the input;
 *   <li>{@code differ}: these molecules get another value;
 *   <li>{@code run.order}: the values of all rows are written in that order;
 *   <li>{@code once}: the first two happen only once.
 * </ul>
 */
final class FakeRun {

    private static final List<String> NOTHING = List.of("", "");
    private static final List<String> DIFFERENT = List.of("0.5", "1.0");
    private static final int DEFAULT_BATCH = 100;

    private final Path eos;
    private final Path log;
    private final Faults faults;
    private final URI url;
    private final String model;
    private final Map<String, List<String>> values = new HashMap<>();

    FakeRun(Path eos, Path log, Faults faults, String url, String model) {
        this.eos = eos;
        this.log = log;
        this.faults = faults;
        this.url = URI.create(url + "/run");
        this.model = model;
    }

    int run(List<String> args) throws IOException, InterruptedException {
        Path input = Path.of(option(args, "-i", ""));
        Path output = Path.of(option(args, "-o", ""));
        int batch = Integer.parseInt(option(args, "-b", String.valueOf(DEFAULT_BATCH)));
        if (!Files.exists(input) || Files.size(input) == 0) {
            return say("Input must be either a file path...");
        }
        Matcher other = Pattern.compile("eos[0-9][a-z0-9]{3}")
                .matcher(output.getFileName().toString());
        if (other.find() && !other.group().equals(model)) {
            return say("The output file name contains another model: " + other.group());
        }
        if (faults.number("run.exits") > 0 && !once("run.exits.done")) {
            FakeFiles.append(
                    eos.resolve("exiting"),
                    String.valueOf(ProcessHandle.current().pid()));
            Runtime.getRuntime().halt(faults.number("run.exits"));
        }
        if (faults.on("run.aborts") && !once("run.aborts.done")) {
            FakeFiles.append(
                    eos.resolve("exiting"),
                    String.valueOf(ProcessHandle.current().pid()));
            return say("Aborted!");
        }
        if (!reachable()) {
            return say("Server not ready after 3 attempts");
        }
        List<String> rows = Files.readAllLines(input).stream()
                .skip(1) // taken for a header, whatever it says
                .filter(line -> !line.isBlank())
                .map(line -> line.startsWith("\"")
                        ? line.substring(1, line.length() - 1).replace("\"\"", "\"")
                        : line)
                .toList();
        if (faults.list("run.hangs").stream().anyMatch(rows::contains)) {
            LockSupport.park(); // for ever
        }
        for (int from = 0; from < rows.size(); from += batch) {
            post(List.copyOf(new LinkedHashSet<>(rows.subList(from, Math.min(from + batch, rows.size())))));
        }
        if (faults.on("no.output") && !once("no.output.done")) {
            System.out.println("Output successfully written in " + output + " file!");
            return 0;
        }
        write(rows, output);
        System.out.println("Output successfully written in " + output + " file!");
        return 0;
    }

    private static int say(String text) {
        System.out.println(text);
        return 1;
    }

    private static String option(List<String> args, String name, String otherwise) {
        int at = args.indexOf(name);
        return at < 0 ? otherwise : args.get(at + 1);
    }

    /** Whether it happened already, where it is to happen only once. */
    private boolean once(String marker) {
        if (!faults.on("once")) {
            return false;
        }
        boolean before = Files.exists(eos.resolve(marker));
        FakeFiles.write(eos.resolve(marker), "");
        return before;
    }

    private boolean reachable() throws InterruptedException {
        for (int attempt = 1; attempt <= 3; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
                return true;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        return false;
    }

    /** Values go to molecules by position, whatever the model left out. */
    private void post(List<String> batch) {
        byte[] body = FakeJson.texts(batch).getBytes(StandardCharsets.UTF_8);
        String trouble;
        try {
            HttpURLConnection request = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
            request.setDoOutput(true);
            request.setFixedLengthStreamingMode(body.length); // and so never sent twice
            request.getOutputStream().write(body);
            if (request.getResponseCode() == 200) {
                List<List<String>> records = records(request);
                for (int i = 0; i < batch.size(); i++) {
                    values.put(batch.get(i), i < records.size() ? records.get(i) : NOTHING);
                }
                return;
            }
            trouble = "HTTP " + request.getResponseCode();
        } catch (IOException e) {
            trouble = String.valueOf(e);
        }
        FakeFiles.append(log, "Batch of size %d failed: %s".formatted(batch.size(), trouble));
        if (batch.size() > 1) {
            post(batch.subList(0, batch.size() / 2));
            post(batch.subList(batch.size() / 2, batch.size()));
        }
    }

    private static List<List<String>> records(HttpURLConnection request) throws IOException {
        try (InputStream answer = request.getInputStream()) {
            return FakeJson.records(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void write(List<String> rows, Path output) throws IOException {
        List<String> lines = new ArrayList<>(List.of("key,input," + String.join(",", FakeModel.COLUMNS)));
        List<List<String>> written = FakeOrder.of(
                faults.text("run.order", ""),
                rows.stream()
                        .map(row -> faults.list("differ").contains(row) ? DIFFERENT : values.getOrDefault(row, NOTHING))
                        .toList(),
                new Random(3));
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            List<String> cells = written.get(i);
            String key = faults.on("wrong.keys") ? FakeModel.md5(row + " ") : FakeModel.md5(row);
            boolean quoted = row.contains(",") || row.contains("\"");
            String input = quoted ? '"' + row.replace("\"", "\"\"") + '"' : row;
            lines.add(key + "," + input + "," + String.join(",", cells));
        }
        int lost = Math.min(faults.number("lost.rows"), rows.size());
        Files.writeString(output, String.join("\n", lines.subList(0, lines.size() - lost)) + "\n");
    }
}
