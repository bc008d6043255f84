package dev.longbeam.trace.export;

import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.OutputStream;
import org.agrona.collections.LongHashSet;

/**
 * Perfetto's own format: a track for each scheduler with the slices of processes and a counter of its run queue, a track for each process
 * with what happened in it, messages as flows between the processes. Field numbers are those of Perfetto's protos/perfetto/trace.
 */
final class PerfettoExport implements TimelineSink {
    private static final int TRACE_PACKET = 1;
    private static final int PACKET_TIMESTAMP = 8;
    private static final int PACKET_SEQUENCE = 10;
    private static final int PACKET_TRACK_EVENT = 11;
    private static final int PACKET_TRACK_DESCRIPTOR = 60;
    private static final int TRACK_UUID = 1;
    private static final int TRACK_NAME = 2;
    private static final int TRACK_PARENT = 5;
    private static final int TRACK_COUNTER = 8;
    private static final int COUNTER_UNIT_NAME = 6;
    private static final int EVENT_ANNOTATION = 4;
    private static final int EVENT_TYPE = 9;
    private static final int EVENT_TRACK = 11;
    private static final int EVENT_CATEGORY = 22;
    private static final int EVENT_NAME = 23;
    private static final int EVENT_COUNTER = 30;
    private static final int EVENT_FLOW = 47;
    private static final int EVENT_LAST_FLOW = 48;
    private static final int ANNOTATION_INT = 4;
    private static final int ANNOTATION_TEXT = 6;
    private static final int ANNOTATION_NAME = 10;
    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int INSTANT = 3;
    private static final int COUNTER = 4;
    private static final int SEQUENCE = 1;
    private static final long SCHEDULERS = 1;
    private static final long PROCESSES = 2;
    private static final long FIRST_SCHEDULER = 0x1_0000;
    private static final long FIRST_COUNTER = 0x3_0000;
    /** Identifiers of processes and ports are odd or far below this. */
    private static final long PROCESS_BIT = 1L << 62;

    private final OutputStream out;
    private final ProcessRoles roles;
    private final LongHashSet tracks = new LongHashSet();
    private final Protobuf file = new Protobuf();
    private final Protobuf packet = new Protobuf();
    private final Protobuf body = new Protobuf();
    private final Protobuf part = new Protobuf();

    private PerfettoExport(final OutputStream out, final ProcessRoles roles) {
        this.out = out;
        this.roles = roles;
    }

    static void write(final TraceReader trace, final OutputStream out, final TraceProgress progress) throws IOException {
        final PerfettoExport export = new PerfettoExport(out, ProcessRoles.of(trace, progress));
        export.track(SCHEDULERS, 0, "schedulers");
        export.track(PROCESSES, 0, "processes");
        TimelineWalk.run(trace, export, progress);
    }

    // Packets

    private void track(final long uuid, final long parent, final String name) throws IOException {
        body.clear().number(TRACK_UUID, uuid).text(TRACK_NAME, name);
        describe(uuid, parent);
    }

    private void describe(final long uuid, final long parent) throws IOException {
        tracks.add(uuid);
        if (parent != 0) {
            body.number(TRACK_PARENT, parent);
        }
        packet.clear().number(PACKET_SEQUENCE, SEQUENCE).message(PACKET_TRACK_DESCRIPTOR, body);
        file.clear().message(TRACE_PACKET, packet).writeTo(out);
    }

    private Protobuf event(final int type, final long track) {
        return body.clear().number(EVENT_TYPE, type).number(EVENT_TRACK, track);
    }

    private void write(final long atNs) throws IOException {
        packet.clear().number(PACKET_TIMESTAMP, Math.max(0, atNs)).number(PACKET_SEQUENCE, SEQUENCE).message(PACKET_TRACK_EVENT, body);
        file.clear().message(TRACE_PACKET, packet).writeTo(out);
    }

