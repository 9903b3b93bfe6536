package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;
import java.util.Optional;

/** The replicas of an arm, whatever they are. Thread-safe. */
public interface StormFleet extends AutoCloseable {
  /** Lets all make their first attempt, a few at a time; returns at once. */
  void start();

  /** Returns if they start as fast as the broker lets them in: clients with a library do not. */
  default boolean startsAtTheBrokersPace() {
    return false;
  }

  /** Returns how many are connected now. */
  int connected();

  /** Returns what they did so far. */
  AttemptLog log();

  /** Returns if all have found out about the fleet what they can. */
  default boolean informed() {
    return true;
  }

  /** Returns what they have found out, in a sentence; empty if they look for nothing. */
  default Optional<String> knowledge() {
    return Optional.empty();
  }

  /** Ends all of them; returns when they have. */
  @Override
  void close();
}
