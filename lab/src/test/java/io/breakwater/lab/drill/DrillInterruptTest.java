package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each phase is interrupted as it begins, on the thread that drives the drill. */
class DrillInterruptTest {
  @TempDir Path folder;

  private Journal interruptedAt(String moment) {
    DrillFixture fixture = new DrillFixture();
    DrillOptions options =
        DrillFixture.options(
            folder, Duration.ofMillis(500), Duration.ofSeconds(60), "jnats", "spread");
    DrillListener listener =
        new DrillListener() {
          @Override
          public void armStarted(String arm, int number, int of) {
            interrupt("broker starts");
          }

          @Override
          public void phase(String text, Duration limit) {
            interrupt(text);
          }

          private void interrupt(String text) {
            if (text.contains(moment)) {
              Thread.currentThread().interrupt();
            }
          }
        };

    Journal journal =
        new FlapDrill(options, DrillFixture.QUICK, DrillFixture.PROGRAMS).run(listener);

    assertThat(Thread.interrupted()).as("the interrupt stays set").isTrue();
    assertThat(fixture.processesLeft()).isEmpty();
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).isEqualTo("interrupted");
    assertThat(journal.environment().natsServerVersion()).isNotNull();
    assertThat(journal.comparison()).isNull();
    assertThat(journal.arms().stream().map(Arm::steadyState))
        .allMatch(state -> state.after() == null);
    return journal;
  }

  private static Result result(Journal journal) {
    assertThat(journal.arms()).hasSize(1);
    return Objects.requireNonNull(journal.arm("jnats").result());
  }

  @Test
  void whileTheBrokerStarts() {
    assertThat(interruptedAt("broker starts").arms()).isEmpty();
  }

  @Test
  void whileThePodsStart() {
    Journal journal = interruptedAt("starting 3 pods");

    assertThat(journal.arms()).hasSize(1);
    assertThat(journal.arm("jnats").result()).isNull();
    assertThat(journal.arm("jnats").pods()).hasSize(3);
  }

  @Test
  void whileTheBrokerIsDown_itHasNotReturned() {
    Result result = result(interruptedAt("broker down"));

    assertThat(result.brokerDownAtSeconds()).isNotNull();
    assertThat(result.brokerUpAtSeconds()).isNull();
    assertThat(result.connected()).isNull();
    assertThat(result.t100Seconds()).isNull();
    assertThat(EventsFile.read(folder.resolve(EventsFile.NAME)))
        .anyMatch(event -> event.type().equals("connected") && event.source().startsWith("jnats/"));
  }

  @Test
  void whileTheyComeBack_itIsNotKnownHowManyDid() {
    Result result = result(interruptedAt("waiting for all 3"));

    assertThat(result.brokerUpAtSeconds()).isNotNull();
    assertThat(result.connected()).isNull();
    assertThat(result.attempts()).isNotNull();
  }

  @Test
  void whileItIsWatchedThatTheyStay_theRecoveryIsKept() {
    Result result = result(interruptedAt("watching that they stay"));

    assertThat(result.connected()).isEqualTo(3);
    assertThat(result.t100Seconds()).isNotNull();
  }
}