    private void annotate(final String name, final long value) {
        body.message(EVENT_ANNOTATION, part.clear().text(ANNOTATION_NAME, name).number(ANNOTATION_INT, value));
    }

    private void annotate(final String name, final String value) {
        body.message(EVENT_ANNOTATION, part.clear().text(ANNOTATION_NAME, name).text(ANNOTATION_TEXT, value));
    }

    // Tracks

    private long scheduler(final int stream) throws IOException {
        final long uuid = FIRST_SCHEDULER + stream;
        if (!tracks.contains(uuid)) {
            track(uuid, SCHEDULERS, "scheduler " + (stream + 1));
        }
        return uuid;
    }

    private long process(final long pid) throws IOException {
        final long uuid = pid | PROCESS_BIT;
        if (!tracks.contains(uuid)) {
            track(uuid, PROCESSES, label(pid));
        }
        return uuid;
    }

    private String label(final long pid) {
        final String role = roles.label(roles.role(pid));
        final String text = Pids.text(pid);
        return role.equals(text) ? text : text + ' ' + role;
    }

    // TimelineWalk

    @Override
    public void slice(final int stream, final long pid, final long fromNs, final long toNs, final long reductions, final String why)
        throws IOException {
        slice(scheduler(stream), label(pid), stream, fromNs, toNs, reductions, why);
        slice(process(pid), "runs", stream, fromNs, toNs, reductions, why);
    }

    private void slice(final long track, final String name, final int stream, final long fromNs, final long toNs, final long reductions,
        final String why) throws IOException {
        event(BEGIN, track).text(EVENT_NAME, name).text(EVENT_CATEGORY, "slice");
        annotate("scheduler", stream + 1L);
        annotate("reductions", reductions);
        annotate("end", why);
        write(fromNs);
        event(END, track);
        write(toNs);
    }

    @Override
    public void sleep(final int stream, final long fromNs, final long toNs) throws IOException {
        final long track = scheduler(stream);
        event(BEGIN, track).text(EVENT_NAME, "sleeps").text(EVENT_CATEGORY, "sleep");
        write(fromNs);
        event(END, track);
        write(toNs);
    }

    @Override
    public void queueLength(final int stream, final long atNs, final long length) throws IOException {
        final long uuid = FIRST_COUNTER + stream;
        if (!tracks.contains(uuid)) {
            body.clear().number(TRACK_UUID, uuid).text(TRACK_NAME, "run queue " + (stream + 1))
                .message(TRACK_COUNTER, part.clear().text(COUNTER_UNIT_NAME, "processes"));
            describe(uuid, SCHEDULERS);
        }
        event(COUNTER, uuid).number(EVENT_COUNTER, length);
        write(atNs);
    }

    @Override
    public void send(final long atNs, final long from, final long to, final long message, final long words) throws IOException {
        event(INSTANT, process(from)).text(EVENT_NAME, "sends").text(EVENT_CATEGORY, "message").fixed64(EVENT_FLOW, message);
        annotate("to", label(to));
        annotate("message", Pids.message(message));
        annotate("words", words);
        write(atNs);
    }

    @Override
    public void receive(final long atNs, final long pid, final long message, final long mailboxLength) throws IOException {
        event(INSTANT, process(pid)).text(EVENT_NAME, "receives").text(EVENT_CATEGORY, "message").fixed64(EVENT_LAST_FLOW, message);
        annotate("message", Pids.message(message));
        annotate("mailbox length", mailboxLength);
        write(atNs);
    }

    @Override
    public void instant(final long atNs, final long pid, final String what, final String detail) throws IOException {
        event(INSTANT, process(pid)).text(EVENT_NAME, what).text(EVENT_CATEGORY, "process");
        annotate("detail", detail);
        write(atNs);
    }

    @Override
    public void gap(final int stream, final long atNs, final String detail) throws IOException {
        event(INSTANT, scheduler(stream)).text(EVENT_NAME, "gap: " + detail).text(EVENT_CATEGORY, "gap");
        write(atNs);
    }
}
