package io.breakwater.lab.storm;

import java.time.Instant;

/**
 * The moments of one arm.
 *
 * @param start when all were connected
 * @param brokerDown when the broker was killed
 * @param brokerUp when it accepted clients again; the end, if it never did
 * @param recovered when all were back, or when the limit ended the wait
 * @param end when the watching ended
 */
public record Moments(
    Instant start, Instant brokerDown, Instant brokerUp, Instant recovered, Instant end) {}
