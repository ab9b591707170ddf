package io.ersilia.precalc.infra;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The jobs of AWS Batch.
 *
 * @param image of the container that runs precalc and models, with its version
 * @param gigabytes of memory of one job
 * @param cpus of all jobs that run at the same time, at most
 */
record BatchSettings(String image, int gigabytes, int cpus) {

    /** Fargate's maximum; a model that needs more needs machines of its own. */
    static final int MOST_GIGABYTES = 120;

    /** Host, path, and what says which version: a tag or a digest. */
    private static final Pattern IMAGE =
            Pattern.compile("[a-z0-9][a-z0-9.-]*\\.[a-z]{2,}(:\\d{1,5})?(/[a-z0-9][a-z0-9._-]*)+"
                    + "(:(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})");

    BatchSettings {
        if (!IMAGE.matcher(image).matches()) {
            throw new WrongContextException(
                    "not an image with a version: '%s', give host, name and tag or digest, e.g.".formatted(image)
                            + " -c batchImage=ghcr.io/OWNER/precalc:1.2.3");
        }
    }

    static Optional<BatchSettings> of(Context context) {
        return context.flag("batch", false)
                ? Optional.of(new BatchSettings(
                        context.required("batchImage", "ghcr.io/OWNER/precalc:1.2.3"),
                        context.number("batchMemory", 2, MOST_GIGABYTES, 4),
                        context.number("batchCpus", 1, 10_000, 64)))
                : Optional.empty();
    }

    /** What Fargate sells: the fewest processors that come with so much memory, and the next amount of memory there is. */
    Size size() {
        if (gigabytes <= 8) {
            return new Size(1, gigabytes);
        } else if (gigabytes <= 16) {
            return new Size(2, gigabytes);
        } else if (gigabytes <= 30) {
            return new Size(4, gigabytes);
        } else if (gigabytes <= 60) {
            return new Size(8, upTo(4));
        }
        return new Size(16, upTo(8));
    }

    private int upTo(int step) {
        return (gigabytes + step - 1) / step * step;
    }

    /** Of one job. */
    record Size(int cpus, int gigabytes) {}
}
