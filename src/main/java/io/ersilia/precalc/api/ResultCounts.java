package io.ersilia.precalc.api;

/** How many inputs of an answer were found, missing, invalid and rejected. Nothing else about them is logged. */
record ResultCounts(int found, int missing, int invalid, int rejected) {

    static final ResultCounts NONE = new ResultCounts(0, 0, 0, 0);

    static ResultCounts of(PredictionsAnswer answer) {
        return new ResultCounts(
                answer.output().size(),
                answer.missing().size(),
                answer.invalid().size(),
                answer.rejected().size());
    }

    static ResultCounts of(MoleculeAnswer answer) {
        return new ResultCounts(
                answer.predictions().size(), 0, 0, answer.rejected().size());
    }
}
