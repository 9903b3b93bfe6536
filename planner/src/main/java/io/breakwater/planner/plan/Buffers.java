package io.breakwater.planner.plan;

/**
 * What is held for the broker while it is away.
 *
 * @param bytesPerReplica on the heap of each replica, at most
 * @param bytesOfFleet of all of them; all of it goes to the broker when it is back
 * @param bytesPerSecond what a replica may publish for its buffer to last as long as the outage
 */
public record Buffers(long bytesPerReplica, double bytesOfFleet, double bytesPerSecond) {}
