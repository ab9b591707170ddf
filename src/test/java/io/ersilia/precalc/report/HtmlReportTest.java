package io.ersilia.precalc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        assertThat(page).doesNotContain("<link", "<img", "<iframe", "url(", "@import", "src=");
        assertThat(page).containsOnlyOnce("<script");
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

        assertThat(page).doesNotContain("<b ", "\u001b", "\u0000").containsOnlyOnce("<script");
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
    void thePolicyAllowsTheOneScriptByItsHash() {
        String page = HtmlReport.of(PaperReport.of(1, 1));
        String script = page.substring(page.indexOf("<script>") + 8, page.indexOf("</script>"));
        byte[] hash = Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8));

        assertThat(page)
                .contains("script-src &#39;sha256-" + Base64.getEncoder().encodeToString(hash) + "&#39;\"");
    }

    @Test
    void theModelIsTheTitleItsCommandComesFirstAndPlacesComeLast() {
        assertThat(HtmlReport.of(PaperReport.of(50, 1)))
                .contains("<h1>Antibiotic activity <span>eos4e40 v1.2.0</span></h1>")
                .containsSubsequence(
                        "Run r1 · 2,000,000 rows of s3://molecules/library.csv",
                        "precalc run --model eos4e40 --new-run",
                        "<section id=\"summary\"",
                        "<section id=\"columns\"",
                        "<section id=\"rejects\"",
                        "precalc rejects --model eos4e40 --run r1",
                        "<section id=\"timeline\"",
                        "</main>",
                        "<footer>s3://molecules/precalc/out/eos4e40/r1/");
    }

    @Test
    void memoryAndProcessorTimeOfWorkersAreShown() {
        assertThat(HtmlReport.of(PaperReport.of(50, 1)))
                .contains("<dt>memory of a worker, at most</dt><dd>750 MiB</dd>")
                .contains("<dt>processor time of a worker, at most</dt><dd>1 h 25 min</dd>");
    }

    @Test
    void wordsAreExplainedWhereTheyAreUsedFirst() {
        assertThat(HtmlReport.of(PaperReport.of(50, 1)))
                .contains(
                        "control molecules, well-known ones that every worker asks the model for first",
                        "partitions, the files of predictions that the workers wrote",
                        "slices, the parts of the library",
                        "A write unit is what DynamoDB charges for 1 KB of an item");
    }

    @Test
    void whatNobodyKnowsIsNotShownAsNothing() {
        String page = HtmlReport.of(PaperReport.of(5, 1));

        assertThat(page)
                .contains("<th scope=\"row\">runner minutes, serve</th><td>not known</td><td>50</td>")
                .contains("<th scope=\"row\">verified</th><td>not known</td>");
    }
}
