package io.ersilia.precalc.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log: one line per notice on stderr. Logback finds this class by its service file; XML takes a quarter second. */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String OURS = "io.ersilia.precalc";

    /** Sets how much is said: only warnings, notices, or all. */
    static void say(boolean quiet, boolean verbose) {
        if (LoggerFactory.getLogger(OURS) instanceof ch.qos.logback.classic.Logger logger) {
            logger.setLevel(quiet ? Level.WARN : verbose ? Level.DEBUG : Level.INFO);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("precalc: %replace(%msg){'[\\r\\n]+', ' '}%n%nopex");
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(stderr);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
        context.getLogger(OURS).setLevel(Level.INFO);
        // What it logs with a stack trace is thrown too, and told in one line.
        context.getLogger("org.sqlite").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
