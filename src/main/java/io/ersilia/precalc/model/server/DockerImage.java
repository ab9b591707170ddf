package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.server.DockerProgram.Step;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image of a model, fixed by its content: the same image is run again even if its tag moves.
 *
 * @param reference the name it is run by
 * @param tag the tag asked for; null for the newest
 * @param digest {@code sha256:…}
 */
record DockerImage(String reference, @Nullable String tag, String digest) {

    private static final Logger log = LoggerFactory.getLogger(DockerImage.class);
    private static final String OWNER = "ersiliaos/";
    private static final String NEWEST = "latest";
    private static final Pattern VERSION = Pattern.compile("(\\w[\\w.-]{0,127})(?:@(sha256:[0-9a-f]{64}))?");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** The version that is recorded: the tag, or else the release on the model's card, and the digest. */
    String version(@Nullable String release) {
        return "%s@%s".formatted(tag != null ? tag : release != null ? release : NEWEST, digest);
    }

    /**
     * Finds the image on this machine, or pulls it.
     *
     * @param asked a tag, or a version as {@link #version} returns it; null for the newest
     * @throws Failure of kind MODEL if there is no such image
     */
    static DockerImage find(DockerProgram docker, ModelId model, @Nullable String asked) throws InterruptedException {
        Matcher version = VERSION.matcher(asked == null ? NEWEST : asked);
        if (!version.matches()) {
            throw Failure.usage("--model-version %s: expected the version of an image, e.g. v1.0.0"
                    .formatted(Printable.value(String.valueOf(asked))));
        }
        String repository = OWNER + model;
        String tag = version.group(1);
        String digest = version.group(2);
        return digest == null
                ? byTag(docker, repository, asked == null ? null : tag)
                : byDigest(docker, repository, tag, digest);
    }

    /** Whether this machine has an image tagged as the newest; a newer one may exist elsewhere. */
    static boolean isHere(DockerProgram docker, ModelId model) throws InterruptedException {
        return inspect(docker, OWNER + model + ":" + NEWEST).succeeded();
    }

    private static DockerImage byDigest(DockerProgram docker, String repository, String tag, String digest)
            throws InterruptedException {
        String name = repository + "@" + digest;
        if (inspect(docker, name).succeeded()) {
            return new DockerImage(name, tag, digest);
        }
        if (inspect(docker, digest).succeeded()) {
            return new DockerImage(digest, tag, digest); // built here: it has no other fixed name
        }
        Step pull = pull(docker, name);
        if (!pull.succeeded()) {
            throw none(name, pull);
        }
        return new DockerImage(name, tag, digest);
    }

    private static DockerImage byTag(DockerProgram docker, String repository, @Nullable String tag)
            throws InterruptedException {
        String name = repository + ":" + (tag == null ? NEWEST : tag);
        boolean moves = name.endsWith(":" + NEWEST);
        boolean here = inspect(docker, name).succeeded();
        if (moves || !here) {
            Step pull = pull(docker, name);
            if (!pull.succeeded() && here) {
                log.warn("{} could not be pulled again, so the copy on this machine is used: {}", name, pull.ending());
            } else if (!pull.succeeded()) {
                throw none(name, pull);
            }
        }
        Step inspect = inspect(docker, name);
        return fixed(repository, tag, inspect.said())
                .filter(image -> inspect.succeeded())
                .orElseThrow(
                        () -> Failure.model("%s was pulled, but is not there: %s".formatted(name, inspect.ending())));
    }

    /** Reads the image's own id and the digests that registries know it by. */
    private static Optional<DockerImage> fixed(String repository, @Nullable String tag, String said) {
        Matcher known = Pattern.compile("(?:[\\w.:-]+/)?" + Pattern.quote(repository) + "@(" + DIGEST + ")")
                .matcher(said);
        if (known.find()) {
            return Optional.of(new DockerImage(known.group(), tag, known.group(1)));
        }
        Matcher own = DIGEST.matcher(said);
        return own.find() ? Optional.of(new DockerImage(own.group(), tag, own.group())) : Optional.empty();
    }

    private static Step inspect(DockerProgram docker, String name) throws InterruptedException {
        return docker.run(DockerProgram.QUICK, "image", "inspect", "--format", "{{.Id}} {{json .RepoDigests}}", name);
    }

    private static Step pull(DockerProgram docker, String name) throws InterruptedException {
        log.info("pulling {}", name);
        return docker.run(DockerProgram.PULL, "pull", name);
    }

    private static Failure none(String name, Step pull) {
        return Failure.model(
                        "cannot get image %s: %s; try 'docker pull %s' by hand".formatted(name, pull.ending(), name))
                .ofVersion();
    }
}
