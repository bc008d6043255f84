package dev.longbeam.trace.export;

import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import java.io.IOException;
import java.io.Writer;
import org.agrona.collections.Long2LongHashMap;

/**
 * The JSON trace event format of Chrome: schedulers as the threads of one process, Erlang processes as the threads of another, messages as
 * flows between them.
 */
final class ChromeExport implements TimelineSink {
    private static final int SCHEDULERS = 1;
    private static final int PROCESSES = 2;

    private final JsonOutput json;
    private final ProcessRoles roles;
    private final Long2LongHashMap threads = new Long2LongHashMap(-1);
    private final Long2LongHashMap schedulers = new Long2LongHashMap(-1);

    private ChromeExport(final Writer out, final ProcessRoles roles) {
        json = new JsonOutput(out);
        this.roles = roles;
    }

    static void write(final TraceReader trace, final Writer out, final TraceProgress progress) throws IOException {
        final ChromeExport export = new ChromeExport(out, ProcessRoles.of(trace, progress));
        export.json.begin('{').name("displayTimeUnit").value("ns").name("traceEvents").begin('[');
        export.name("process_name", SCHEDULERS, 0, "schedulers");
        export.name("process_name", PROCESSES, 0, "processes");
        TimelineWalk.run(trace, export, progress);
        export.json.end(']').end('}').line();
    }

    private void name(final String what, final int process, final long thread, final String name) throws IOException {
        json.begin('{').name("ph").value("M").name("name").value(what).name("pid").value(process).name("tid").value(thread);
        json.name("args").begin('{').name("name").value(name).end('}').end('}');
    }

    private long thread(final long pid) throws IOException {
        long thread = threads.get(pid);
        if (thread < 0) {
            thread = threads.size() + 1L;
            threads.put(pid, thread);
            name("thread_name", PROCESSES, thread, label(pid));
        }
        return thread;
    }

    private long scheduler(final int stream) throws IOException {
        if (schedulers.get(stream) < 0) {
            schedulers.put(stream, stream + 1L);
            name("thread_name", SCHEDULERS, stream + 1L, "scheduler " + (stream + 1));
        }
        return stream + 1L;
    }

    private String label(final long pid) {
        final String role = roles.label(roles.role(pid));
        final String text = Pids.text(pid);
        return role.equals(text) ? text : text + ' ' + role;
    }

    private JsonOutput event(final String phase, final String name, final int process, final long thread, final long atNs) throws IOException {
        return json.begin('{').name("ph").value(phase).name("name").value(name).name("pid").value(process).name("tid").value(thread).name("ts")
            .micros(atNs);
    }

    @Override
    public void slice(final int stream, final long pid, final long fromNs, final long toNs, final long reductions, final String why)
        throws IOException {
        final long scheduler = scheduler(stream);
        final long thread = thread(pid);
        event("X", label(pid), SCHEDULERS, scheduler, fromNs).name("dur").micros(toNs - fromNs).name("args").begin('{').name("reductions")
            .value(reductions).name("end").value(why).end('}').end('}');
        event("X", "runs", PROCESSES, thread, fromNs).name("dur").micros(toNs - fromNs).name("args").begin('{').name("scheduler")
            .value(scheduler).name("reductions").value(reductions).name("end").value(why).end('}').end('}');
    }

    @Override
    public void sleep(final int stream, final long fromNs, final long toNs) throws IOException {
        event("X", "sleeps", SCHEDULERS, scheduler(stream), fromNs).name("dur").micros(toNs - fromNs).end('}');
    }

    @Override
    public void queueLength(final int stream, final long atNs, final long length) throws IOException {
        event("C", "run queue " + (stream + 1), SCHEDULERS, scheduler(stream), atNs).name("args").begin('{').name("processes").value(length)
            .end('}').end('}');
    }

    @Override
    public void send(final long atNs, final long from, final long to, final long message, final long words) throws IOException {
        flow("s", atNs, thread(from), message).end('}');
    }

    @Override
    public void receive(final long atNs, final long pid, final long message, final long mailboxLength) throws IOException {
        flow("f", atNs, thread(pid), message).name("bp").value("e").end('}');
    }

    private JsonOutput flow(final String phase, final long atNs, final long thread, final long message) throws IOException {
        return event(phase, "message", PROCESSES, thread, atNs).name("cat").value("message").name("id").value(Pids.message(message));
    }

    @Override
    public void instant(final long atNs, final long pid, final String what, final String detail) throws IOException {
        event("i", what, PROCESSES, thread(pid), atNs).name("s").value("t").name("args").begin('{').name("detail").value(detail).end('}').end('}');
    }

    @Override
    public void gap(final int stream, final long atNs, final String detail) throws IOException {
        event("i", "gap: " + detail, SCHEDULERS, scheduler(stream), atNs).name("s").value("g").end('}');
    }
}
