package io.ersilia.precalc.model;

/** Tags of model versions, which are written with and without a leading v. */
public final class VersionTag {

    private VersionTag() {}

    /** Whether both mean the same version: {@code v1.0.0} and {@code 1.0.0} do. */
    public static boolean isSame(String one, String other) {
        return bare(one).equals(bare(other));
    }

    private static String bare(String tag) {
        return tag.startsWith("v") ? tag.substring(1) : tag;
    }
}
