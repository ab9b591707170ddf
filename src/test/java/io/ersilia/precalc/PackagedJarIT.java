package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.PackagedPrecalc.Result;
import io.ersilia.precalc.run.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rides in the packaged jar, and what of it a command wakes up. */
class PackagedJarIT {

    private static final String HELP_NEEDS_NONE_OF =
            ".*(software\\.amazon|org\\.openscience|org\\.hibernate|jakarta\\.validation|ch\\.qos\\.logback|org\\.slf4j"
                    + "|com\\.fasterxml|com\\.opencsv|org\\.sqlite|com\\.sun\\.jna|org\\.apache\\.parquet).*";

    /** Machines with a JDK 17 and a native InChI. */
    private static final List<String> NATIVES = List.of(
            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
            "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
            "org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so",
            "org/sqlite/native/Linux-Musl/aarch64/libsqlitejdbc.so",
            "org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib",
            "org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib",
            "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll",
            "com/sun/jna/linux-x86-64/libjnidispatch.so",
            "com/sun/jna/linux-aarch64/libjnidispatch.so",
            "com/sun/jna/darwin-x86-64/libjnidispatch.jnilib",
            "com/sun/jna/darwin-aarch64/libjnidispatch.jnilib",
            "com/sun/jna/win32-x86-64/jnidispatch.dll",
            "linux-x86-64/libjnainchi.so",
            "linux-aarch64/libjnainchi.so",
            "darwin-x86-64/libjnainchi.dylib",
            "darwin-aarch64/libjnainchi.dylib",
            "win32-x86-64/jnainchi.dll");

