package io.breakwater.controlplane.store;

/**
 * A value, and which one it is.
 *
 * @param value the value
 * @param revision counts up over all keys of a bucket; what {@link Documents#update} wants to hear
 */
public record Versioned<T>(T value, long revision) {}
