package io.ersilia.precalc.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            repository          | ''                       | repository is missing: give -c repository=OWNER/NAME
            repository          | precalc                  | not a repository: 'precalc', give -c repository=OWNER/NAME
            repository          | owner/*                  | not a repository: 'owner/*', give
            repository          | owner@1/name             | not a repository: 'owner@1/name', give -c repository=OWNER/NAME or, with ids, OWNER@123/NAME@456
            repository          | owner/name@2             | not a repository: 'owner/name@2', give
            repository          | owner@x/name@2           | not a repository: 'owner@x/name@2', give
            repository          | owner@0/name@2           | not a repository: 'owner@0/name@2', give
            refs                | refs/heads/*             | not a ref: 'refs/heads/*', give full names
            refs                | main                     | not a ref: 'main', give full names
            importProvider      | arn:aws:iam::1:role/x    | not GitHub's provider: 'arn:aws:iam::1:role/x', give arn
            importBucket        | My_Bucket                | not a bucket name: 'My_Bucket', give
            storePrefix         | a/*                      | not a key prefix: 'a/*', give
            storePrefix         | /a                       | not a key prefix: '/a', give
            storePrefix         | a/../b                   | not a key prefix: 'a/../b', give
            libraries           | my-bucket/x              | not an S3 URI: 'my-bucket/x', give
            tableName           | t                        | not a DynamoDB table name: 't', give
            pointInTimeRecovery | yes                      | pointInTimeRecovery is 'yes': give true or false
            architecture        | amd64                    | architecture is 'amd64': give arm64 or x86_64
            memory              | 64                       | memory is '64': give a whole number from 512 to 10240
            concurrency         | 0                        | concurrency is '0': give a whole number from 1 to 1000
            quotaPerDay         | many                     | quotaPerDay is 'many': give a whole number from
            maxWriteUnits       | 0                        | maxWriteUnits is '0': give a whole number from 1 to 10000000
            consumers           | lab a                    | not a consumer: 'lab a', give names of letters
            consumers           | lab,lab                  | a consumer is given twice: [lab, lab]
            alarmEmail          | nobody                   | not an email address: 'nobody'
            checkpointDays      | 1                        | checkpointDays is '1': give a whole number from 40
            batch               | yes                      | batch is 'yes': give true or false
            """)
    void refusesWhatNoStackCanBeMadeOf(String name, String value, String message) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(WrongContextException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            batchImage  | ''                          | batchImage is missing: give -c batchImage=ghcr.io/OWNER/precalc:1.2.3
            batchImage  | precalc                     | not an image with a version: 'precalc', give host, name and tag or digest, e.g. -c
            batchImage  | ghcr.io/owner/precalc       | not an image with a version: 'ghcr.io/owner/precalc', give
            batchImage  | ghcr.io/owner/precalc:latest | not an image with a version: 'ghcr.io/owner/precalc:latest', give
            batchImage  | ghcr.io/Owner/precalc:1     | not an image with a version: 'ghcr.io/Owner/precalc:1', give
            batchMemory | 1                           | batchMemory is '1': give a whole number from 2 to 120
            batchMemory | 128                         | batchMemory is '128': give a whole number from 2 to 120
            batchCpus   | 0                           | batchCpus is '0': give a whole number from 1 to 10000
            """)
    void refusesWhatBatchCannotRun(String name, String value, String message) {
        Map<String, Object> batch = new HashMap<>(Map.of("batch", "true", "batchImage", "ghcr.io/owner/precalc:1.0.0"));
        batch.put(name, value);

        assertThatThrownBy(() -> settings(batch))
                .isInstanceOf(WrongContextException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest(name = "{0} GB")
    @CsvSource({"2, 1, 2", "8, 1, 8", "9, 2, 9", "17, 4, 17", "30, 4, 30", "31, 8, 32", "61, 16, 64", "120, 16, 120"})
    void asksForASizeThatFargateHas(int asked, int cpus, int gigabytes) {
        assertThat(new BatchSettings("ghcr.io/owner/precalc:1.0.0", asked, 64).size())
                .isEqualTo(new BatchSettings.Size(cpus, gigabytes));
    }

    @Test
    void refusesAJarThatIsNotThere(@TempDir Path folder) {
        Path absent = folder.resolve("precalc.jar");

        assertThatThrownBy(() -> settings(Map.of("jar", absent.toString())))
                .isInstanceOf(WrongContextException.class)
                .hasMessage(
                        "no jar %s: build it with mvn -Pjar-only package beside infra, or name another with -c jar=FILE"
                                .formatted(absent));
    }

    @Test
    void refusesAJarWithoutTheLookupFunction() {
        Path other = Synthesized.jar("Other.class");

        assertThatThrownBy(() -> settings(Map.of("jar", other.toString())))
                .isInstanceOf(WrongContextException.class)
                .hasMessageStartingWith("%s has no io.ersilia.precalc.api.LambdaHandler: build it".formatted(other));
    }

    @Test
    void takesNumbersAndListsOfJsonAsThoseOfTheCommandLine() {
        Settings settings = settings(Map.of(
                "concurrency", 5.0, "refs", List.of("refs/heads/a", "refs/heads/b"), "pointInTimeRecovery", true));

        assertThat(settings.lookup().concurrency()).contains(5);
        assertThat(settings.github().refs()).containsExactly("refs/heads/a", "refs/heads/b");
        assertThat(settings.predictions().created()).contains(new Settings.NewTable(true, Optional.empty()));
    }

    private static Settings settings(Map<String, ?> context) {
        Map<String, Object> all = new HashMap<>();
        all.put("repository", "owner/name");
        all.put("jar", Synthesized.standIn().toString());
        all.putAll(context);
        return Settings.of(new Context(all::get));
    }
}
