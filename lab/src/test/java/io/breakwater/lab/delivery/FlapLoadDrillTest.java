package io.breakwater.lab.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Delivery;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Finding;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.drill.DrillListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class FlapLoadDrillTest {
  private static final DrillListener NOBODY = new DrillListener() {};
  private static final Duration OUTAGE = Duration.ofMillis(300);

  @TempDir Path folder;

  @Test
  void publish_losesNothingInSilence_whereJnatsDoes() throws Exception {
    Journal journal =
        new FlapLoadDrill(
                LoadDrills.options(folder, Level.PUBLISH, 2_000, 2, 2, OUTAGE, "jnats", "spread"))
            .run(NOBODY);
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    Result bus = LoadDrills.result(journal, "spread");
    assertThat(bus.accepted()).isGreaterThan(500);
    assertThat(bus.duplicated()).isZero();
    Delivery delivery = LoadDrills.delivery(journal, "spread");
    assertThat(delivery.faults()).isEqualTo(2);
    assertThat(delivery.lostSilently()).isZero();
    assertThat(figure(delivery.delivered()) + figure(bus.lost())).isEqualTo(bus.accepted());
    // Two connections ended twice each, under load.
    assertThat(bus.indeterminate()).isPositive().isGreaterThanOrEqualTo(bus.lost());

    Delivery plain = LoadDrills.delivery(journal, "jnats");
    assertThat(LoadDrills.result(journal, "jnats").indeterminate()).isZero();
    assertThat(plain.lostSilently()).isEqualTo(LoadDrills.result(journal, "jnats").lost());

    Timeline timeline = Objects.requireNonNull(journal.arm("spread").timeline());
    assertThat(timeline.outages()).hasSize(2);
    Timeline.Messages messages = Objects.requireNonNull(timeline.messages());
    assertThat(sum(messages.accepted())).isEqualTo(bus.accepted());
    assertThat(sum(messages.arrived())).isEqualTo(delivery.delivered());
    assertThat(Finding.of(journal)).contains("spread: ", " accepted, ", "over 2 flaps");
    assertThat(Files.readString(folder.resolve(EventsFile.NAME)))
        .contains("\"broker-down\"", "\"indeterminate\"", "\"reconnected\"");
  }

  @Test
  void outbox_storesEachMessageOnce() {
    Journal journal =
        new FlapLoadDrill(
                LoadDrills.options(folder, Level.OUTBOX, 1_000, 2, OUTAGE, "jnats", "spread"))
            .run(NOBODY);
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    Result bus = LoadDrills.result(journal, "spread");
    assertThat(bus.accepted()).isGreaterThan(300);
    assertThat(bus.lost()).isZero();
    assertThat(bus.duplicated()).isZero();
    SteadyState.Check after = Objects.requireNonNull(journal.arm("spread").steadyState().after());
    assertThat(after.met()).isTrue();
    assertThat(after.detail()).endsWith(" 0 lost, 0 duplicated over 2 flaps");
    assertThat(journal.comparison()).isNotNull();
  }

  @Test
  void interrupted_isAborted_andKeepsWhatItHas() throws Exception {
    CountDownLatch flapping = new CountDownLatch(1);
    DrillListener listener =
        new DrillListener() {
          @Override
          public void phase(String text, Duration limit) {
            if (text.startsWith("flap ")) {
              flapping.countDown();
            }
          }
        };
    CompletableFuture<Journal> done = new CompletableFuture<>();
    Thread driver =
        new Thread(
            () ->
                done.complete(
                    new FlapLoadDrill(
                            LoadDrills.options(folder, Level.PUBLISH, 100, 1_000, OUTAGE, "spread"))
                        .run(listener)));
    driver.start();
    assertThat(flapping.await(60, TimeUnit.SECONDS)).isTrue();
    driver.interrupt();
    Journal journal = done.get(60, TimeUnit.SECONDS);
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).isEqualTo("interrupted");
    assertThat(journal.arm("spread").timeline()).isNotNull();
    assertThat(journal.arm("spread").result()).isNull();
  }

  private static long figure(@Nullable Long measured) {
    return Objects.requireNonNull(measured);
  }

  private static long sum(@Nullable List<@Nullable Integer> bins) {
    return Objects.requireNonNull(bins).stream()
        .mapToLong(count -> Objects.requireNonNull(count))
        .sum();
  }
}
