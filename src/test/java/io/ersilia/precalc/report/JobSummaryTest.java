package io.ersilia.precalc.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said on the pages of a workflow, and that no text from outside takes effect there. */
class JobSummaryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "CCO ! CCO",
                "C|C ! C&#124;C",
                "<img src=x> ! &#60;img src=x&#62;",
                "[a](http://b) ! &#91;a&#93;(http&#58;//b)",
                "see www.a.org ! see www&#46;a.org",
                "a :tada: $x$ ~~b~~ ! a &#58;tada: &#36;x&#36; &#126;&#126;b&#126;&#126;",
                "- a ! &#45; a",
                "12. a ! 12&#46; a",
                "`*_@ersilia #1 ! &#96;&#42;&#95;&#64;ersilia &#35;1",
                "é𝄞 ! é𝄞",
                "v1.0.0, s3://b/a-b (1 of 2): 50 % ! v1.0.0, s3&#58;//b/a-b (1 of 2): 50 %"
            })
    void textFromOutsideIsShownAsItIs(String outside, String shown) {
        assertThat(Markdown.text(outside)).isEqualTo(shown);
        assertThat(Markdown.code(outside)).isEqualTo("<code>" + shown + "</code>");
    }

    @Test
    void textFromOutsideStaysOnItsLineAndIsCut() {
        assertThat(Markdown.text("a\r\n| b")).isEqualTo("a  &#124; b");
        assertThat(Markdown.text("C".repeat(5000))).hasSizeLessThan(130);
        assertThat(Markdown.whole("C".repeat(5000) + "\n")).hasSize(5001);
    }

    @Test
    void statesAreCountedAndOnlyWhatIsNotServedIsListed() {
        List<SliceStatus> slices = List.of(
                new SliceStatus(1, 10L, 9L, 1, 9, SliceState.SERVED, 0),
                new SliceStatus(2, 10L, 0L, 0, 0, SliceState.PREDICTING, 4),
                new SliceStatus(3, 0L, 0L, 0, 0, SliceState.EMPTY, 0));

        assertThat(JobSummary.states("r", slices, List.of("predict it"))).isEqualTo("""
                ### Slices of run r

                | empty | predicting | served |
                | --- | --- | --- |
                | 1 | 1 | 1 |

                | worker | rows | in batches | predicted | taken over | rejected | state |
                | --- | --- | --- | --- | --- | --- | --- |
                | 2 | 10 | 4 | 0 | 0 | 0 | predicting |

                What to do next:

                - predict it

                """);
    }

    @Test
    void theAccountOfTheLargestRunIsFarBelowOneMebibyte() {
        List<SliceStatus> slices = new ArrayList<>();
        for (int worker = 1; worker <= 256; worker++) {
            slices.add(new SliceStatus(worker, 2_000_000L, 2_000_000L, 2_000_000, 0, SliceState.PREDICTED, 0));
        }

        assertThat(JobSummary.account("r", Map.of("rows in", 1L), Rejections.NONE, null, slices, List.of("x")))
                .hasSizeLessThan(40_000);
    }
}
