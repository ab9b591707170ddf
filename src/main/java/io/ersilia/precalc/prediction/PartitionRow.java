package io.ersilia.precalc.prediction;

import io.ersilia.precalc.molecule.Screening;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What must hold of the first two cells of every row of a partition. */
record PartitionRow(
        @StandardInchiKey String key,

        @NotBlank(message = "empty") @Size(max = Screening.MAX_SMILES, message = "longer than {max} characters")
        String input) {}
