package io.ersilia.precalc.model;

import io.ersilia.precalc.model.Reply.Unsound;

/**
 * How a molecule failed when asked alone. It may not be to blame: the server may have had a passing fault.
 *
 * @param last how it failed last
 * @param asked how often it was asked for alone
 * @param admitted how often the model itself reported the failure
 */
record LoneFailure(Unsound last, int asked, int admitted) {

    /** How often the model itself must report the failure: twice is not chance. */
    private static final int ENOUGH = 2;

    static LoneFailure first(Unsound unsound, int asked) {
        return new LoneFailure(unsound, asked, unsound.isTheModelsWord() ? 1 : 0);
    }

    LoneFailure again(Unsound unsound) {
        return new LoneFailure(unsound, asked + 1, admitted + (unsound.isTheModelsWord() ? 1 : 0));
    }

    /** Whether the connection or the server failed, not the model: a later attempt may bring a value. */
    boolean isOfTransport() {
        return admitted < ENOUGH;
    }

    /**
     * Whether to ask for it again.
     *
     * @param isLastRound the last round also asks for molecules that break or block a server, as each costs one
     */
    boolean isOpen(boolean isLastRound) {
        return switch (last.cause()) {
            case DIED, HUNG -> isLastRound;
            case BROKEN -> true;
            case FAILED, CONTROL_DIFFERS -> admitted < ENOUGH;
        };
    }

    /** For the reject: how it failed in the end, after how often it was asked for, which comes first as long texts are cut. */
    String detail() {
        return "asked %s alone: %s".formatted(asked == 1 ? "once" : asked + " times", last.reason());
    }
}
