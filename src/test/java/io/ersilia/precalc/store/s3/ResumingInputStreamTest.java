package io.ersilia.precalc.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.store.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.Abortable;

class ResumingInputStreamTest {

    private final Answer answer = new Answer();
    private final ResumingInputStream stream =
            new ResumingInputStream("s3://bucket/key", answer, new ByteRange(0, 10), rest -> answer);

    /** Ten bytes of an answer that goes on; notes how it ended. */
    private static final class Answer extends ByteArrayInputStream implements Abortable {

        private boolean aborted;
        private boolean closed;

        Answer() {
            super(new byte[20]);
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void anAnswerThatIsNotReadToItsEndIsAbortedAsClosingItWouldReadTheRest() throws IOException {
        assertThat(stream.readNBytes(9)).hasSize(9);

        stream.close();

        assertThat(answer.aborted).isTrue();
        assertThat(answer.closed).isFalse();
    }

    @Test
    void anAnswerThatWasReadWholeIsClosedSoThatItsConnectionServesAgain() throws IOException {
        assertThat(stream.readAllBytes()).hasSize(10);

        stream.close();

        assertThat(answer.closed).isTrue();
        assertThat(answer.aborted).isFalse();
    }
}
