package io.ersilia.precalc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report as a browser shows it: on a screen and a phone, light and dark, on paper and by keyboard. */
class ReportPageTest {

    /** "The visual presentation of text has a contrast ratio of at least 4.5:1", WCAG 2.2, 1.4.3. */
    private static final double LEAST_CONTRAST = 4.5;

    private static final String CONTRASTS = """
            (() => {
              const numbers = c => c.match(/[\\d.]+/g).map(Number);
              const light = c => { const l = c.slice(0, 3).map(v => v / 255)
                  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
              const behind = e => { for (let at = e; at; at = at.parentElement) {
                  const c = numbers(getComputedStyle(at).backgroundColor);
                  if (c.length < 4 || c[3] > 0) return c; }
                return [255, 255, 255]; };
              const worst = {};
              for (const e of document.querySelectorAll('h1,h2,h3,p,a,li,button,footer,dt,dd,th,td,caption,figcaption,summary,pre,strong,svg text')) {
                const style = getComputedStyle(e);
                const one = light(numbers(e.ownerSVGElement ? style.fill : style.color)), other = light(behind(e));
                const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                const name = e.tagName.toLowerCase() + '.' + (e.getAttribute('class') || '');
                if (!(name in worst) || ratio < worst[name]) worst[name] = ratio;
              }
              return worst;
            })()
            """;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path folder;

    private static Optional<Chromium> started = Optional.empty();

    @BeforeAll
    static void aBrowser() throws IOException, InterruptedException {
        Optional<Path> program = Chromium.find();
        boolean required = "true".equals(System.getenv("CI"));
        assumeTrue(
                program.isPresent() || required,
                "no Chromium on PATH (chromium, chromium-browser, google-chrome): the report is not looked at");
        started = Optional.of(new Chromium(program.orElseThrow(), folder.resolve("profile")));
    }

    @AfterAll
    static void end() {
        started.ifPresent(Chromium::close);
    }

    private static Chromium chromium() {
        return started.orElseThrow();
    }

    private static void open(int workers, int columns) throws IOException, InterruptedException {
        Path page = folder.resolve("report.html");
        Files.writeString(page, HtmlReport.of(PaperReport.of(workers, columns)));
        chromium().show("screen", "light");
        chromium().width(1280);
        chromium().open(page);
    }

    @ParameterizedTest(name = "{0} partitions, {1} columns")
    @CsvSource({"1, 1", "50, 1", "256, 2048"})
    void asksForNothingElseAndHasNothingToComplainAbout(int workers, int columns)
            throws IOException, InterruptedException {
        open(workers, columns);

        assertThat(chromium().events())
                .filteredOn(event -> event.method().equals("Network.requestWillBeSent"))
                .extracting(event -> event.params().at("/request/url").asText())
                .singleElement()
                .asString()
                .endsWith("/report.html");
        assertThat(chromium().events())
                .filteredOn(event -> event.method().equals("Runtime.consoleAPICalled")
                        || event.method().equals("Runtime.exceptionThrown")
                        || event.method().equals("Log.entryAdded"))
                .isEmpty();
        assertThat(chromium().ask("document.compatMode").asText()).isEqualTo("CSS1Compat");
    }

