package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sections buffer and outbox. */
class DeliveryPolicyTest {

  @Test
  void drainRate_isTwiceWhatCameBefore_butNotSlow_unlessItIsSaid() {
    BufferPolicy buffer = BufferPolicy.DEFAULTS;
    assertThat(buffer.drainRate(0)).isEqualTo(1_000);
    assertThat(buffer.drainRate(499)).isEqualTo(1_000);
    assertThat(buffer.drainRate(5_000)).isEqualTo(10_000);
    assertThat(buffer.withDrainRate(50).drainRate(5_000)).isEqualTo(50);
    assertThatIllegalArgumentException().isThrownBy(() -> buffer.drainRate(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> buffer.drainRate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> buffer.withDrainRate(0));
  }

  @Test
  void outbox_isReadFromFileAndEnvironment() {
    LifecyclePolicy policy =
        LifecyclePolicy.parse(
            """
            service: x
            nats: { servers: nats://h }
            outbox: { directory: /var/outbox, maxAge: 10m, window: 7 }
            """,
            "p",
            Map.of("BREAKWATER_OUTBOX_MAX_BYTES", "1MiB", "BREAKWATER_OUTBOX_WINDOW", "8"));
    assertThat(policy.outbox())
        .isEqualTo(
            OutboxPolicy.DEFAULTS
                .withDirectory(Path.of("/var/outbox"))
                .withMaxAge(Duration.ofMinutes(10))
                .withMaxBytes(1 << 20)
                .withWindow(8));
    assertThat(OutboxPolicy.DEFAULTS.directory()).isEmpty();
  }

  @Test
  void valuesOutOfRange_nameTheirPlace() {
    assertRefused("maxBytes: 0B", "p:3: outbox.maxBytes: expected a size over zero");
    assertRefused("maxAge: 0s", "p:3: outbox.maxAge: expected a duration");
    assertRefused("window: 16385", "p:3: outbox.window: expected a whole number from 1 to 16384");
    assertRefused("windw: 1", "p:3: outbox.windw: unknown key");
    assertThatIllegalArgumentException().isThrownBy(() -> OutboxPolicy.DEFAULTS.withWindow(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutboxPolicy.DEFAULTS.withWindow(OutboxPolicy.WIDEST_WINDOW + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutboxPolicy.DEFAULTS.withMaxAge(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> OutboxPolicy.DEFAULTS.withMaxBytes(0));
  }

  private static void assertRefused(String setting, String message) {
    String yaml = "service: x\nnats: { servers: nats://h }\noutbox: { " + setting + " }";
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> LifecyclePolicy.parse(yaml, "p", Map.of()))
        .withMessageStartingWith(message);
  }
}
