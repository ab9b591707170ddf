package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.dataset.DatasetPlace;
import io.ersilia.precalc.pipeline.export.ExportJob;
import io.ersilia.precalc.pipeline.export.ExportedModel;
import io.ersilia.precalc.words.Words;
import java.io.PrintWriter;

/** What was exported, for a person. */
public final class ExportText {

    private ExportText() {}

    public static void print(ExportJob.Outcome outcome, DatasetPlace place, PrintWriter out) {
        for (ExportedModel model : outcome.models()) {
            out.println("%s, run %s: %s, %s, %s"
                    .formatted(
                            model.model(),
                            model.run(),
                            Words.many(model.predictions(), "molecule"),
                            Words.many(model.duplicates(), "duplicate"),
                            Words.many(model.rejected().total(), "reject")));
        }
        out.println("%s: %s in %s, with %s and %s"
                .formatted(
                        place.uri(place.data()),
                        Words.many(outcome.rows(), "row"),
                        Words.size(outcome.bytes()),
                        place.rejects(),
                        DatasetPlace.DESCRIPTION));
        out.flush();
    }
}
