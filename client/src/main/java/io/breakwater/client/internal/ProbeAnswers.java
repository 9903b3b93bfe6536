package io.breakwater.client.internal;

import io.breakwater.client.BusState;
import io.breakwater.client.ConsumerHealth;
import io.breakwater.client.DeliveryHealth;
import io.breakwater.client.Health;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.ProbeCondition;
import io.breakwater.policy.ProbePlan;
import io.breakwater.policy.ProbeSettings;
import io.nats.client.support.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the probes say of a bus: pure, from its health and its policy's probe plan. */
final class ProbeAnswers {
  private final ProbePlan plan;
  private final ProbeSettings settings;

  ProbeAnswers(ProbePlan plan, ProbeSettings settings) {
    this.plan = plan;
    this.settings = settings;
  }

  Answer startup(Health health) {
    return answer(plan.startupCondition(), health);
  }

  Answer readiness(Health health) {
    return answer(plan.readinessCondition(), health);
  }

  Answer liveness(Health health) {
    return answer(plan.livenessCondition(), health);
  }

  private Answer answer(ProbeCondition condition, Health health) {
    boolean withinGrace =
        health.started()
            && health.state() == BusState.DISCONNECTED
            && health.outageAge().compareTo(settings.grace()) <= 0;
    return switch (condition) {
      case PROCESS_UP -> new Answer(true, "ok", health);
      case STARTED ->
          health.started()
              ? new Answer(true, "ok", health)
              : new Answer(false, "nats not connected yet" + age(health), health);
      case CONNECTED ->
          health.connected() || withinGrace
              ? new Answer(true, "ok", health)
              : new Answer(false, "nats disconnected" + age(health), health);
      case ACCEPTING ->
          health.state() == BusState.CLOSED
              ? new Answer(false, "bus closed", health)
              : new Answer(true, "ok", health);
      case MACHINERY_ALIVE ->
          health.alive()
              ? new Answer(true, "ok", health)
              : new Answer(false, "the bus's own supervisor is dead", health);
      case MACHINERY_ALIVE_WITHIN_MAX_OUTAGE -> {
        boolean within =
            settings.maxOutage().map(max -> health.outageAge().compareTo(max) <= 0).orElse(true);
        yield health.alive() && within
            ? new Answer(true, "ok", health)
            : new Answer(
                false,
                health.alive()
                    ? "nats disconnected for longer than maxOutage" + age(health)
                    : "the bus's own supervisor is dead",
                health);
      }
    };
  }

  private static String age(Health health) {
    return " (outage "
        + DurationText.format(health.outageAge().truncatedTo(ChronoUnit.SECONDS))
        + ")";
  }

  /**
   * The answer of one probe.
   *
   * @param passed if the probe passes
   * @param line {@code ok}, or what is wrong
   * @param health what it was answered from
   */
  record Answer(boolean passed, String line, Health health) {

    /** Returns the answer with all that is known, as one JSON object. */
    String json() {
      Map<String, JsonValue> fields = new LinkedHashMap<>();
      fields.put("ok", new JsonValue(passed));
      fields.put("reason", new JsonValue(line));
      fields.put("state", new JsonValue(health.state().name().toLowerCase(Locale.ROOT)));
      fields.put("server", text(health.server()));
      fields.put("outageAgeMillis", new JsonValue(health.outageAge().toMillis()));
      fields.put("attempts", new JsonValue(health.attempts()));
      fields.put("lastOutcome", text(health.lastOutcome()));
      fields.put("lastCause", text(health.lastCause()));
      fields.put("reconnects", new JsonValue(health.reconnects()));
      FleetFacts fleet = health.fleet();
      fields.put("connections", number(fleet.connections()));
      fields.put(
          "connectRate",
          fleet.connectRate().isPresent()
              ? new JsonValue(rounded(fleet.connectRate().getAsDouble()))
              : JsonValue.NULL);
      fields.put("rank", number(fleet.rank()));
      fields.put("periodMillis", new JsonValue(health.period().toMillis()));
      delivery(fields, health.delivery());
      fields.put(
          "consumers", new JsonValue(health.consumers().stream().map(Answer::consumer).toList()));
      return new JsonValue(fields).toJson();
    }

    private static void delivery(Map<String, JsonValue> fields, DeliveryHealth delivery) {
      fields.put("backlogMessages", new JsonValue(delivery.backlogMessages()));
      fields.put("backlogBytes", new JsonValue(delivery.backlogBytes()));
      fields.put("backlogAgeMillis", new JsonValue(delivery.backlogAge().toMillis()));
      fields.put(
          "expectedDrainMillis",
          delivery
              .expectedDrain()
              .map(expected -> new JsonValue(expected.toMillis()))
              .orElse(JsonValue.NULL));
      fields.put("indeterminate", new JsonValue(delivery.indeterminate()));
      Map<String, JsonValue> undelivered = new TreeMap<>();
      delivery
          .undelivered()
          .forEach(
              (cause, count) ->
                  undelivered.put(cause.name().toLowerCase(Locale.ROOT), new JsonValue(count)));
      fields.put("undelivered", new JsonValue(undelivered));
    }

    private static JsonValue consumer(ConsumerHealth consumer) {
      Map<String, JsonValue> fields = new LinkedHashMap<>();
      fields.put("stream", new JsonValue(consumer.stream()));
      fields.put("consumer", new JsonValue(consumer.consumer()));
      fields.put("state", new JsonValue(consumer.state().name().toLowerCase(Locale.ROOT)));
      fields.put("problem", text(consumer.problem()));
      return new JsonValue(fields);
    }

    private static JsonValue number(OptionalInt value) {
      return value.isPresent() ? new JsonValue(value.getAsInt()) : JsonValue.NULL;
    }

    /** Two decimals: more would be noise. */
    private static BigDecimal rounded(double value) {
      return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }

    private static JsonValue text(@Nullable Object value) {
      return value == null ? JsonValue.NULL : new JsonValue(value.toString());
    }
  }
}
