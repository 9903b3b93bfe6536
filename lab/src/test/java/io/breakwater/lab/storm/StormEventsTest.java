package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.RunEvent;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.policy.AttemptOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StormEventsTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  @TempDir private Path folder;
  private final AttemptLog log = new AttemptLog();

  @Test
  void attemptsAndChanges_areLines_inTheOrderInWhichTheyBegan() {
    int attempt = log.began(7, 1_000 * MILLI);
    log.info(attempt, 1_200 * MILLI);
    log.ended(attempt, AttemptOutcome.CONNECTED, 1_250 * MILLI);
    log.changed(7, true, 1_250 * MILLI);
    log.changed(7, false, 2_000 * MILLI);
    log.began(7, 3_000 * MILLI);
    assertThat(write(100)).isZero();
    assertThat(read())
        .containsExactly(
            new RunEvent(
                at(1_250),
                "spread/storm-7",
                "attempted",
                Map.of(
                    "startedAt",
                    "1970-01-01T00:00:01Z",
                    "infoMillis",
                    200,
                    "outcome",
                    "CONNECTED",
                    "tookMillis",
                    250)),
            new RunEvent(at(1_250), "spread/storm-7", "connected", Map.of()),
            new RunEvent(at(2_000), "spread/storm-7", "disconnected", Map.of()),
            new RunEvent(
                at(3_000),
                "spread/storm-7",
                "attempted",
                Map.of("startedAt", "1970-01-01T00:00:03Z")));
  }

  @Test
  void noMoreAreWrittenThanAllowed_andTheRestIsCounted() {
    for (int i = 0; i < 10; i++) {
      log.began(i, i * MILLI);
      log.changed(i, true, i * MILLI);
    }
    assertThat(write(15)).isEqualTo(5);
    assertThat(read()).hasSize(15);
  }

  private int write(int most) {
    try (EventWriter writer = new EventWriter(folder.resolve(EventsFile.NAME))) {
      return new StormEvents("spread", log).write(writer, most);
    }
  }

  private List<RunEvent> read() {
    return EventsFile.read(folder.resolve(EventsFile.NAME));
  }

  private static Instant at(int millis) {
    return Instant.ofEpochMilli(millis);
  }
}
