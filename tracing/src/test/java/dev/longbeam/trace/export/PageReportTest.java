package dev.longbeam.trace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page is looked at by a browser where there is one. */
class PageReportTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> CHARTS = List.of("chart-latency", "chart-rate", "chart-busy", "chart-wait", "chart-queue", "chart-pauses",
        "chart-flow");
    private static final int BROWSER_S = 600;

    @TempDir
    Path folder;
    private Path page;

    @BeforeEach
    void write() throws IOException {
        CallsTrace.record(folder.resolve("t"));
        page = folder.resolve("page.html");
        try (TraceReader trace = TraceReader.open(folder.resolve("t")); Writer out = Files.newBufferedWriter(page)) {
            PageReport.write(trace, out, TraceProgress.NONE);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(final String text) {
        return (Map<String, Object>)JsonText.parse(text);
    }

    private static String element(final String html, final String id) {
        final Matcher matcher = Pattern.compile("<script type=\"application/json\" id=\"" + id + "\">(.*?)</script>", Pattern.DOTALL).matcher(html);
        assertTrue(matcher.find(), id);
        return matcher.group(1);
    }

    @Test
    void shouldHoldFiguresOfTraceAndUseNoNetwork() throws IOException {
        final String html = Files.readString(page);
        final Map<String, Object> figures = json(element(html, "figures"));

        assertEquals(200.0, figures.get("messages"));
        assertEquals(199.0, figures.get("received"));
        assertEquals(2000.0, figures.get("reductions"));
        assertEquals(1.0, figures.get("collections"));
        assertEquals(2.0, figures.get("spawns"));
        assertEquals(2, ((List<?>)figures.get("flows")).size());
        assertEquals(List.of(), figures.get("gaps"));
        assertFalse(((List<?>)json(element(html, "slowest")).get("messages")).isEmpty());
        assertFalse(html.replace("http://www.w3.org/2000/svg", "").contains("http"), "a page uses no network");
    }

    @Test
    void shouldDrawInBrowserAtBothWidths() throws Exception {
        final String browser = browser();
        assumeTrue(browser != null, "no Chromium on the PATH: the page is not looked at");
        final Path frame = folder.resolve("frame.html");
        final Path log = folder.resolve("browser.log");
        for (final int width : new int[] {1280, 400}) {
            Files.writeString(frame, """
                <!doctype html><body><iframe id="f" src="page.html" style="width:%dpx;height:3000px;border:0"></iframe><script>
                const f = document.getElementById('f');
                f.onload = () => setTimeout(() => {
                  const d = f.contentDocument;
                  const sizes = {};
                  for (const id of '%s'.split(' ')) {
                    const svg = d.querySelector('#' + id + ' svg');
                    const box = svg ? svg.getBoundingClientRect() : {width: 0, height: 0};
                    sizes[id] = Math.min(box.width, box.height, svg ? svg.querySelectorAll('path,circle').length * 100 : 0);
                  }
                  const result = {drawn: d.documentElement.dataset.drawn, width: d.documentElement.clientWidth,
                    scroll: d.documentElement.scrollWidth, tiles: d.querySelectorAll('#tiles dd').length,
                    talkers: d.querySelectorAll('#talkers tbody tr').length, chains: d.querySelectorAll('.chain').length, sizes};
                  const out = document.createElement('pre');
                  out.id = 'result';
                  out.textContent = 'RESULT' + JSON.stringify(result) + 'END';
                  document.body.appendChild(out);
                }, 300);
                </script></body>""".formatted(width, String.join(" ", CHARTS)));

            final Process process = new ProcessBuilder(browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
                "--enable-logging=stderr", "--user-data-dir=" + folder.resolve("profile"), "--virtual-time-budget=5000",
                "--window-size=1400,1000", "--dump-dom", frame.toUri().toString()).redirectError(log.toFile())
                .redirectOutput(folder.resolve("dom").toFile()).start();
            if (!process.waitFor(BROWSER_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }

            final String dom = Files.readString(folder.resolve("dom"));
            final String console = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().filter(line -> line.contains("CONSOLE"))
                .toList().toString();
            final Matcher matcher = Pattern.compile("RESULT(\\{.*\\})END").matcher(dom);
            assertTrue(matcher.find(), () -> "the browser has shown nothing: " + console);
            final Map<String, Object> result = json(matcher.group(1));
            assertEquals("[]", console);
            assertEquals("yes", result.get("drawn"));
            assertEquals((double)width, result.get("width"));
            assertTrue((Double)result.get("scroll") <= width, () -> "wider than the window: " + result);
            assertEquals(8.0, result.get("tiles"));
            assertEquals(2.0, result.get("talkers"));
            assertTrue((Double)result.get("chains") > 0);
            for (final String chart : CHARTS) {
                assertTrue((Double)((Map<?, ?>)result.get("sizes")).get(chart) >= 100, () -> chart + " is not drawn: " + result);
            }
        }
    }

    private static String browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).flatMap(path -> BROWSERS.stream().map(name -> Path.of(path, name)))
            .filter(Files::isExecutable).map(Path::toString).findFirst().orElse(null);
    }
}
