package dev.longbeam.term;

/** Lets the thread of a test work for a node of some release. */
final class Release {
    private static NodeTerms entered;
    private static NodeTerms before;

    private Release() {
    }

    static void enter(final OtpVariant variant) {
        leave();
        entered = NodeTerms.open(variant);
        before = NodeTerms.enter(entered);
    }

    static void leave() {
        if (entered != null) {
            NodeTerms.enter(before);
            entered.close();
            entered = null;
        }
    }
}
