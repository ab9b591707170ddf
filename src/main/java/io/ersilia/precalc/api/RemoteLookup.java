package io.ersilia.precalc.api;

import io.ersilia.precalc.api.ApiClient.Reply;
import io.ersilia.precalc.api.MoleculeAnswer.InModel;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.web.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a remote lookup API, by InChIKeys only: the user's structures stay on this machine.
 */
public final class RemoteLookup implements PredictionSource {

    private static final WebUrl.Purpose PURPOSE =
            new WebUrl.Purpose("--api", "a lookup API", "https://abc.example.org/prod");

    /** How often a list is asked for again from its beginning because lookups now see another run. */
    private static final int MOST_SWITCHES = 2;

    private final ApiClient calls;
    private final AnswerReader answers;
    private final boolean percentiles;

    /**
     * Reads the address of a lookup API, including the path of its stage.
     *
     * @throws IllegalArgumentException if no API can be there
     */
    public static WebUrl url(String text) {
        return WebUrl.of(text, PURPOSE);
    }

    /**
     * Prepares lookups without asking the API yet.
     *
     * @param key the key that the API asks for; null for none
     * @param percentiles whether predictions of one model say where their numbers stand in the library
     * @throws IllegalArgumentException if others could read the key on its way, or no header can carry it
     */
    public RemoteLookup(WebUrl url, @Nullable String key, Sleeper sleeper, boolean percentiles) {
        if (key != null && !key.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "PRECALC_API_KEY cannot be sent as a header: set it to printable ASCII without blanks");
        }
        if (key != null && !url.isPrivate()) {
            throw new IllegalArgumentException(
                    "the key in PRECALC_API_KEY would be sent to %s unencrypted: use https with --api, or unset the variable"
                            .formatted(url));
        }
        this.calls = new ApiClient(url, key, sleeper);
        this.answers = new AnswerReader(name());
        this.percentiles = percentiles;
    }

    @Override
    public String name() {
        return calls.url().toString();
    }

    @Override
    public Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> asked) {
        List<InchiKey> keys = LookupInput.keys(asked).toList();
        if (keys.isEmpty()) {
            return current(model).map(known -> put(model, known.columns(), Meaning.UNKNOWN, asked, Map.of(), false));
        }
        List<PredictionsAnswer> pages = pages(model, keys);
        if (pages.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = pages.get(0).columns();
        Map<InchiKey, Row> rows = new HashMap<>();
        int at = 0;
        for (PredictionsAnswer page : pages) {
            for (Row row : page.rows()) {
                rows.put(keys.get(at++), under(columns, page, row));
            }
        }
        return Optional.of(put(
                model,
                columns,
                pages.get(0).meaning(),
                asked,
                rows,
                pages.stream().anyMatch(PredictionsAnswer::mayVary)));
    }

    /** The whole answer, all from one run; empty if nothing is known about the model. */
    private List<PredictionsAnswer> pages(ModelId model, List<InchiKey> keys) {
        if (keys.size() <= ApiLimits.MAX_INPUTS) {
            return inOneList(model, keys);
        }
        Optional<CurrentModel> before = current(model); // only an answer in parts names its run
        for (int switches = 0; switches <= MOST_SWITCHES; switches++) {
            List<PredictionsAnswer> pages = inLists(model, keys);
            Optional<CurrentModel> after = current(model);
            if (after.equals(before)) {
                return pages;
            }
            before = after;
        }
        throw switching(model);
    }

    private List<PredictionsAnswer> inLists(ModelId model, List<InchiKey> keys) {
        List<PredictionsAnswer> pages = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += ApiLimits.MAX_INPUTS) {
            List<PredictionsAnswer> more =
                    inOneList(model, keys.subList(from, Math.min(from + ApiLimits.MAX_INPUTS, keys.size())));
            if (more.isEmpty()) {
                return List.of();
            }
            pages.addAll(more);
        }
        return pages;
    }

    private Failure switching(ModelId model) {
        return Failure.unavailable(
                "%s answers each part of a list from another run of %s: ask again when no run is being published there"
                        .formatted(name(), model));
    }

    /** The parts of the answer to one list of keys, all from one run; empty if nothing is known about the model. */
    private List<PredictionsAnswer> inOneList(ModelId model, List<InchiKey> keys) {
        List<PredictionsAnswer> parts = new ArrayList<>();
        int switches = 0;
        for (int from = 0; from < keys.size(); ) {
            Reply reply = calls.post("/predictions", question(model, keys, from));
            if (!reply.found()) {
                requireField(reply, "modelId");
                return List.of();
            }
            PredictionsAnswer page = answers.predictions(reply.body(), model, keys, from);
            if (!parts.isEmpty() && !Objects.equals(parts.get(0).runId(), page.runId())) {
                if (switches++ == MOST_SWITCHES) {
                    throw switching(model);
                }
                parts.clear();
                from = 0;
            } else {
                parts.add(page);
                from = page.next() == null ? keys.size() : page.next();
            }
        }
        return parts;
    }

    private byte[] question(ModelId model, List<InchiKey> keys, int from) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("modelId", model.value());
        question.put("inputKeyArray", keys.stream().map(InchiKey::value).toList());
        if (from > 0) {
            question.put("from", from);
        }
        if (percentiles) {
            question.put("percentiles", true); // older APIs refuse this field by name
        }
        return Json.text(question).getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps the row's own columns if another version became current between two parts of the answer. */
    private static Row under(List<String> columns, PredictionsAnswer page, Row row) {
        if (!(row instanceof Found found)) {
            return row;
        }
        List<String> own = found.columns() == null ? page.columns() : found.columns();
        return found.withColumns(own.equals(columns) ? null : own);
    }

    /** Assigns the answers to the inputs as they were written. */
    private static PredictionsAnswer put(
            ModelId model,
            List<String> columns,
            Meaning meaning,
            List<LookupInput> asked,
            Map<InchiKey, Row> rows,
            boolean mayVary) {
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            LookupInput one = asked.get(i);
            Row row = one.key() == null ? null : rows.get(one.key());
            all.add(row == null ? PredictionsAnswer.without(i, one) : row.at(i, one.input()));
        }
        return PredictionsAnswer.of(model, columns, meaning, all, mayVary, null);
    }

    @Override
    public List<MoleculeAnswer> inAllModels(List<LookupInput> asked) {
        return asked.stream().map(this::molecule).toList();
    }

    private MoleculeAnswer molecule(LookupInput asked) {
        InchiKey key = asked.key();
        if (key == null) {
            return MoleculeAnswer.of(asked, List.of());
        }
        List<InModel> models = new ArrayList<>();
        List<MoleculeAnswer.Rejected> rejected = new ArrayList<>();
        String smiles = null;
        String from = "";
        while (from != null) {
            Reply reply = calls.get("/predictions/" + key + from);
            if (!reply.found()) {
                requireField(reply, "inputKey");
                break; // nothing is stored, or no longer
            }
            MoleculeAnswer part = answers.molecule(reply.body(), key);
            smiles = smiles == null ? part.smiles() : smiles;
            models.addAll(part.predictions());
            rejected.addAll(part.rejected());
            from = part.next() == null ? null : "?from=" + part.next();
        }
        return new MoleculeAnswer(key.value(), smiles, models, rejected, null);
    }

    @Override
    public Optional<CurrentModel> current(ModelId model) {
        Reply reply = calls.get("/models/" + model);
        if (!reply.found()) {
            requireField(reply, "modelId");
            return Optional.empty();
        }
        return Optional.of(answers.model(reply.body(), model));
    }

    /** Checks that a 404 is about this field; any other does not mean that nothing is known. */
    private void requireField(Reply reply, String field) {
        if (!reply.field().equals(field)) {
            throw Failure.unavailable("%s answers 404 about %s; is that a lookup API? name one with --api"
                    .formatted(name(), Printable.of(reply.field())));
        }
    }
}
