package dev.longbeam.trace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class CallProfileTest {
    private static final long WORKER = 35;
    private static final long SERVER = 51;
    private static final long F = 1001;
    private static final long G = 1002;
    private static final long H = 1003;

    @TempDir
    Path folder;

    private void record(final Consumer<TraceStream> events) {
        final TraceOptions options = new TraceOptions();
        options.directory = folder.resolve("t");
        try (Trace trace = new Trace(options, 2, text -> { })) {
            trace.defineAtom(1, "m");
            trace.defineAtom(2, "f");
            trace.defineAtom(3, "g");
            trace.defineAtom(4, "h");
            trace.defineAtom(5, "server");
            trace.defineFunction(F, 0, 1, 2);
            trace.defineFunction(G, 1, 1, 3);
            trace.defineFunction(H, 2, 1, 4);
            final TraceStream stream = trace.stream(0);
            stream.tick();
            stream.event(EventType.SPAWN, 0, WORKER, 0, 1, 2);
            stream.event(EventType.SPAWN, 1, SERVER, WORKER, 1, 3);
            events.accept(stream);
            stream.end();
        }
    }

    private static void slice(final TraceStream stream, final long pid, final long reductions, final Runnable calls) {
        stream.tick();
        stream.event(EventType.SLICE_START, 0, pid, 0);
        calls.run();
        stream.tick();
        stream.event(EventType.SLICE_END, SliceEnd.WAITING.ordinal(), reductions, 0);
    }

    private CallProfile profile(final CallProfile.Measure measure, final long process) throws IOException {
        try (TraceReader reader = TraceReader.open(folder.resolve("t"))) {
            return CallProfile.of(reader, measure, process, TraceProgress.NONE);
        }
    }

    private static List<String> collapsed(final CallProfile profile) throws IOException {
        final StringWriter out = new StringWriter();
        CollapsedStacks.write(profile, out);
        return Arrays.stream(out.toString().split("\n")).sorted().toList();
    }

    @Test
    void shouldShareReductionsOfSliceAmongItsCalls() throws IOException {
        record(stream -> slice(stream, WORKER, 40, () -> {
            stream.call(F, true);
            stream.call(G, false);
            stream.returned();
            stream.call(G, false);
            stream.call(H, true);
            stream.returned();
        }));

        assertEquals(List.of("m:f/0;m:f/0 10", "m:f/0;m:f/0;m:g/1 20", "m:f/0;m:f/0;m:h/2 10"),
            collapsed(profile(CallProfile.Measure.REDUCTIONS, 0)));
    }

    @Test
    void shouldKeepStackOfProcessWhileOthersRun() throws IOException {
        record(stream -> {
            slice(stream, WORKER, 2, () -> {
                stream.call(F, true);
                stream.call(G, false);
            });
            slice(stream, SERVER, 1, () -> stream.call(G, true));
            stream.event(EventType.REGISTER, 0, SERVER, 5);
            slice(stream, WORKER, 3, () -> stream.call(H, false));
            slice(stream, SERVER, 7, () -> { });
        });

        final CallProfile profile = profile(CallProfile.Measure.REDUCTIONS, 0);

        assertEquals(List.of("m:f/0;m:f/0 1", "m:f/0;m:f/0;m:g/1 1", "m:f/0;m:f/0;m:g/1;m:h/2 3", "server;m:g/1 8"), collapsed(profile));
        assertEquals(List.of("server;m:g/1 8"), collapsed(profile(CallProfile.Measure.REDUCTIONS, SERVER)));
        assertEquals(13, profile.tree().totals()[0]);
        assertEquals(4, profile.calls());
    }

    @Test
    void shouldUnwindAndForgiveUnknownBottom() throws IOException {
        record(stream -> slice(stream, WORKER, 5, () -> {
            stream.returned();
            stream.returned();
            stream.call(F, false);
            stream.call(G, false);
            stream.call(H, false);
            stream.unwound(2);
            stream.call(H, false);
            stream.unwound(9);
            stream.call(G, false);
        }));

        assertEquals(List.of("m:f/0;m:f/0 1", "m:f/0;m:f/0;m:g/1 1", "m:f/0;m:f/0;m:g/1;m:h/2 1", "m:f/0;m:f/0;m:h/2 1", "m:f/0;m:g/1 1"),
            collapsed(profile(CallProfile.Measure.REDUCTIONS, 0)));
    }

    @Test
    void shouldTakeRecursionAsOneFrame() throws IOException {
        record(stream -> slice(stream, WORKER, 10_001, () -> {
            stream.call(F, true);
            for (int i = 0; i < 10_000; i++) {
                stream.call(G, false);
            }
            for (int i = 0; i < 10_000; i++) {
                stream.returned();
            }
        }));

        assertEquals(List.of("m:f/0;m:f/0 1", "m:f/0;m:f/0;m:g/1 10000"), collapsed(profile(CallProfile.Measure.REDUCTIONS, 0)));
    }

    @Test
    void shouldWeighRolesWhenThereAreNoCalls() throws IOException {
        record(stream -> {
            slice(stream, WORKER, 30, () -> { });
            slice(stream, SERVER, 12, () -> { });
        });

        final CallProfile profile = profile(CallProfile.Measure.REDUCTIONS, 0);

        assertEquals(List.of("m:f/0 30", "m:g/1 12"), collapsed(profile));
        assertEquals(0, profile.calls());
    }

    @Test
    void shouldGiveAllTimeOfSlicesToStacks() throws IOException {
        record(stream -> slice(stream, WORKER, 2, () -> {
            stream.call(F, true);
            final long until = System.nanoTime() + 2_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            stream.call(G, false);
        }));

        final CallProfile profile = profile(CallProfile.Measure.TIME, 0);

        final long all = profile.tree().totals()[0];
        assertTrue(all >= 2_000_000, () -> "all=" + all);
    }

    @Test
    void shouldDrawWellFormedGraphOfAllStacks() throws Exception {
        record(stream -> slice(stream, WORKER, 40, () -> {
            stream.call(F, true);
            stream.call(G, false);
        }));
        final CallProfile profile = profile(CallProfile.Measure.REDUCTIONS, 0);
        final StringWriter svg = new StringWriter();
        final StringWriter html = new StringWriter();

        FlameGraph.writeSvg(profile, "A <title> & more", svg);
        FlameGraph.writeHtml(profile, "A <title> & more", html);

        final NodeList frames = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg.toString())))
            .getElementsByTagName("svg");
        assertEquals(1 + 4, frames.getLength());
        assertEquals("50.0000%", frames.item(4).getAttributes().getNamedItem("width").getNodeValue());
        assertEquals("m:g/1", frames.item(4).getTextContent().strip().substring(frames.item(4).getTextContent().strip().length() - 5));
        assertTrue(html.toString().contains("A &lt;title&gt; &amp; more"));
        assertFalse(html.toString().replace("http://www.w3.org/2000/svg", "").contains("http"), "a page uses no network");
    }
}
