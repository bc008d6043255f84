package dev.longbeam.perf.peer;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import java.util.function.LongConsumer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** Channels over shared memory by Aeron IPC, with a media driver in this JVM. */
final class AeronChannels implements AutoCloseable {
    private static final String URI = "aeron:ipc?term-length=1m";

    private final MediaDriver driver;
    private final Aeron aeron;
    private int streams;

    AeronChannels() {
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context().aeronDirectoryName(MediaDriver.Context.getAeronDirectoryName() + "-bench-"
            + ProcessHandle.current().pid()).dirDeleteOnStart(true).dirDeleteOnShutdown(true).threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new SleepingMillisIdleStrategy(1)));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    }

    Channel open() {
        final int stream = 1000 + ++streams;
        final ExclusivePublication publication = aeron.addExclusivePublication(URI, stream);
        final Subscription subscription = aeron.addSubscription(URI, stream);
        while (!publication.isConnected()) {
            Thread.onSpinWait();
        }
        return new Channel() {
            private final BufferClaim claim = new BufferClaim();
            private LongConsumer receiver;
            private final FragmentHandler handler = (buffer, offset, length, header) -> receiver.accept(buffer.getLong(offset));

            @Override
            public boolean offer(final long message) {
                if (publication.tryClaim(Long.BYTES, claim) < 0) {
                    return false;
                }
                claim.buffer().putLong(claim.offset(), message);
                claim.commit();
                return true;
            }

            @Override
            public boolean poll(final LongConsumer to) {
                receiver = to;
                return subscription.poll(handler, 1) > 0;
            }
        };
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }
}
