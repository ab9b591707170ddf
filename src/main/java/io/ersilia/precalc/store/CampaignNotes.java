package io.ersilia.precalc.store;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Quarantine;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What campaigns record in the store in addition to the runs: which runs they started, and which models are quarantined. */
public final class CampaignNotes {

    private static final String STARTS = "campaign/starts/";
    private static final String QUARANTINE = "campaign/quarantine/";

    private final ObjectStore objects;

    public CampaignNotes(ObjectStore objects) {
        this.objects = objects;
    }

    /** The runs started in this month (UTC) or later. */
    public List<CampaignStart> starts(YearMonth since) {
        List<String> keys = objects.list(STARTS).stream()
                .filter(key -> key.compareTo(STARTS + since) > 0)
                .toList();
        return InParallel.each(keys, key -> Json.read(content(key), CampaignStart.class, uri(key)));
    }

    /** Records a start; of several concurrent calls exactly one returns true. */
    public boolean create(CampaignStart start) {
        return objects.create(
                "%s%s/%s.%s.%d.json"
                        .formatted(
                                STARTS,
                                YearMonth.from(start.at().atZone(ZoneOffset.UTC)),
                                start.model(),
                                start.run(),
                                start.number()),
                Json.bytes(start));
    }

    /** All quarantines, in force or lifted. */
    public List<Quarantine> quarantines() {
        return InParallel.each(objects.list(QUARANTINE), key -> Json.read(content(key), Quarantine.class, uri(key)));
    }

    public Optional<Quarantine> quarantine(ModelId model) {
        String key = key(model);
        return objects.read(key).map(json -> Json.read(json, Quarantine.class, uri(key)));
    }

    /** Records a quarantine, or its lifting, in place of the model's earlier one. */
    public void save(Quarantine quarantine) {
        objects.save(key(quarantine.model()), Json.bytes(quarantine));
    }

    private static String key(ModelId model) {
        return QUARANTINE + model + ".json";
    }

    private byte[] content(String key) {
        return objects.read(key).orElse(new byte[0]);
    }

    private String uri(String key) {
        return objects.uri() + "/" + key;
    }
}
