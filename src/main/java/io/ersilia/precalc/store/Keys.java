package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Printable;

/** Checks a store's keys: names joined by {@code /}, none of them hidden or leading out of the store. */
public final class Keys {

    private Keys() {}

    /** Returns the key, or refuses it. */
    public static String checked(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "not a key: '%s', expected names joined by /, none empty or starting with a dot"
                            .formatted(Printable.of(key)));
        }
        return key;
    }

    /** Returns the prefix, or refuses it if no key can begin with it. */
    public static String checkedPrefix(String prefix) {
        if (!prefix.isEmpty()) {
            checked(prefix.endsWith("/") ? prefix + "x" : prefix);
        }
        return prefix;
    }

    /** Returns the beginning of the keys in a folder, with a final slash, or refuses the folder. */
    public static String checkedFolder(String folder) {
        if (!folder.endsWith("/")) {
            throw new IllegalArgumentException("not a folder: '%s', expected a slash at its end".formatted(folder));
        }
        return checkedPrefix(folder);
    }

    public static boolean isKey(String text) {
        for (String name : text.split("/", -1)) {
            if (name.isEmpty() || name.startsWith(".")) {
                return false;
            }
        }
        return text.indexOf('\\') < 0 && text.chars().noneMatch(Character::isISOControl);
    }
}
