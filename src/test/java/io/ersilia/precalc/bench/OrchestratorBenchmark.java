package io.ersilia.precalc.bench;

import io.ersilia.precalc.PackagedPrecalc;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What precalc costs beside a slow model: predicts a library with the stand-in for ersilia, which sleeps for every
 * molecule, and adds up the time in which none of its commands ran: {@code FOLDER MOLECULES MILLIS}.
 */
final class OrchestratorBenchmark {

    private static final String MODEL = "eos4e40";

    private static final long LOOK_MILLIS = 20;

    private OrchestratorBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(args[0])).toAbsolutePath();
        int molecules = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int millis = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        LargeFiles.library(folder.resolve("library.csv"), molecules);
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).faults("sleep.millis", "" + millis)) {
            Times times = precalc(folder, home);
            double slept = home.requests().stream().mapToInt(size -> size).sum() * millis / 1000.0;
            LargeFiles.say(
                    "%.1f s in all: the model slept %.1f s, its commands took %.1f s, precalc alone %.2f s, which is %.2f %% of the sleep"
                            .formatted(
                                    times.all, slept, times.all - times.alone, times.alone, 100 * times.alone / slept));
        }
    }

    /** Seconds in all, and those in which none of the model's commands ran. */
    private record Times(double all, double alone) {}

    private static Times precalc(Path folder, FakeErsiliaHome home) throws IOException, InterruptedException {
        long began = System.nanoTime();
        PackagedPrecalc.Running running = new PackagedPrecalc(folder)
                .with(home.environment())
                .start(
                        "predict",
                        "--model",
                        MODEL,
                        "--library",
                        "library.csv",
                        "--store",
                        "store",
                        "--ersilia",
                        FakeErsiliaHome.program().toString());
        Process process = running.process();
        long alone = 0;
        long looked = began;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            boolean idle = process.children().findAny().isEmpty();
            long now = System.nanoTime();
            alone += idle ? now - looked : 0;
            looked = now;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(running.err()));
        }
        return new Times(seconds, alone / 1e9);
    }
}
