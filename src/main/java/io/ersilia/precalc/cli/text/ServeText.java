package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.ServeRunJob.Served;
import io.ersilia.precalc.pipeline.finish.Verification.Found;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was served, a line or an object for each partition. */
public record ServeText(List<Served> served) {

    /** The manifests; with what was verified of them, where anything was. */
    public List<ObjectNode> json() {
        List<ObjectNode> all = new ArrayList<>();
        for (Served one : served) {
            ObjectNode json = Json.MAPPER.valueToTree(one.manifest());
            json.remove(
                    List.of("probes", "keys_sha256", "replaced_by")); // of what was served just now nothing is replaced
            if (one.found() != null) {
                json.put("verified", one.found().verified())
                        .put("wrong", one.found().wrong());
            }
            all.add(json);
        }
        return all;
    }

    public String text() {
        return String.join("\n", lines());
    }

    public List<String> lines() {
        return served.isEmpty()
                ? List.of("nothing to serve: every predicted partition is in the table")
                : served.stream().map(one -> line(one) + verified(one)).toList();
    }

    /** One partition in a line, without what was verified of it. */
    public static String line(Served one) {
        ServedManifest served = one.manifest();
        return "%s: %s; %s%s"
                .formatted(
                        one.partition().name(),
                        counts(served.rows(), served.items(), served.duplicates(), served.rejected()),
                        Words.duration(served.seconds()),
                        units(served));
    }

    /** {@code 2,000 rows = 1,990 items + 1 duplicate + 9 rejected (9 empty_output)}. */
    static String counts(long rows, long items, long duplicates, Rejections rejected) {
        return "%s = %s + %s + %s rejected%s"
                .formatted(
                        Words.many(rows, "row"),
                        Words.many(items, "item"),
                        Words.many(duplicates, "duplicate"),
                        Words.count(rejected.total()),
                        RunText.byReason(rejected));
    }

    private static String verified(Served one) {
        Found found = one.found();
        return found == null
                ? ""
                : "; %s of %s verified, %s wrong"
                        .formatted(
                                Words.count(found.verified()),
                                Words.many(found.items(), "item"),
                                Words.count(found.wrong()));
    }

    private static String units(ServedManifest served) {
        return served.capacity() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %.1f write units a row, %,.0f consumed",
                        served.capacity() / Math.max(1, served.rows()),
                        served.capacity());
    }
}
