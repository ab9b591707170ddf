package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.key;

import java.util.Map;

/** The life of a function in a process of its own: made, primed, asked once, by {@code keys} or {@code smiles}. */
final class PrimedLookup {

    private PrimedLookup() {}

    public static void main(String[] args) {
        LambdaDoor door = new LambdaDoor(System.getenv());
        door.handler().beforeCheckpoint(org.crac.Core.getGlobalContext());
        door.handler().afterRestore(org.crac.Core.getGlobalContext());
        String inputs =
                args[0].equals("keys") ? "\"inputKeyArray\":[\"%s\"]".formatted(key(1)) : "\"smilesArray\":[\"CCO\"]";
        Door.Reply reply = door.send(
                "POST",
                "/predictions",
                Map.of("content-type", "application/json"),
                "{\"modelId\":\"eos3b5e\",%s}".formatted(inputs));
        if (reply.status() != 200) {
            throw new IllegalStateException(reply.body());
        }
    }
}
