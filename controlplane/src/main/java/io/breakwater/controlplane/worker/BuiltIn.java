package io.breakwater.controlplane.worker;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The handlers that come with Breakwater, good for drills and for a first look. */
public enum BuiltIn {
  /** Returns its payload. */
  ECHO(JobContext::payload),
  /** Waits for {@code {"millis": n}}, and returns its payload. */
  SLEEP(
      job -> {
        Thread.sleep(number(job.payload(), "millis", 1_000));
        return job.payload();
      }),
  /**
   * Fails, with {@code {"message": text}}; for ever with {@code {"permanent": true}}; with {@code
   * {"times": n}} in the first n attempts only.
   */
  FAIL(
      job -> {
        JsonNode payload = job.payload();
        String message = payload.path("message").asString("failed as told");
        if (payload.path("permanent").asBoolean(false)) {
          throw new JobRejectedException(message);
        }
        if (job.attempt() <= number(payload, "times", Long.MAX_VALUE)) {
          throw new IllegalStateException(message);
        }
        return payload;
      }),
  /** Calls a URL, see {@link HttpCall}. Calls whatever a client names: not on unless asked for. */
  HTTP(new HttpCall());

  // All are stateless, or thread-safe.
  @SuppressWarnings("ImmutableEnumChecker")
  private final JobHandler handler;

  BuiltIn(JobHandler handler) {
    this.handler = handler;
  }

  /** Returns what does the work. */
  public JobHandler handler() {
    return handler;
  }

  /** Returns the topic of that name. */
  public String topic() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the one for a topic. */
  public static Optional<BuiltIn> of(String topic) {
    for (BuiltIn one : values()) {
      if (one.topic().equals(topic)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static long number(JsonNode payload, String field, long otherwise)
      throws JobRejectedException {
    JsonNode value = payload.path(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw new JobRejectedException(field + ": expected a whole number, 0 or more");
    }
    return value.asLong();
  }
}
