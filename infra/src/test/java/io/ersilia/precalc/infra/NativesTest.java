package io.ersilia.precalc.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the native libraries that come with precalc.jar load where the function runs. */
class NativesTest {

    /** The C library of a runtime: that of Amazon Linux 2, or of Amazon Linux 2023. */
    private static final Map<String, Version> GLIBC = Map.of(
            "java17", Version.parse("2.26"),
            "java21", Version.parse("2.34"),
            "java25", Version.parse("2.34"));

    @ParameterizedTest
    @ValueSource(strings = {"arm64", "x86_64"})
    void theInchiLibraryFitsTheRuntime(String architecture) throws IOException {
        JsonNode function =
                Synthesized.with(Map.of("architecture", architecture)).the("AWS::Lambda::Function");
        String runtime = function.path("Runtime").asText();
        Processor processor = Processor.of(function.at("/Architectures/0").asText());

        assertThat(needs(processor, "%s/libjnainchi.so"))
                .as("glibc that InChI needs on %s, of which %s has %s", processor, runtime, GLIBC.get(runtime))
                .isLessThanOrEqualTo(GLIBC.get(runtime));
        assertThat(needs(processor, "com/sun/jna/%s/libjnidispatch.so"))
                .as("glibc that JNA needs")
                .isLessThanOrEqualTo(GLIBC.get(runtime));
    }

    @Test
    void theInchiLibraryForArmDoesNotFitTheOlderRuntime() throws IOException {
        assertThat(needs(Processor.ARM64, "%s/libjnainchi.so")).isGreaterThan(GLIBC.get("java17"));
    }

    @Test
    void theKitIsThatOfTheJar() throws IOException {
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<cdk.version>%s</cdk.version>".formatted(System.getProperty("cdk.kit.version")));
    }

    /** The newest glibc of which the library asks for a symbol. */
    private static Version needs(Processor processor, String resource) throws IOException {
        String name = resource.formatted(processor == Processor.ARM64 ? "linux-aarch64" : "linux-x86-64");
        try (InputStream in = NativesTest.class.getClassLoader().getResourceAsStream(name)) {
            ElfFile library = ElfFile.of(Objects.requireNonNull(in, name).readAllBytes());
            assertThat(library.processor()).isEqualTo(processor);
            return library.versionsNeeded().stream()
                    .filter(version -> version.startsWith("GLIBC_"))
                    .map(version -> Version.parse(version.substring("GLIBC_".length())))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
