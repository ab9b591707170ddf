package io.ersilia.precalc.cli.text;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.ersilia.precalc.cli.options.LogOptions;
import io.ersilia.precalc.run.Printable;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log: one line per notice on stderr. Logback finds this class by its service file; XML takes a quarter second. */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String OURS = "io.ersilia.precalc";
    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+");

    /** Sets what is logged: only warnings, notices too, or everything. */
    public static void say(LogOptions asked) {
        if (LoggerFactory.getLogger(OURS) instanceof ch.qos.logback.classic.Logger logger) {
            logger.setLevel(asked.quiet ? Level.WARN : asked.verbose ? Level.DEBUG : Level.INFO);
        }
    }

    /** No stack trace, no second line, no hidden characters. */
    private static final class OneLine extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            String line = Printable.visible(
                    LINE_ENDS.matcher(event.getFormattedMessage()).replaceAll(" "));
            boolean isGrave = event.getLevel().isGreaterOrEqual(Level.WARN);
            Tone tone = event.getLevel() == Level.ERROR ? Tone.BAD : Tone.WARNING;
            return (isGrave ? Message.of(tone, line, System.getenv()) : Message.of(line, System.getenv()))
                    + System.lineSeparator();
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(new OneLine());
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
