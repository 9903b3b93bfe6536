package io.breakwater.controlplane.store;

import java.time.Instant;

/**
 * Who is active.
 *
 * @param version of the protocol
 * @param holder the instance; empty if the last one has let go
 * @param term counts up with each change of holder
 * @param renewedAt by the holder's clock, for people: who waits for a lease to run out watches its
 *     revision
 */
record LeaseRecord(int version, String holder, long term, Instant renewedAt) {}
