package io.breakwater.lab.measure;

import static io.breakwater.lab.measure.Observed.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.RunEvent;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
  private final Recording recording = new Recording();

  private void said(double second, String replica, String type) {
    recording.service(new RunEvent(at(second), replica, type, Map.of()));
  }

  private void ended(double second, String replica, PodEvent.Change change) {
    recording.pod(
        new PodEvent(at(second), Observed.status(replica, false, PodState.ERROR, 0), change));
  }

  @ParameterizedTest
  @ValueSource(strings = {"opened", "disconnected", "failed", "closed"})
  void connect_disconnect_reconnect(String lost) {
    said(1, "a", "connected");
    said(1, "b", "connected");
    assertThat(recording.connected()).isEqualTo(2);

    said(2, "a", lost);
    said(2.5, "a", "attempted");
    assertThat(recording.connected()).isEqualTo(1);

    said(3, "a", "reconnected");
    assertThat(recording.connected()).isEqualTo(2);
    assertThat(recording.events()).hasSize(5);
  }

  @Test
  void aProcessThatEndedIsNotConnected_howeverLateItsLastEventsAreRead() {
    said(1, "a", "connected");
    said(1, "b", "connected");
    ended(5, "a", new PodEvent.Exited(137));
    ended(5, "b", new PodEvent.Deleted());
    said(4, "a", "disconnected");
    said(4.5, "a", "reconnected");

    assertThat(recording.connected()).isZero();
    assertThat(recording.podEvents()).hasSize(2);
  }

  @Test
  void allAreConnectedSinceTheLastOneCame() {
    said(1, "a", "connected");
    assertThat(recording.allConnectedSince(2, at(0))).isEmpty();
    said(3, "b", "connected");

    assertThat(recording.allConnectedSince(2, at(0))).contains(at(3));
    said(4, "a", "disconnected");
    assertThat(recording.allConnectedSince(2, at(0))).isEmpty();
    said(6, "a", "reconnected");
    assertThat(recording.allConnectedSince(2, at(0))).contains(at(6));
  }

  @Test
  void aConnectionFromBefore_isNotBack() {
    said(1, "a", "connected");
    said(3, "b", "connected");

    assertThat(recording.allConnectedSince(2, at(2))).isEmpty();
  }
}
