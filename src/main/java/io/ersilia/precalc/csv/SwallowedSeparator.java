package io.ersilia.precalc.csv;

/** A line separator of other formats, which would become part of an unquoted cell and make its row disappear. */
enum SwallowedSeparator {
    CR("a carriage return (CR)", "tr '\\r' '\\n'"),
    LF("a line feed (LF) although its lines end in CR", "tr '\\r' '\\n'"),
    VT("a vertical tab (VT)", "tr '\\013' '\\n'"),
    FF("a form feed (FF)", "tr '\\f' '\\n'"),
    FS("an information separator (0x1C to 0x1E)", "tr '\\034\\035\\036' '\\n'"),
    NEL("a next line (NEL, U+0085)", "perl -pe 's/\\xC2\\x85/\\n/g'"),
    LS("a line separator (U+2028)", "perl -pe 's/\\xE2\\x80\\xA8/\\n/g'"),
    PS("a paragraph separator (U+2029)", "perl -pe 's/\\xE2\\x80\\xA9/\\n/g'");

    private final String words;
    private final String filter;

    SwallowedSeparator(String words, String filter) {
        this.words = words;
        this.filter = filter;
    }

    MalformedCsvException in(long record, long line, long at) {
        return new MalformedCsvException(
                record, "contains %s outside quotes, in line %d, byte %d".formatted(words, line, at), filter);
    }
}
