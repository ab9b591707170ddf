package io.ersilia.precalc.api;

import java.util.List;
import java.util.Map;

/** A way into the lookup API. */
interface Door extends AutoCloseable {

    /** What came back, header names in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {}

    Reply send(String method, String path, Map<String, String> headers, String body) throws Exception;

    /** The lines of the log so far. */
    List<String> log();

    @Override
    void close();
}
