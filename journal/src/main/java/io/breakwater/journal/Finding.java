package io.breakwater.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run found, in one sentence computed from its figures; the candidate first. */
public final class Finding {
  private Finding() {}

  /**
   * Returns the sentence: the candidate, then the baseline. Without a comparison, the last arm is
   * the candidate and the first one the baseline.
   */
  public static String of(Journal journal) {
    String arms =
        headline(journal).map(arm -> arm.name() + ": " + clause(journal, arm)).collect(join("; "));
    String said = arms.isEmpty() ? "no arm has run" : arms;
    return switch (journal.status()) {
      case COMPLETED -> said;
      case FAILED -> "Failed: " + Objects.requireNonNullElse(journal.message(), said);
      case ABORTED -> "Aborted: " + Objects.requireNonNullElse(journal.message(), said);
    };
  }

  /** Returns the title of the chart of attempts. */
  public static String attempts(Journal journal) {
    return title(journal, "Attempts per 100 ms", Measure.PEAK_100_MS, "peaks at ", "");
  }

  /** Returns the title of the chart of connected replicas. */
  public static String connected(Journal journal) {
    boolean dropped =
        journal.arms().stream()
            .anyMatch(arm -> arm.result() != null && arm.result().dropped() != null);
    return dropped
        ? title(journal, "Connected replicas", Measure.LONGEST_OUTAGE, "each back within ", "")
        : title(journal, "Connected replicas", Measure.T100, "all after ", "never all");
  }

  /** Returns the title of the chart of ready replicas. */
  public static String ready(Journal journal) {
    return title(journal, "Ready replicas", Measure.TIME_TO_READY, "all after ", "never all");
  }

  /** Returns the title of the chart of the broker's processor time. */
  public static String brokerCpu(Journal journal) {
    return title(journal, "Broker CPU while recovering", Measure.BROKER_CPU, "took ", "");
  }

  /** Returns the title of the chart of messages. */
  public static String messages(Journal journal) {
    return title(
        journal, "Messages that arrived per 100 ms", Measure.MESSAGES_100_MS, "peaks at ", "");
  }

  /** Returns the title of the chart of finished jobs. */
  public static String finished(Journal journal) {
    return title(journal, "Jobs and steps finished", Measure.FIRST_FINISHED, "again after ", "");
  }

  /** Returns what one arm of a journal did. */
  static String clause(Journal journal, Arm arm) {
    Result result = arm.result();
    if (result == null) {
      return "no result";
    }
    boolean toldBest =
        journal.drill().equals("hazards") || result.delivery() != null || result.jobs() != null;
    if (toldBest && arm.steadyState().after() != null) {
      return arm.steadyState().after().detail();
    }
    List<@Nullable String> parts = new ArrayList<>();
    if (Measure.recoveryOf(journal.drill()) == Measure.TIME_TO_READY) {
      parts.add(plural(result.restarts(), "restart"));
      parts.add(ready(result));
    } else {
      parts.add(back(journal, result));
      parts.add(boundTells(result) ? ratio(result) : wave(result));
      parts.add(plural(positive(result.restarts()), "restart"));
      parts.add(lost(result));
      parts.addAll(replicas(result));
    }
    String text = parts.stream().filter(Objects::nonNull).collect(join(", "));
    return text.isEmpty() ? "nothing measured" : text;
  }

  private static Stream<Arm> headline(Journal journal) {
    List<Arm> arms = journal.arms();
    Comparison pair = journal.comparison();
    if (arms.size() < 2) {
      return arms.stream();
    }
    return pair == null
        ? Stream.of(arms.get(arms.size() - 1), arms.get(0))
        : Stream.of(pair.candidate(), pair.baseline())
            .flatMap(name -> arms.stream().filter(arm -> arm.name().equals(name)).limit(1));
  }

  private static String title(
      Journal journal, String what, Measure measure, String did, String never) {
    return journal.arms().stream()
        .filter(arm -> arm.result() != null)
        .map(arm -> said(journal, arm, measure, did, never))
        .filter(Objects::nonNull)
        .collect(
            Collectors.collectingAndThen(join("; "), s -> s.isEmpty() ? what : what + ": " + s));
  }

