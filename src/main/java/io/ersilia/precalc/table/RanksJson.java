package io.ersilia.precalc.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.stats.LibraryRanks;

/** The ranks of a model as a table keeps them: JSON on one line. */
public final class RanksJson {

    private RanksJson() {}

    public static String write(LibraryRanks ranks) {
        try {
            return Json.MAPPER.writeValueAsString(ranks);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ranks that JSON cannot carry", e);
        }
    }

    /** Rejects any other text. */
    public static LibraryRanks read(String json) {
        try {
            return Json.MAPPER.readValue(json, LibraryRanks.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ranks are not those of a model", e);
        }
    }
}
