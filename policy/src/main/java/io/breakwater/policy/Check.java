package io.breakwater.policy;

import java.time.Duration;

/** The ranges that several records of this package hold their components to. */
final class Check {
  private Check() {}

  static void positive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }

  static void notNegative(Duration value, String name) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
  }

  static void atLeast(long value, long least, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
  }

  static void capped(Duration base, Duration cap) {
    if (cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("cap must not be under " + base + ": " + cap);
    }
  }
}