  private static @Nullable String said(
      Journal journal, Arm arm, Measure measure, String did, String never) {
    Result result = Objects.requireNonNull(arm.result());
    Double value = measure.of(result);
    if (value != null) {
      return arm.name() + " " + did + measure.unit().format(value);
    }
    if (measure.neverUnready(journal.drill(), result)) {
      return arm.name() + " " + ArmsTable.NEVER_UNREADY;
    }
    return measure.missed(journal.drill(), result) ? arm.name() + " " + never : null;
  }

  private static @Nullable String ready(Result result) {
    if (result.timeToReadySeconds() != null) {
      return (restarted(result) ? "ready after " : "ready ")
          + Unit.SECONDS.format(result.timeToReadySeconds())
          + (restarted(result) ? "" : " after the broker");
    }
    return result.connected() == null ? null : "not all ready at the end";
  }

  private static boolean restarted(Result result) {
    return positive(result.restarts()) != null;
  }

  private static @Nullable String back(Journal journal, Result result) {
    if (result.replicas() == null || result.connected() == null) {
      return null;
    }
    if (result.dropped() != null && result.t100Seconds() != null) {
      return dropped(result.dropped(), result.replicas(), result.longestOutageSeconds());
    }
    if (result.t100Seconds() != null) {
      return "all %s back in %s"
          .formatted(count(result.replicas()), Unit.SECONDS.format(result.t100Seconds()));
    }
    String only = "only %s of %s".formatted(count(result.connected()), count(result.replicas()));
    return journal.parameters().get(Journal.LIMIT_SECONDS) instanceof Number limit
        ? (result.connected() == 0 ? "none" : only) + " after " + whole(limit.doubleValue())
        : only + " back";
  }

  private static String dropped(int dropped, int replicas, @Nullable Double longestOutage) {
    String back =
        longestOutage == null
            ? "all back"
            : "each back within " + Unit.SECONDS.format(longestOutage);
    return dropped == 0
        ? "none of %s dropped".formatted(count(replicas))
        : "%s of %s dropped, %s".formatted(count(dropped), count(replicas), back);
  }

  /** A limit is what somebody typed: "60 s" rather than "60.0 s". */
  private static String whole(double seconds) {
    return seconds == Math.rint(seconds) ? count(seconds) + " s" : Unit.SECONDS.format(seconds);
  }

  /**
   * Where the bound is known it says more than the wave, but not if it is shorter than any wait.
   */
  private static boolean boundTells(Result result) {
    return result.boundSeconds() != null
        && (result.dropped() == null || result.boundSeconds() >= 1);
  }

  private static @Nullable String ratio(Result result) {
    return result.ratio() == null
        ? null
        : String.format(Locale.ROOT, "%.2f of the bound", result.ratio());
  }

  private static @Nullable String wave(Result result) {
    Integer peak = result.peakAttemptsPer100ms();
    if (peak == null) {
      return null;
    }
    boolean atOnce = result.replicas() != null && peak > 1 && peak >= result.replicas();
    return atOnce
        ? count(peak) + " attempts at once"
        : "at most " + plural(peak, "attempt") + " per 100 ms";
  }

  private static @Nullable String lost(Result result) {
    return result.lost() == null || result.lost() == 0
        ? null
        : plural(result.lost(), "message") + " lost";
  }

  private static List<@Nullable String> replicas(Result result) {
    List<@Nullable String> parts = new ArrayList<>();
    if (result.blindSeconds() != null) {
      parts.add("blind for up to " + Unit.SECONDS.format(result.blindSeconds()));
    }
    parts.add(plural(positive(result.zombies()), "zombie"));
    Integer closed = positive(result.closedReplicas());
    parts.add(closed == null ? null : count(closed) + " closed for good");
    return parts;
  }

  private static @Nullable Integer positive(@Nullable Integer count) {
    return count == null || count == 0 ? null : count;
  }

  private static @Nullable String plural(@Nullable Number count, String what) {
    return count == null ? null : count(count) + " " + (count.longValue() == 1 ? what : what + "s");
  }

  private static String count(Number count) {
    return Unit.COUNT.format(count.doubleValue());
  }

  private static Collector<CharSequence, ?, String> join(String separator) {
    return Collectors.joining(separator);
  }
}