    @ParameterizedTest(name = "{0} partitions, {1} columns, {2} pixels")
    @CsvSource({"50, 1, 1280", "50, 1, 390", "12, 3, 390", "256, 2048, 1280", "256, 2048, 400", "1, 1, 320"})
    void fitsTheWidthOfTheScreenAlsoWithEverythingOpen(int workers, int columns, int pixels)
            throws IOException, InterruptedException {
        open(workers, columns);
        chromium().width(pixels);
        chromium().ask("document.querySelectorAll('details').forEach(one => one.open = true)");

        assertThat(chromium().ask("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(pixels);
        assertThat(chromium()
                        .ask("[...document.querySelectorAll('svg.chart text')].filter(t =>"
                                + " t.getBoundingClientRect().left < 0 || t.getBoundingClientRect().right > innerWidth)"
                                + ".map(t => t.textContent)"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTextStandsOutFromWhatIsBehindIt(String scheme) throws IOException, InterruptedException {
        open(50, 30);
        chromium().show("screen", scheme);

        JsonNode contrasts = chromium().ask(CONTRASTS);

        assertThat(contrasts).hasSizeGreaterThan(20);
        contrasts
                .properties()
                .forEach(one -> assertThat(one.getValue().asDouble())
                        .as("%s, %s", scheme, one.getKey())
                        .isGreaterThanOrEqualTo(LEAST_CONTRAST));
    }

    @ParameterizedTest
    @CsvSource({"50, 95", "256, 507"})
    void theTimelineShowsEveryWorkThatWasDone(int workers, int works) throws IOException, InterruptedException {
        open(workers, 1);

        String bars = "[...document.querySelectorAll('#%s rect')].map(r => r.getBoundingClientRect())"
                + ".filter(b => b.width > 0.5 && b.height > 1 && b.left > 0 && b.right < 1280).length";
        assertThat(chromium().ask(bars.formatted("timeline")).asInt()).isEqualTo(works);
        assertThat(chromium().ask(bars.formatted("pace")).asInt()).isEqualTo(workers - 2);
        assertThat(chromium().ask(bars.formatted("columns")).asInt()).isGreaterThan(15);
    }

    @Test
    void lightAndDarkDiffer() throws IOException, InterruptedException {
        open(1, 1);
        String background = "getComputedStyle(document.body).backgroundColor";
        String light = chromium().ask(background).asText();
        chromium().show("screen", "dark");

        assertThat(chromium().ask(background).asText()).isNotEqualTo(light);
    }

    @Test
    void everythingThatCanBeUsedIsReachedByTabAndShowsIt() throws IOException, InterruptedException {
        open(50, 30);
        chromium().ask("document.querySelectorAll('details').forEach(one => one.open = true)");
        chromium().ask("window.wanted = [...document.querySelectorAll('a[href],summary,button,[tabindex=\"0\"]')]");
        int wanted = chromium().ask("wanted.length").asInt();

        assertThat(wanted).isGreaterThan(30);
        for (int i = 0; i < wanted; i++) {
            chromium().pressTab();
            JsonNode now = chromium()
                    .ask(
                            "(() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
                                    + " return {at: wanted.indexOf(e), name: e.outerHTML.slice(0, 80), outline: s.outlineStyle,"
                                    + " width: parseFloat(s.outlineWidth), seen: b.width > 0 && b.right > 0 && b.bottom > 0"
                                    + " && b.top < innerHeight}; })()");
            assertThat(now.get("at").asInt()).as("%s", now).isEqualTo(i);
            assertThat(now.get("outline").asText()).as("%s", now).isEqualTo("solid");
            assertThat(now.get("width").asDouble()).as("%s", now).isGreaterThanOrEqualTo(2);
            assertThat(now.get("seen").asBoolean()).as("%s", now).isTrue();
        }
    }

    @Test
    void aScreenReaderFindsLandmarksHeadingsAndNames() throws IOException, InterruptedException {
        open(50, 30);

        assertThat(chromium().ask("['header', 'nav', 'main', 'h1'].map(n => document.querySelectorAll(n).length)"))
                .hasToString("[1,1,1,1]");
        assertThat(chromium().ask("document.documentElement.lang").asText()).isEqualTo("en");
        assertThat(chromium()
                        .ask(
                                "[...document.querySelectorAll('svg.chart')].every(s => s.getAttribute('role') === 'img' &&"
                                        + " s.firstElementChild.tagName === 'title' && s.firstElementChild.textContent.length > 9)")
                        .asBoolean())
                .isTrue();
        assertThat(chromium()
                        .ask("[...document.querySelectorAll('table')].every(t => t.caption && t.caption.textContent &&"
                                + " t.querySelector('th[scope=col]') && t.querySelector('th[scope=row]'))")
                        .asBoolean())
                .isTrue();
        assertThat(chromium()
                        .ask("(ids => ids.length - new Set(ids).size)"
                                + "([...document.querySelectorAll('[id]')].map(e => e.id))")
                        .asInt())
                .isZero();
        assertThat(chromium()
                        .ask("[...document.querySelectorAll('a[href]')].filter(a =>"
                                + " !document.getElementById(a.getAttribute('href').slice(1))).length")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"50, 1", "256, 2048"})
    void onPaperEverythingIsOpenAndNothingIsCutOff(int workers, int columns) throws IOException, InterruptedException {
        open(workers, columns);
        chromium().show("print", "light");

        assertThat(chromium()
                        .ask("[...document.querySelectorAll('details > .folded')].every(e =>"
                                + " e.getBoundingClientRect().height > 20 && e.checkVisibility())")
                        .asBoolean())
                .isTrue();
        assertThat(chromium()
                        .ask("[...document.querySelectorAll('.scroll, pre')].every(e =>"
                                + " getComputedStyle(e).overflowX === 'visible' || e.scrollWidth <= e.clientWidth)")
                        .asBoolean())
                .isTrue();
        int closed = pages(chromium().paper());
        chromium().ask("document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(closed).isGreaterThan(3).isEqualTo(pages(chromium().paper()));
    }

    @Test
    void onPaperNothingIsBrokenAcrossPagesAndASmallRunTakesFourPages() throws IOException, InterruptedException {
        open(1, 1);
        chromium().show("print", "light");

        assertThat(chromium()
                        .ask("[...document.querySelectorAll('.plot, .drawn, tr, .figures, .verdict')].filter(e =>"
                                + " getComputedStyle(e).breakInside !== 'avoid').length"
                                + " + [...document.querySelectorAll('h2, h3, figcaption, caption, summary')].filter(e =>"
                                + " getComputedStyle(e).breakAfter !== 'avoid').length")
                        .asInt())
                .isZero();
        assertThat(pages(chromium().paper())).isLessThanOrEqualTo(4);
    }

    @Test
    void aTableThatIsWiderThanThePhoneShowsThatItScrolls() throws IOException, InterruptedException {
        open(50, 30);
        chromium().width(390);
        chromium().ask("document.querySelectorAll('details').forEach(one => one.open = true)");

        JsonNode shades = chromium()
                .ask("[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
                        + ".map(e => getComputedStyle(e).backgroundAttachment)");
        assertThat(shades).isNotEmpty().allMatch(shade -> shade.asText().equals("local, local, scroll, scroll"));
    }

    @Test
    void theMenuStaysBesideTheReport() throws IOException, InterruptedException {
        open(50, 30);
        chromium().ask("scrollTo(0, document.documentElement.scrollHeight / 2)");

        assertThat(chromium()
                        .ask("(b => b.top >= 0 && b.bottom <= innerHeight && b.right <="
                                + " document.querySelector('main').getBoundingClientRect().left)"
                                + "(document.querySelector('nav').getBoundingClientRect())")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void tablesStandBesideEachOtherWhereThereIsRoom() throws IOException, InterruptedException {
        open(50, 1);
        String lefts = "new Set([...document.querySelectorAll('#rejects .scroll')]"
                + ".map(e => e.getBoundingClientRect().left)).size";

        assertThat(chromium().ask(lefts).asInt()).isEqualTo(2);
        chromium().width(390);
        assertThat(chromium().ask(lefts).asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "took, 43 min 33 s, 56 min 40 s",
        "molecules/s, 11.7, 15.3",
        "partition, part-0001, part-0050",
        "memory, 701 MiB, 750 MiB"
    })
    void aTableIsSortedByTheColumnThatIsClicked(String column, String least, String most)
            throws IOException, InterruptedException {
        open(50, 1);
        String table = "[...document.querySelectorAll('table')]"
                + ".find(t => t.caption.firstChild.textContent === 'Times of each partition')";
        String click = "(t => { [...t.tHead.rows[0].cells].find(h => h.textContent === '%s').firstChild.click(); })(%s)"
                .formatted(column, table);
        String sorted = "(t => { const at = [...t.tHead.rows[0].cells].findIndex(h => h.ariaSort);"
                + " return [...t.tBodies[0].rows].map(r => r.cells[at].textContent).filter(c => c); })(" + table + ")";

        chromium().ask(click);
        JsonNode upwards = chromium().ask(sorted);
        chromium().ask(click);
        JsonNode downwards = chromium().ask(sorted);

        assertThat(upwards.get(0).asText()).isEqualTo(least);
        assertThat(upwards.get(upwards.size() - 1).asText()).isEqualTo(most);
        assertThat(downwards.get(0).asText()).isEqualTo(most);
        assertThat(downwards).hasSameSizeAs(upwards);
    }

    @Test
    void aTableIsCopiedAsRowsThatASpreadsheetTakes() throws IOException, InterruptedException {
        open(50, 1);
        chromium().call("Browser.grantPermissions", Map.of("permissions", List.of("clipboardReadWrite")));
        chromium().call("Page.bringToFront", Map.of());

        chromium().ask("document.querySelector('#rejects caption .copy').click()");

        assertThat(chromium().ask("navigator.clipboard.readText()").asText())
                .startsWith("reason\tby\trows\tof rows in\ninvalid_smiles\tpredict\t4,000\t");

        chromium()
                .ask("['=1+\\t1', '-1+1', '-0.5'].forEach((text, at) =>"
                        + " { document.querySelector('#rejects tbody tr').cells[at].textContent = text; })");
        chromium().ask("document.querySelector('#rejects caption .copy').click()");

        assertThat(chromium().ask("navigator.clipboard.readText()").asText()).contains("\n'=1+ 1\t'-1+1\t-0.5\t");
    }

    private static int pages(byte[] pdf) {
        Matcher page = Pattern.compile("/Type\\s*/Page\\b(?!s)").matcher(new String(pdf, StandardCharsets.ISO_8859_1));
        int pages = 0;
        while (page.find()) {
            pages++;
        }
        return pages;
    }
}
