package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the packaged jar, in a real browser; what is tried there is in {@code web/browser}. */
class PageIT {

    private static final Path WEB = Path.of("web").toAbsolutePath();

    /** What the page may add to the jar, nearly all of it the chemistry kit. */
    private static final long MOST_BYTES = 2_600_000;

    /** What is loaded before the kit is needed. */
    private static final long MOST_FIRST_BYTES = 400_000;

    private static final long LOOK_NANOS = 10_000_000;

    @TempDir
    static Path folder = Path.of("");

    private static String browser = "";

    @BeforeAll
    static void aPageAndABrowser() throws Exception {
        boolean required = "true".equals(System.getenv("CI"));
        assumeTrue(
                Files.exists(WEB.resolve("dist/index.html.gz")) || required, "no node 20: there is no page to look at");
        browser = browser();
        assumeTrue(!browser.isEmpty() || required, "no Chromium on PATH: the page is not looked at");
        PageTable.write(folder.resolve("predictions.db"), false);
        PageTable.write(folder.resolve("hostile.db"), true);
    }

    private static String browser() {
        for (String name : new String[] {"chromium", "chromium-browser", "google-chrome"}) {
            for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
                if (Files.isExecutable(Path.of(place, name))) {
                    return Path.of(place, name).toString();
                }
            }
        }
        return "";
    }

    private static PackagedApi api(Map<String, String> variables, String file) throws IOException {
        return PackagedApi.start(new PackagedPrecalc(folder).with(variables), "sqlite:" + file);
    }

    private static void runs(Map<String, String> variables, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(WEB.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void whatIsReadAndTakenAlongIsAsItsOwnTestsSay() throws Exception {
        runs(Map.of(), "npm", "test");
    }

    @Test
    void itWorksInABrowserOnAScreenAPhoneAndByKeyboard() throws Exception {
        Path pictures = Files.createDirectories(Path.of("target/page").toAbsolutePath());
        try (PackagedApi open = api(Map.of(), "predictions.db");
                PackagedApi closed = api(Map.of("PRECALC_API_KEY", "secret"), "hostile.db")) {
            runs(
                    Map.of(
                            "CHROMIUM", browser,
                            "PAGE", open.url(),
                            "PAGE_WITH_KEY", closed.url(),
                            "PICTURES", pictures.toString(),
                            "REFERENCE",
                                    Path.of("src/test/resources/reference")
                                            .toAbsolutePath()
                                            .toString()),
                    "node",
                    "--test",
                    "browser/page.test.mjs");
        }
    }

    @Test
    void itIsNoLargerThanItMayBe() throws Exception {
        long all = 0;
        long first = 0;
        try (var files = Files.list(WEB.resolve("dist"))) {
            for (Path file : files.toList()) {
                all += Files.size(file);
                first += file.getFileName().toString().startsWith("index") ? Files.size(file) : 0;
            }
        }
        assertThat(all).isBetween(1L, MOST_BYTES);
        assertThat(first).isBetween(1L, MOST_FIRST_BYTES);
    }

    @Test
    void openShowsItInTheBrowserOfThisMachine() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("bin"));
        Path opener = programs.resolve("xdg-open");
        Path opened = folder.resolve("opened");
        Files.writeString(opener, "#!/bin/sh\necho \"$1\" >%s\nmv %1$s %1$s.whole\n".formatted(opened));
        assertThat(opener.toFile().setExecutable(true)).isTrue();
        PackagedPrecalc.Running api = new PackagedPrecalc(folder)
                .with("PATH", programs + ":" + System.getenv("PATH"))
                .start("api", "--port", "0", "--table", "sqlite:predictions.db", "--open");
        try {
            Path whole = folder.resolve("opened.whole");
            while (!Files.exists(whole)) {
                assertThat(api.process().isAlive())
                        .as(Files.readString(api.err()))
                        .isTrue();
                LockSupport.parkNanos(LOOK_NANOS);
            }
            assertThat(Files.readString(whole)).isEqualTo(Files.readString(api.out()));
        } finally {
            api.process().destroy();
        }
    }
}
