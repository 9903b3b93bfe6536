package io.breakwater.lab.delivery;

import io.breakwater.journal.Delivery;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Options of drills on messages, cheap and short. */
final class LoadDrills {
  private LoadDrills() {}

  static LoadOptions options(
      Path folder, Level level, int perSecond, int faults, Duration outage, String... arms) {
    return options(folder, level, perSecond, 1, faults, outage, arms);
  }

  static LoadOptions options(
      Path folder,
      Level level,
      int perSecond,
      int publishers,
      int faults,
      Duration outage,
      String... arms) {
    List<LoadArm> all = Stream.of(arms).map(LoadArm::of).toList();
    return new LoadOptions(
        all, level, perSecond, publishers, faults, outage, Duration.ofMinutes(1), 7, folder, "");
  }

  static Result result(Journal journal, String arm) {
    return Objects.requireNonNull(journal.arm(arm).result());
  }

  static Delivery delivery(Journal journal, String arm) {
    return Objects.requireNonNull(result(journal, arm).delivery());
  }
}
