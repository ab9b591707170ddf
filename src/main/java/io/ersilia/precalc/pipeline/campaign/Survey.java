package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.pipeline.campaign.PastRun.Fit;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Quarantine;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.store.CampaignNotes;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a campaign's decisions need: plans, accounts and metadata of runs, and its own notes. No partition is read. */
final class Survey {

    /** The starts of this month and of this many months before it are read. */
    private static final int MONTHS = 3;

    private static final double HOUR = 3600;

    private final RunStore store;
    private final CampaignNotes notes;
    private final Plan work;
    private final Function<@Nullable ModelMetadata, @Nullable Spending> whole;

    /**
     * @param work the plan of any model over the campaign's molecules
     * @param whole what such a run takes; null if the metadata do not show it
     */
    Survey(
            RunStore store,
            CampaignNotes notes,
            Plan work,
            Function<@Nullable ModelMetadata, @Nullable Spending> whole) {
        this.store = store;
        this.notes = notes;
        this.work = work;
        this.whole = whole;
    }

    List<ModelHistory> of(List<HubModel> models, Instant now) {
        YearMonth since = YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(MONTHS);
        Map<ModelId, List<CampaignStart>> starts = notes.starts(since).stream()
                .sorted(Comparator.comparing(CampaignStart::at))
                .collect(Collectors.groupingBy(CampaignStart::model));
        Map<ModelId, Quarantine> quarantines =
                notes.quarantines().stream().collect(Collectors.toMap(Quarantine::model, one -> one));
        return InParallel.each(models, model -> {
            ModelMetadata known = store.metadata(model.id()).orElse(null);
            return new ModelHistory(
                    model,
                    whole.apply(known),
                    store.plans(model.id()).stream()
                            .map(plan -> run(plan, model, known))
                            .filter(Objects::nonNull)
                            .toList(),
                    starts.getOrDefault(model.id(), List.of()),
                    quarantines.get(model.id()));
        });
    }

    /** Null for a run that does not concern the campaign. */
    private @Nullable PastRun run(Plan plan, HubModel model, @Nullable ModelMetadata known) {
        boolean isAlike = Objects.equals(plan.sample(), work.sample());
        boolean isProbe = Objects.equals(plan.sample(), CampaignWork.PROBE);
        if (!isAlike && !isProbe) {
            return null;
        }
        String planned = plan.modelVersion(); // saves a request if it is known
        boolean isRelease = model.isOfRelease(planned == null ? new RunVersion(store, plan).known() : planned);
        boolean isSame =
                isAlike && plan.library().sha256().equals(work.library().sha256());
        Fit fit = isRelease && isSame ? Fit.CURRENT : isRelease && isProbe ? Fit.PROBE : Fit.OLDER;
        Optional<Reconciliation> account = store.account(plan.model(), plan.run());
        Instant counted = account.map(Reconciliation::finished).orElse(plan.created());
        if (account.filter(Reconciliation::complete).isPresent()) {
            return isAlike || fit == Fit.PROBE
                    ? new PastRun(plan.run(), fit, counted, 2 * plan.rows(), counted, true, hours(plan, known))
                    : null;
        }
        return unfinished(plan, fit, counted);
    }

    private PastRun unfinished(Plan plan, Fit fit, Instant counted) {
        RunFiles files = store.files(plan.model(), plan.run());
        long predicted = 0;
        long served = 0;
        for (Share share : plan.sharesWithRows()) {
            long rows = share.slice().size();
            predicted += files.isPredicted(share.worker()) ? rows : files.keptRows(share.worker(), share.slice());
            served += files.isServed(share.worker()) ? rows : 0;
        }
        Optional<Round> round =
                files.lastRound() == 0 ? Optional.empty() : store.round(plan.model(), plan.run(), files.lastRound());
        Instant ended = round.map(Round::ended).filter(counted::isBefore).orElse(counted);
        boolean stopped = round.isPresent() && (round.get().isLast() || predicted == plan.rows());
        return new PastRun(plan.run(), fit, null, predicted + served, ended, stopped, null);
    }

    private static @Nullable Double hours(Plan plan, @Nullable ModelMetadata known) {
        return known == null
                        || known.secondsPerMolecule() == null
                        || !known.run().equals(plan.run())
                ? null
                : Double.valueOf(known.secondsPerMolecule() * known.newlyPredicted() / HOUR);
    }
}
