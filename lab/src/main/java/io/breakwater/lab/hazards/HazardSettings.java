package io.breakwater.lab.hazards;

import io.breakwater.policy.StartupKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the replica of a hazard is set up; the same for plain jnats and for the bus.
 *
 * @param url the server
 * @param waitTime between two attempts
 * @param jitter on top of that
 * @param connectTimeout of one attempt
 * @param password of the user {@link #USER}; null for none
 * @param startup what the bus does where the first attempt fails; plain jnats always throws
 */
record HazardSettings(
    String url,
    Duration waitTime,
    Duration jitter,
    Duration connectTimeout,
    @Nullable String password,
    StartupKind startup) {
  static final String USER = "hazard";

  static HazardSettings of(String url) {
    return new HazardSettings(
        url,
        Duration.ofMillis(100),
        Duration.ofMillis(1),
        Duration.ofSeconds(5),
        null,
        StartupKind.RETRY_FOREVER);
  }

  HazardSettings withWait(Duration time) {
    return new HazardSettings(url, time, jitter, connectTimeout, password, startup);
  }

  HazardSettings withoutJitter() {
    return new HazardSettings(url, waitTime, Duration.ZERO, connectTimeout, password, startup);
  }

  HazardSettings withConnectTimeout(Duration time) {
    return new HazardSettings(url, waitTime, jitter, time, password, startup);
  }

  HazardSettings withPassword(String text) {
    return new HazardSettings(url, waitTime, jitter, connectTimeout, text, startup);
  }

  HazardSettings withStartup(StartupKind kind) {
    return new HazardSettings(url, waitTime, jitter, connectTimeout, password, kind);
  }
}
