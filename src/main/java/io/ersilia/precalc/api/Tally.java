package io.ersilia.precalc.api;

/** How many inputs an answer speaks of, by what became of them: all that a log says about them. */
record Tally(int found, int missing, int invalid, int rejected) {

    static final Tally NONE = new Tally(0, 0, 0, 0);

    static Tally of(LookupAnswer answer) {
        return new Tally(
                answer.output().size(),
                answer.missing().size(),
                answer.invalid().size(),
                answer.rejected().size());
    }
}
