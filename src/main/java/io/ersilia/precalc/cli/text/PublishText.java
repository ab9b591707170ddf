package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.publish.Publication;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.words.Words;

/** What lookups see, in a line. */
public final class PublishText {

    private PublishText() {}

    /**
     * Of a run that lookups see now, or saw already.
     *
     * @param places the options that name store and table
     */
    public static String of(Publication done, String places) {
        return "lookups of %s in %s %s run %s (version %s%s)%s"
                .formatted(
                        done.model(),
                        done.table(),
                        done.state() == Publication.State.UNCHANGED ? "already see" : "now see",
                        done.run(),
                        done.modelVersion() == null ? "unknown" : done.modelVersion(),
                        done.items() == null ? "" : ", " + Words.many(done.items(), "item"),
                        done.before() == null
                                ? ""
                                : "; back to run %s: precalc publish --back --model %s%s"
                                        .formatted(done.before(), done.model(), places));
    }

    /** What to do before returning to the earlier run once more. */
    public static String again(ModelId model, String places) {
        return "--back again would undo a switch that was made: see in_table of precalc models --model %s --format json%s first"
                .formatted(model, places);
    }

    /** Of a run that was not published. */
    public static String refused(Publication refused) {
        return "run %s of %s is not published: %s".formatted(refused.run(), refused.model(), refused.reason());
    }
}
