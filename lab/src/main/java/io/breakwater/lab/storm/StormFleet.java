package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;

/** The replicas of an arm, whatever they are. Thread-safe. */
public interface StormFleet extends AutoCloseable {
  /** Lets all make their first attempt, a few at a time; returns at once. */
  void start();

  /** Returns how many are connected now. */
  int connected();

  /** Returns what they did so far. */
  AttemptLog log();

  /** Ends all of them; returns when they have. */
  @Override
  void close();
}
