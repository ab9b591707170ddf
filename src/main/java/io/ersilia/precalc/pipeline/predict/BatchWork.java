package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a batch: the rows, and the model they are asked of. The hash of the library is not part of it, as it
 * guards the plan only.
 *
 * @param inputSha256 of the batch's rows as screening left them
 * @param modelVersion null when unknown
 * @param forced whether it was asked for although the partition existed
 */
record BatchWork(
        String inputSha256, ModelId model, @Nullable String modelVersion, String runner, boolean forced) {

    static BatchWork of(
            List<ScreenedRow> rows, ModelId model, @Nullable String modelVersion, String runner, boolean forced) {
        return new BatchWork(sha256(rows), model, modelVersion, runner, forced);
    }

    /** Why the other work does not count as this one, in a few words; empty if it does. */
    Optional<String> differsFrom(BatchWork done) {
        if (forced && !done.forced) {
            return Optional.of("--force");
        }
        if (!inputSha256.equals(done.inputSha256)) {
            return Optional.of("other rows");
        }
        if (!model.equals(done.model) || !Objects.equals(modelVersion, done.modelVersion)) {
            return Optional.of("%s in version %s, not %s in version %s"
                    .formatted(done.model, done.modelVersion, model, modelVersion));
        }
        if (!runner.equals(done.runner)) {
            return Optional.of("runner %s, not %s".formatted(done.runner, runner));
        }
        return Optional.empty();
    }

    private static String sha256(List<ScreenedRow> rows) {
        MessageDigest digest = Sha256.digest();
        for (ScreenedRow row : rows) {
            String accepted = row.known() != null
                    ? "known"
                    : row.screened() instanceof Screened.Accepted ? "accepted" : "rejected";
            String key = row.screened().inchiKey().map(InchiKey::value).orElse("");
            String line = row.row() + "\t" + accepted + "\t" + key + "\t"
                    + row.screened().smiles() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(digest);
    }
}
