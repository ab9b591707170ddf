package io.ersilia.precalc.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The stack of a context, as its template and what cdk-nag says of it. */
record Synthesized(JsonNode template, Annotations findings) {

    /** With a stand-in for the jar, so that nothing else has to be built. */
    static Synthesized with(Map<String, ?> context) {
        Map<String, Object> all = new HashMap<>(context);
        all.putIfAbsent("repository", "some-owner/some.name");
        all.putIfAbsent("jar", standIn().toString());
        App app = new App(AppProps.builder().context(all).build());
        PrecalcStack stack = InfraApp.build(app);
        return new Synthesized(
                new ObjectMapper().valueToTree(Template.fromStack(stack).toJSON()), Annotations.fromStack(stack));
    }

    /** Fails with what was found. */
    void cdkNagFindsNothing() {
        findings.hasNoError("*", Match.anyValue());
        findings.hasNoWarning("*", Match.anyValue());
    }

    static Path standIn() {
        return jar("io/ersilia/precalc/api/LambdaHandler.class");
    }

    static Path jar(String entry) {
        try {
            Path jar = Files.createTempFile("stand-in", ".jar");
            jar.toFile().deleteOnExit();
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                ZipEntry only = new ZipEntry(entry);
                only.setTimeLocal(LocalDateTime.of(2010, 1, 1, 0, 0)); // names of the template have the hash of the jar
                zip.putNextEntry(only);
                zip.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> all(String type) {
        return stream(template.path("Resources"))
                .filter(resource -> resource.path("Type").asText().equals(type))
                .toList();
    }

    /** The properties of the only resource of that type. */
    JsonNode the(String type) {
        List<JsonNode> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError("%d resources of type %s".formatted(found.size(), type));
        }
        return found.get(0).path("Properties");
    }

    /** Every statement of every policy that allows something to a principal of ours. */
    List<JsonNode> statements() {
        return stream(template.path("Resources"))
                .flatMap(resource -> Stream.concat(
                        Stream.of(resource.at("/Properties/PolicyDocument/Statement")),
                        stream(resource.at("/Properties/Policies")).map(p -> p.at("/PolicyDocument/Statement"))))
                .flatMap(Synthesized::stream)
                .toList();
    }

    /** The verbs that the policies of the role with this logical name allow. */
    List<String> verbs(String role) {
        return statements(role).stream()
                .flatMap(statement -> texts(statement.path("Action")))
                .sorted()
                .toList();
    }

    /** The statements of the policies of the role with this logical name. */
    List<JsonNode> statements(String role) {
        return all("AWS::IAM::Policy").stream()
                .filter(policy -> policy.at("/Properties/Roles/0/Ref").asText().startsWith(role))
                .flatMap(policy -> stream(policy.at("/Properties/PolicyDocument/Statement")))
                .toList();
    }

    static Stream<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray() ? stream(oneOrMany).map(JsonNode::asText) : Stream.of(oneOrMany.asText());
    }

    static Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
