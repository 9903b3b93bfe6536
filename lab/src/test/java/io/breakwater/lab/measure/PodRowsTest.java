package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.PodRow;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodState;
import io.breakwater.lab.pods.PodStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodRowsTest {
  private final Observed seen = new Observed();

  /** The steady state at 5, the broker back at 20, the end at 40. */
  private List<PodRow> rows(PodStatus... pods) {
    return new PodRows(Observed.at(5), Observed.at(20), Observed.at(40))
        .of(List.of(pods), seen.podEvents());
  }

  private static PodStatus running(String pod, boolean ready, int restarts) {
    return Observed.status(pod, ready, PodState.RUNNING, restarts);
  }

  @Test
  void aPodThatCrashed_hasItsPhases_itsBackOff_andWhenItWasReadyForGood() {
    seen.pod(1, "a", PodState.CONTAINER_CREATING, 0, new PodEvent.Created())
        .pod(2, "a", PodState.RUNNING, 0, new PodEvent.Started(1))
        .pod(3, "a", PodState.RUNNING, 0, new PodEvent.Ready())
        .pod(3, "b", PodState.RUNNING, 0, new PodEvent.Ready())
        .pod(11, "a", PodState.ERROR, 0, new PodEvent.Exited(1))
        .pod(12, "a", PodState.CRASH_LOOP_BACK_OFF, 0, new PodEvent.BackOff(Observed.at(21)))
        .pod(21, "a", PodState.RUNNING, 1, new PodEvent.Started(2))
        .pod(22, "a", PodState.RUNNING, 1, new PodEvent.Ready())
        .pod(23, "a", PodState.RUNNING, 1, new PodEvent.Unready())
        .pod(24, "a", PodState.RUNNING, 1, new PodEvent.Ready())
        .pod(40.1, "a", PodState.TERMINATING, 1, new PodEvent.Terminating());

    assertThat(rows(running("a", true, 1)))
        .containsExactly(
            new PodRow(
                "a",
                true,
                "Running",
                1,
                40,
                9.0,
                4.0,
                List.of(
                    new PodRow.Phase("ContainerCreating", -4),
                    new PodRow.Phase("Running", -3),
                    new PodRow.Phase("Ready", -2),
                    new PodRow.Phase("Error", 6),
                    new PodRow.Phase("CrashLoopBackOff", 7),
                    new PodRow.Phase("Running", 16),
                    new PodRow.Phase("Ready", 17),
                    new PodRow.Phase("Running", 18),
                    new PodRow.Phase("Ready", 19))));
  }

  @Test
  void aPodThatIsNotReadyAtTheEnd_neverWasForGood_andItsBackOffIsOpen() {
    seen.pod(22, "a", PodState.RUNNING, 0, new PodEvent.Ready())
        .pod(30, "a", PodState.CRASH_LOOP_BACK_OFF, 0, new PodEvent.BackOff(Observed.at(99)));

    PodRow row = rows(Observed.status("a", false, PodState.CRASH_LOOP_BACK_OFF, 0)).get(0);

    assertThat(row.readyAfterSeconds()).isNull();
    assertThat(row.crashLoopBackOffSeconds()).isEqualTo(10.0);
    assertThat(row.status()).isEqualTo("CrashLoopBackOff");
  }

  @Test
  void aPodThatWasReadyAllAlong_hasNoWayBackToMeasure() {
    seen.pod(3, "a", new PodEvent.Ready());

    assertThat(rows(running("a", true, 0)).get(0).readyAfterSeconds()).isNull();
  }

  @Test
  void aPodThatWasFasterThanTheCheckOfTheBroker_tookNoTime() {
    seen.pod(19.9, "a", new PodEvent.Ready());

    assertThat(rows(running("a", true, 0)).get(0).readyAfterSeconds()).isZero();
  }

  @Test
  void withoutABroker_nobodyIsReadyAfterIt() {
    seen.pod(22, "a", new PodEvent.Ready());

    assertThat(
            new PodRows(Observed.at(5), null, Observed.at(40))
                .of(List.of(running("a", true, 0)), seen.podEvents()))
        .extracting(PodRow::readyAfterSeconds)
        .containsOnlyNulls();
  }
}
