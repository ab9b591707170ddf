package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.ProcessMark;
import io.ersilia.precalc.model.server.DockerProgram.Step;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that a container belongs to, recorded as a label of the container. */
record Owner(ProcessMark process) {

    private static final Logger log = LoggerFactory.getLogger(Owner.class);
    private static final String LABEL = "io.ersilia.precalc.owner";
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+) (\\S+)$");

    /** For {@code docker run --label}. */
    String label() {
        return "%s=%s".formatted(LABEL, process);
    }

    /** Removes the containers of this machine whose owners are gone. */
    static void removeAbandoned(DockerProgram docker) throws InterruptedException {
        Step list = docker.run(
                DockerProgram.QUICK,
                "ps",
                "--all",
                "--filter",
                "label=" + LABEL,
                "--format",
                "{{.ID}} {{.Label \"%s\"}}".formatted(LABEL));
        for (Matcher found = LINE.matcher(list.said()); found.find(); ) {
            Optional<ProcessMark> gone = ProcessMark.parse(found.group(2)).filter(ProcessMark::isGone);
            if (gone.isPresent()) {
                log.info(
                        "removing container {}: process {}, which started it, is gone",
                        found.group(1),
                        gone.get().pid());
                boolean removed = new Container(docker, found.group(1)).remove(DockerProgram.CHANGE);
                log.debug("container {} gone: {}", found.group(1), removed);
            }
        }
    }
}
