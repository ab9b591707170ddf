package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as the hub's catalog lists it; a text is null if the catalog does not give it.
 *
 * @param status such as {@code Ready} or {@code In maintenance}
 * @param release the newest version, e.g. {@code v1.0.0}
 */
public record HubModel(
        ModelId id,
        @Nullable String title,
        @Nullable String slug,
        @Nullable String status,
        List<String> tasks,
        List<String> tags,
        List<String> outputs,
        @Nullable String release) {

    public HubModel {
        tasks = List.copyOf(tasks);
        tags = List.copyOf(tags);
        outputs = List.copyOf(outputs);
    }

    /** A model known only by its id. */
    public static HubModel unlisted(ModelId id) {
        return new HubModel(id, null, null, null, List.of(), List.of(), List.of(), null);
    }

    /** Whether the version is the released one, as far as known. */
    public boolean isOfRelease(@Nullable String version) {
        return release == null || version == null || VersionTag.isSame(release, version.split("@", 2)[0]);
    }
}
