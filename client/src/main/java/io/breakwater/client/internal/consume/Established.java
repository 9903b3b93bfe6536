package io.breakwater.client.internal.consume;

import java.time.Duration;
import java.time.ZonedDateTime;

/**
 * A consumer that is there.
 *
 * @param line on which line
 * @param streamCreated when its stream was made, which tells it from another one of the same name:
 *     one that took its place has other messages under the same sequences
 * @param ackWait how long the server waits for an acknowledgement before it delivers again
 * @param maxBatch the most that one fetch may ask for
 * @param created if it was made just now
 */
record Established(
    Line line, ZonedDateTime streamCreated, Duration ackWait, int maxBatch, boolean created) {}
