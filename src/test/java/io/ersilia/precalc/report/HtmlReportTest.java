package io.ersilia.precalc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says, what it never holds, and how large it may be. */
class HtmlReportTest {

    private static final int MOST_BYTES = 2_000_000;

    @Test
    void theSameFactsMakeTheSameBytes() {
        assertThat(HtmlReport.of(PaperReport.of(50, 3))).isEqualTo(HtmlReport.of(PaperReport.of(50, 3)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "50, 1", "256, 2048"})
    void thePageStaysBelowTwoMegabytesAndNeedsNothingElse(int workers, int columns) {
        String page = HtmlReport.of(PaperReport.of(workers, columns));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        assertThat(page).doesNotContain("<script", "<link", "<img", "<iframe", "url(", "@import", "src=");
        assertThat(Pattern.compile("href=\"(?!#)").matcher(page).find()).isFalse();
    }

    @Test
    void longNamesAreCutSoThatTheyDoNotMakeAPageTooLarge() {
        String page = HtmlReport.of(PaperReport.of(256, 2048, "name".repeat(2000), "x".repeat(60_000)));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
    }

    @Test
    void textFromOutsideNeverBecomesMarkup() {
        String page = HtmlReport.of(PaperReport.of(
                5,
                3,
                "</td><script>alert('x')</script><b onload=\"x\">",
                "\u001b[31m</pre><script>a & b</script>\u0000"));

        assertThat(page).doesNotContain("<script", "<b ", "\u001b", "\u0000");
        assertThat(page)
                .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;b onload=&quot;x&quot;&gt;")
                .contains("\u241b[31m&lt;/pre&gt;&lt;script&gt;a &amp; b&lt;/script&gt;\u2400");
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 2400",
        "0008, 2408",
        "007f, 2421",
        "0085, fffd",
        "202e, fffd",
        "2066, fffd",
        "feff, fffd",
        "d800, fffd"
    })
    void charactersThatMoveHideOrEndOthersAreShownAsPictures(String hidden, String shown) {
        String outside = String.valueOf((char) Integer.parseInt(hidden, 16));

        assertThat(new Html().text(outside)).hasToString(String.valueOf((char) Integer.parseInt(shown, 16)));
    }

    @Test
    void onlyOurOwnNamesBecomeTagsAndAttributes() {
        Html html = new Html();

        assertThatThrownBy(() -> html.line("p onclick", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> html.line("p", "x", "onclick", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> html.line("p", "x", "src", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> html.style("</style>")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().mark("p")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyPartHasAHeadingThatTheMenuLeadsTo() {
        String page = HtmlReport.of(PaperReport.of(50, 1));

        for (String part : new String[] {
            "summary", "account", "timeline", "pace", "rejects", "columns", "controls", "logs", "cost", "repeat"
        }) {
            assertThat(page)
                    .contains("href=\"#" + part + "\"", "<section id=\"" + part + "\"", "id=\"" + part + "-title\"");
        }
    }

    @Test
    void whatNobodyKnowsIsNotShownAsNothing() {
        String page = HtmlReport.of(PaperReport.of(5, 1));

        assertThat(page)
                .contains("<th scope=\"row\">runner minutes, serve</th><td>not known</td><td>50</td>")
                .contains("<th scope=\"row\">verified</th><td>not known</td>");
    }
}