    private static final long MOST_BYTES = 46_500_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "run --help",
                "query --help",
                "status --help",
                "purge --help",
                "report --help",
                "export --help",
                "api --help",
                "doctor --help"
            })
    void helpWakesUpNeitherAwsNorChemistryNorLog(String command) throws IOException, InterruptedException {
        Path loaded = folder.resolve("classes.txt");

        Result help = new PackagedPrecalc(folder)
                .java("-Xlog:class+load:file=" + loaded)
                .run(command.split(" ", -1));

        assertThat(help.code()).as(help.err()).isZero();
        assertThat(help.out()).contains("precalc");
        assertThat(help.err()).isEmpty();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("io.ersilia.precalc.cli.PrecalcCommand"))
                .noneMatch(line -> line.matches(HELP_NEEDS_NONE_OF));
    }

    @Test
    void badRowsAreRejectedWithoutAnExpressionLanguageInTheJar() throws IOException, InterruptedException {
        Path run = Files.createDirectories(folder.resolve("store/out/eos3b5e/imported"));
        Files.writeString(run.resolve("part-0001.csv"), """
                key,input,value
                LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,1.50
                0123456789abcdef0123456789abcdef,CCO,1
                UHOVQNZJYSORNB-UHFFFAOYSA-N, ,1
                UHOVQNZJYSORNB-UHFFFAOYSA-N,%s,1
                """.formatted("C".repeat(4097)));

        Result serve =
                new PackagedPrecalc(folder).run("serve", "--model", "eos3b5e", "--run", "imported", "--store", "store");

        assertThat(serve.code()).as(serve.err()).isZero();
        assertThat(serve.out())
                .startsWith("part-0001: 4 rows = 1 item + 0 duplicates + 3 rejected (1 invalid_key, 2 invalid_input)");
        assertThat(Files.readAllLines(run.resolve("serve-rejects-0001.csv")))
                .containsExactly(
                        "row,key,input,stage,reason,detail",
                        "2,,CCO,serve,invalid_key,not a standard InChIKey",
                        "3,UHOVQNZJYSORNB-UHFFFAOYSA-N, ,serve,invalid_input,input empty",
                        "4,UHOVQNZJYSORNB-UHFFFAOYSA-N,%s,serve,invalid_input,input longer than 4096 characters"
                                .formatted("C".repeat(4097)));
        try (JarFile jar = new JarFile(PackagedPrecalc.jar().toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .noneMatch(name -> name.startsWith("jakarta/el/") || name.startsWith("org/glassfish/"));
        }
    }

    @ParameterizedTest
    @CsvSource({"ar, SA", "fa, IR", "tr, TR"})
    void filesMessagesAndScriptsAreTheSameInEveryLanguage(String language, String country)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("library.csv"), "smiles\nCCO\nCCCI\n");
        String[] common = {"--model", "eos3b5e", "--runner", "embedded", "--library", "library.csv", "--workers", "2"};

        Result run = inLanguage(language, country).run(with(common, "run", "--run", "r1"));
        Result status = inLanguage(language, country).run("status", "--model", "eos3b5e", "--run", "r1");
        Result script = inLanguage(language, country).run(with(common, "submit", "--on", "slurm", "--run", "r2"));

        assertThat(List.of(run, status, script))
                .allSatisfy(result -> assertThat(result.code()).as(result.err()).isZero())
                .allSatisfy(result -> assertThat(result.out() + result.err()).matches("\\p{ASCII}*"));
        assertThat(folder.resolve("precalc-data/out/eos3b5e/r1/part-0002.json")).exists();
        assertThat(status.out()).containsPattern("(?m)^ +2 +1 +1 +0 +1 +served$");
        assertThat(script.out()).contains("--cpus-per-task=1 ");
    }

    private PackagedPrecalc inLanguage(String language, String country) {
        return new PackagedPrecalc(folder).java("-Duser.language=" + language, "-Duser.country=" + country);
    }

    private static String[] with(String[] common, String... first) {
        return Stream.of(first, common).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void theJarCarriesTheNativesOfTheMachinesPeopleHaveAndIsNoLargerThanItMustBe() throws IOException {
        assertThat(Files.size(PackagedPrecalc.jar())).isLessThan(MOST_BYTES);
        try (JarFile jar = new JarFile(PackagedPrecalc.jar().toFile())) {
            assertThat(NATIVES).allMatch(name -> jar.getEntry(name) != null);
        }
    }

    @Test
    void noNativeLibraryRidesAlongForAMachineThatPrecalcDoesNotRunOn() throws IOException {
        try (JarFile jar = new JarFile(PackagedPrecalc.jar().toFile())) {
            assertThat(jar.stream().map(Object::toString).filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib)")))
                    .hasSizeGreaterThanOrEqualTo(NATIVES.size())
                    .allMatch(name ->
                            name.matches("(?i)(.*[/-])?(linux|linux-musl|mac|darwin)[/-](x86[_-]64|aarch64|arm64)/[^/]+"
                                    + "|(.*/)?(windows|win32)[/-]x86[_-]64/[^/]+"));
        }
    }

    /** Of every artifact of the class path of this test, whether the jar holds it is seen by one of its classes. */
    @Test
    void everyArtifactInTheJarIsInItsBillOfMaterialsWithALicenceWhoseTextIsThere() throws IOException {
        try (JarFile jar = new JarFile(PackagedPrecalc.jar().toFile())) {
            JsonNode bill = Json.MAPPER.readTree(jar.getInputStream(jar.getEntry("META-INF/sbom/precalc.cdx.json")));
            assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
            Set<String> listed = new TreeSet<>();
            for (JsonNode component : bill.path("components")) {
                listed.add("%s-%s.jar"
                        .formatted(
                                component.path("name").asText(),
                                component.path("version").asText()));
                assertThat(component.path("hashes")).as("%s", component).isNotEmpty();
                assertThat(component.path("licenses"))
                        .as("%s", component)
                        .isNotEmpty()
                        .allSatisfy(licence -> {
                            String id = licence.at("/license/id").asText();
                            String name = id.isEmpty()
                                    ? SPDX.get(licence.at("/license/name").asText())
                                    : id;
                            assertThat(jar.getEntry("META-INF/licenses/texts/%s.txt".formatted(name)))
                                    .as("the text of %s, for %s", licence, component.path("name"))
                                    .isNotNull();
                        });
            }
            Set<String> held = artifactsIn(jar);

            assertThat(held).hasSizeGreaterThan(60).anyMatch(name -> name.startsWith("cdk-inchi-"));
            assertThat(listed).containsAll(held);
        }
    }

    /** What an artifact's own description calls its licence, where that is no name of SPDX. */
    private static final Map<String, String> SPDX = Map.of("GNU LGPL 2.1 or later", "LGPL-2.1-or-later");

    private static Set<String> artifactsIn(JarFile jar) throws IOException {
        Set<String> held = new TreeSet<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (path.endsWith(".jar")
                    && !Path.of(path).startsWith(PackagedPrecalc.jar().getParent())) {
                try (JarFile artifact = new JarFile(path)) {
                    artifact.stream()
                            .filter(entry -> entry.getName().matches("(?!META-INF/).*/[^/]+\\.class"))
                            .findFirst()
                            .map(entry -> jar.getJarEntry(entry.getName()))
                            .filter(entry -> entry.getCrc()
                                    == artifact.getJarEntry(entry.getName()).getCrc())
                            .ifPresent(entry ->
                                    held.add(Path.of(path).getFileName().toString()));
                }
            }
        }
        return held;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/licenses/precalc/LICENSE",
                "META-INF/licenses/texts/LGPL-2.1-or-later.txt", // CDK, JNA-InChI
                "META-INF/licenses/texts/EPL-2.0.txt", // Logback
                "META-INF/licenses/jna/META-INF/LGPL2.1",
                "META-INF/licenses/jackson-core/META-INF/NOTICE",
                "META-INF/licenses/s3/META-INF/NOTICE.txt",
                "META-INF/licenses/README.txt"
            })
    void licencesAndNoticesRideAlong(String name) throws IOException {
        try (JarFile jar = new JarFile(PackagedPrecalc.jar().toFile())) {
            assertThat(jar.getEntry(name)).isNotNull();
            assertThat(jar.getInputStream(jar.getEntry(name)).readAllBytes()).hasSizeGreaterThan(200);
        }
    }
}
