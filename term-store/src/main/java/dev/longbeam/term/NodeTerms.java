package dev.longbeam.term;

import dev.longbeam.memory.PerThread;
import java.util.ArrayList;
import java.util.List;

/**
 * What terms mean on one node of this JVM: the rules of its OTP release, its name, its local funs, its persistent terms. Everything else that
 * terms refer to (atoms, names of functions, names of nodes, magic references) has numbers that are the same on all nodes.
 *
 * <p>Functions on terms do not know for which node they work; a thread does. {@link #enter} says it: schedulers once and for all, who
 * steps or reads on behalf of a node each time. A thread that has not said anything works for no node, by the rules that all
 * nodes have in common, or those of OTP 25.
 *
 * <p>Any thread. Closed when nothing of the node runs any more.
 */
public final class NodeTerms implements AutoCloseable {
    private static final List<NodeTerms> OPEN = new ArrayList<>();
    private static final NodeTerms NONE = new NodeTerms(OtpVariant.OTP_25);
    private static final PerThread<NodeTerms> OF_THREAD = new PerThread<>(() -> NONE);

    volatile NodeTable.Entry thisNode = new NodeTable.Entry(Atoms.NONODE_NOHOST, 0);
    private final OtpVariant variant;
    private final FunTable funs = new FunTable();
    private final PersistentTerms persistentTerms = new PersistentTerms();

    private NodeTerms(final OtpVariant variant) {
        this.variant = variant;
    }

    /** Those of a new node. */
    public static NodeTerms open(final OtpVariant variant) {
        final NodeTerms opened = new NodeTerms(variant);
        synchronized (OPEN) {
            OPEN.add(opened);
            OtpVariant.common(rulesOfAll());
        }
        return opened;
    }

    /** Those of the node that this thread works for. */
    public static NodeTerms current() {
        return OF_THREAD.get();
    }

    /** Says for which node this thread works from now on; returns for which one it did. */
    public static NodeTerms enter(final NodeTerms terms) {
        final NodeTerms before = OF_THREAD.get();
        if (before != terms) {
            OF_THREAD.set(terms);
        }
        return before;
    }

    /** The rules. */
    public OtpVariant variant() {
        return variant;
    }

    /** The local funs. */
    public FunTable funs() {
        return funs;
    }

    /** The persistent terms. */
    public PersistentTerms persistentTerms() {
        return persistentTerms;
    }

    /** True when the rules of the nodes of this JVM differ. */
    public static boolean differ() {
        return OtpVariant.common() == null;
    }

    /** Frees the persistent terms and forgets the funs. */
    @Override
    public void close() {
        synchronized (OPEN) {
            OPEN.remove(this);
            OtpVariant.common(rulesOfAll());
        }
        persistentTerms.eraseAll().forEach(LiteralArea::free);
        funs.close();
    }

    /** The rules of all open nodes; null when they differ. */
    private static OtpVariant rulesOfAll() {
        OtpVariant common = OPEN.isEmpty() ? OtpVariant.OTP_25 : OPEN.getFirst().variant;
        for (final NodeTerms each : OPEN) {
            if (each.variant != common) {
                common = null;
                break;
            }
        }
        return common;
    }
}
