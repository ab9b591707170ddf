package io.ersilia.precalc.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ersilia.precalc.cli.PrecalcCommand;
import io.ersilia.precalc.cli.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pipeline for Nextflow by its text alone: Nextflow itself cannot be had without fetching it from its own site. */
class NextflowTest {

    private static final Path PIPELINE = Path.of("docs/engines/main.nf");
    private static final Pattern CALL = Pattern.compile("(?m)^ *precalc ([^|\n]*)");
    private static final Pattern PROCESS = Pattern.compile("(?m)^process (\\w+) \\{");

    @Test
    void theCommandLineAcceptsEveryCall() throws IOException {
        String text = Files.readString(PIPELINE);
        List<String> calls = CALL.matcher(text)
                .results()
                .map(call -> call.group(1).strip())
                .map(call -> call.replace("${common}", "--model eos3b5e --run r --store s3://bucket/precalc"))
                .map(call -> call.replace("${params.workers}", "8")
                        .replace("${worker}", "3")
                        .replace("${params.table}", "dynamodb:predictions"))
                .toList();

        assertThat(calls)
                .extracting(call -> call.split(" ", -1)[0])
                .containsExactly("plan", "predict", "serve", "finish");
        assertThat(text).contains("\"--model ${params.model} --run ${params.run} --store ${params.store}\"");
        CommandLine precalc = PrecalcCommand.commandLine(new Wiring(Map.of(), Clock.systemUTC()), () -> false);
        for (String call : calls) {
            assertThatCode(() -> precalc.parseArgs(call.split(" +", -1)))
                    .as(call)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void everyProcessIsCalledAndEveryBraceClosed() throws IOException {
        String text = Files.readString(PIPELINE);
        String workflow = text.substring(text.indexOf("\nworkflow {"));

        assertThat(PROCESS.matcher(text).results().map((MatchResult found) -> found.group(1)))
                .hasSize(3)
                .allMatch(name -> workflow.contains(name + "("));
        assertThat(text.chars().filter(one -> one == '{').count())
                .isEqualTo(text.chars().filter(one -> one == '}').count());
    }
}
