package io.ersilia.precalc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.ersilia.precalc.store.Places;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may see whom, one rule a test. The rooms are in CONTRIBUTING.md. */
class HouseTest {

    private static final String ROOT = "io.ersilia.precalc";
    private static final String AWS = "software.amazon.awssdk";

    /** How quantities are written: seen by every room, sees none. */
    private static final String WORDS = "words";

    /** What each room may see besides itself and the words; the root package and the command line may see all of it. */
    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            Map.entry(WORDS, Set.of()),
            Map.entry("run", Set.of()),
            Map.entry("csv", Set.of()),
            Map.entry("web", Set.of("run")),
            Map.entry("engine", Set.of("run")),
            Map.entry("molecule", Set.of()),
            Map.entry("aws", Set.of("run")),
            Map.entry("stats", Set.of("run")),
            Map.entry("store", Set.of("run", "csv", "stats", "aws")),
            Map.entry("dataset", Set.of("run", "csv", "prediction", "store", "stats")),
            Map.entry("library", Set.of("run", "csv", "molecule", "store")),
            Map.entry("model", Set.of("run", "csv", "molecule", "web")),
            Map.entry("prediction", Set.of("run", "csv", "molecule")),
            Map.entry("table", Set.of("run", "stats", "molecule", "prediction", "aws")),
            Map.entry("enrich", Set.of("run", "csv", "molecule", "library", "api")),
            Map.entry("nearest", Set.of("run", "molecule", "store")),
            Map.entry("api", Set.of("run", "stats", "molecule", "prediction", "table", "dataset", "nearest", "web")),
            Map.entry(
                    "report", Set.of("run", "stats", "molecule", "store", "table", "prediction", "model", "pipeline")),
            Map.entry("doctor", Set.of("run", "aws", "molecule", "library", "model", "store", "table")),
            Map.entry(
                    "pipeline",
                    Set.of(
                            "run",
                            "csv",
                            "molecule",
                            "stats",
                            "library",
                            "nearest",
                            "model",
                            "prediction",
                            "store",
                            "table",
                            "dataset")));

    /** A room for each kind of store and table. */
    private static final String[] KINDS = {
        room("store.folder"), room("store.s3"), room("table.dynamodb"), room("table.sqlite")
    };

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);

    @Test
    void everyRoomSeesOnlyWhatItMay() {
        LayeredArchitecture house = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .withOptionalLayers(true)
                .layer("root")
                .definedBy(ROOT)
                .layer("cli")
                .definedBy(room("cli"));
        for (String room : MAY_SEE.keySet()) {
            house = house.layer(room).definedBy(room(room));
        }
        for (Map.Entry<String, Set<String>> room : MAY_SEE.entrySet()) {
            Set<String> seen = new TreeSet<>(room.getValue());
            seen.add(WORDS);
            house = room.getKey().equals(WORDS)
                    ? house.whereLayer(WORDS).mayNotAccessAnyLayer()
                    : house.whereLayer(room.getKey()).mayOnlyAccessLayers(seen.toArray(String[]::new));
        }
        house.whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("root")
                .ensureAllClassesAreContainedInArchitecture()
                .check(HOUSE);
    }

    @Test
    void noRoomSeesItselfThroughOthers() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void theJobsOfThePipelineStandInOneLine() {
        String[] jobs = {
            room("pipeline.plan"),
            room("pipeline.predict"),
            room("pipeline.estimate"),
            room("pipeline.serve"),
            room("pipeline.finish"),
            room("pipeline.purge"),
            room("pipeline.export"),
            room("pipeline.diff"),
            room("pipeline.publish"),
            room("pipeline.campaign"),
            room("pipeline.shared")
        };
        slices().matching(ROOT + ".pipeline.(*)..").should().beFreeOfCycles().check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(jobs)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".pipeline")
                .because("what runs several jobs is not needed by any of them")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage(room("pipeline.shared"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Arrays.copyOf(jobs, jobs.length - 1))
                .check(HOUSE);
    }

    @Test
    void optionsAndTextKnowNoCommand() {
        noClasses()
                .that()
                .resideInAPackage(room("cli.options"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".cli", room("cli.text"))
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage(room("cli.text"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli")
                .check(HOUSE);
    }

    @Test
    void portsOfStoreAndTableDependOnNoKindOfThem() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".store", ROOT + ".table")
                .and(DescribedPredicate.not(belongToAnyOf(Places.class)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KINDS)
                .because("the ports are what the jobs see, whichever kind is behind them")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(KINDS)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Places.class)
                .check(HOUSE);
        slices().matching(ROOT + ".store.(*)..").should().notDependOnEachOther().check(HOUSE);
        slices().matching(ROOT + ".table.(*)..").should().notDependOnEachOther().check(HOUSE);
    }

    @Test
    void onlyModelsStartPrograms() {
        noClasses()
                .that()
                .resideOutsideOfPackage(room("model"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(calls("java.lang.Runtime", "exec"))
                .because("a program started elsewhere would escape the rules for stdin, environment and descendants")
                .check(HOUSE);
    }

    @Test
    void onlyTheStoreKnowsS3() {
        onlyIn("store.s3", "aws")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AWS + ".services.s3..")
                .check(HOUSE);
    }

    @Test
    void onlyTheTableKnowsDynamoDb() {
        onlyIn("table.dynamodb", "aws")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AWS + ".services.dynamodb..")
                .check(HOUSE);
    }

    @Test
    void theCoreKnowsNothingOfAws() {
        onlyIn("store.s3", "table.dynamodb", "aws")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AWS + "..")
                .check(HOUSE);
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, room("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(HOUSE);
    }

    @Test
    void onlyMainExits() {
        noClasses()
                .that(DescribedPredicate.not(belongToAnyOf(Main.class)))
                .should()
                .callMethodWhere(calls("java.lang.System", "exit"))
                .because("an exit code is the answer of a command, and Main returns it")
                .check(HOUSE);
    }

    @Test
    void onlyMainKnowsStandardOutput() {
        noClasses()
                .that(DescribedPredicate.not(belongToAnyOf(Main.class)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .callMethod(System.class, "setOut", PrintStream.class)
                .because("data goes through the command's own writer, where a test can read it")
                .check(HOUSE);
    }

    @Test
    void noNameSaysNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Service)(\\$.*)?")
                .because("a class is called after what it is")
                .check(HOUSE);
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }

    private static GivenClassesConjunction onlyIn(String... rooms) {
        String[] packages = Arrays.stream(rooms).map(HouseTest::room).toArray(String[]::new);
        return noClasses().that().resideOutsideOfPackages(packages);
    }

    private static DescribedPredicate<JavaMethodCall> calls(String owner, String method) {
        return DescribedPredicate.describe(
                "calls " + owner + "." + method,
                call -> call.getTargetOwner().getName().equals(owner)
                        && call.getName().equals(method));
    }
}
