package io.breakwater.benchmarks;

/** What publishes. */
public enum Side {
  BUS,
  JNATS
}
