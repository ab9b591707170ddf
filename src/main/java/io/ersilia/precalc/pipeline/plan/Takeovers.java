package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.library.LibraryRow;
import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.pipeline.plan.SourceChooser.SourceRun;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Looks up each molecule of a new run in an earlier one, once for all workers: known molecules need not be predicted. */
public final class Takeovers {

    private static final int ROWS = 1000;

    private final RunStore store;
    private final Function<String, ByteSource> files;
    private final Predicate<String> isSmiles;
    private final Function<String, Optional<InchiKey>> keys;

    /**
     * @param files opens the files of the library
     * @param isSmiles the same test that the library is planned with
     * @param keys computes the key of a SMILES
     */
    public Takeovers(
            RunStore store,
            Function<String, ByteSource> files,
            Predicate<String> isSmiles,
            Function<String, Optional<InchiKey>> keys) {
        this.store = store;
        this.files = files;
        this.isSmiles = isSmiles;
        this.keys = keys;
    }

    /**
     * The plan with what it takes over. If only a tag was asked for, its version becomes that of the earlier run, with the
     * digest of the image; if no version is known, each worker finds out whether the model still has that version.
     *
     * @param dry whether nothing is written
     */
    Plan in(Plan plan, List<PlannedSlice> slices, Takeover wanted, Passes passes, boolean dry) {
        Optional<SourceRun> source = new SourceChooser(store).choose(plan, wanted);
        if (source.isEmpty()) {
            return plan;
        }
        try (TemporaryFolder work = TemporaryFolder.create();
                Passes.Pass pass = passes.begin("compare", plan.rows())) {
            Path rows = work.file("known.rows");
            List<Long> bySlice = look(source.get(), plan, slices, wanted, work, pass);
            Plan.Known known = new Plan.Known(
                    source.get().plan().run(),
                    source.get().modelVersion(),
                    bySlice.stream().mapToLong(Long::longValue).sum(),
                    RunStore.knownRowsKey(plan.model(), plan.run(), Sha256.hex(rows)),
                    wanted.byKey(),
                    wanted.retryRejects(),
                    plan.slices().isEmpty() ? List.of() : bySlice);
            if (known.rows() == 0) {
                return plan;
            }
            if (!dry) {
                store.saveKnownRows(known, rows);
            }
            return plan.knowing(
                    plan.modelVersion() == null || known.modelVersion() == null
                            ? plan.modelVersion()
                            : known.modelVersion(),
                    known);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("look up the molecules of the library", e);
        }
    }

    /** Writes for each row of the plan the earlier row with its molecule, from 1, or 0; returns how many are known in each slice. */
    private List<Long> look(
            SourceRun source,
            Plan plan,
            List<PlannedSlice> slices,
            Takeover wanted,
            TemporaryFolder work,
            Passes.Pass pass)
            throws IOException {
        KnownMolecules known = new KnownMolecules(
                store.keyIndex(plan.model(), source.plan().run()), source.plan().rows(), wanted, work);
        List<Long> bySlice = new ArrayList<>();
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(work.file("known.rows")), 1 << 16))) {
            for (PlannedSlice slice : slices) {
                long count = 0;
                try (SliceFile rows = SliceFile.copy(files, isSmiles, plan, slice, work.file("slice.csv"))) {
                    for (List<LibraryRow> some = rows.read(ROWS); !some.isEmpty(); some = rows.read(ROWS)) {
                        for (long row : look(some, known, wanted.byKey())) {
                            out.writeLong(row + 1);
                            count += row < 0 ? 0 : 1;
                        }
                        pass.advance(some.size());
                    }
                }
                bySlice.add(count);
            }
        }
        return bySlice;
    }

    /** Computing an InChIKey takes longer than all else, so it is done only if molecules are known by key alone. */
    private List<Long> look(List<LibraryRow> rows, KnownMolecules known, boolean byKey) {
        return byKey
                ? InParallel.each(
                        rows,
                        row -> known.row(
                                smiles(row),
                                InchiKey.inCell(row.key())
                                        .or(() -> keys.apply(row.smiles()))
                                        .orElse(null)),
                        cores())
                : rows.stream()
                        .map(row -> known.row(
                                smiles(row), InchiKey.inCell(row.key()).orElse(null)))
                        .toList();
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String smiles(LibraryRow row) {
        return WrittenSmiles.of(row.smiles()).smiles();
    }
}
