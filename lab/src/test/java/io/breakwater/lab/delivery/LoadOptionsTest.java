package io.breakwater.lab.delivery;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.policy.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadOptionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;

  private void refused(String message, int load, int faults, Duration outage, String... arms) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadDrills.options(folder, Level.PUBLISH, load, faults, outage, arms))
        .withMessage(message);
  }

  @Test
  void outOfRange_saysWhatWasExpected() {
    refused("load: expected 1 to 100,000, got 0", 0, 1, SECOND, "jnats");
    refused("kills: expected 1 to 1,000, got 1001", 1, 1_001, SECOND, "jnats");
    refused("outage: expected more than zero", 1, 1, Duration.ZERO, "jnats");
    refused("arms: expected at least one", 1, 1, SECOND);
    refused(
        "arms: expected distinct names, got [spread, spread]", 1, 1, SECOND, "spread", "spread");
  }

  @Test
  void aPublishThatDoesNotFail_isNotPublishedAgain() {
    refused(
        "arm jnats-retry: a publish does not fail, expected level outbox",
        1,
        1,
        SECOND,
        "jnats-retry");
  }

  @Test
  void unknownArm_isNamed() {
    assertThatThrownBy(() -> LoadArm.of("sprad"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("--arm sprad: expected a policy file or one of");
  }

  @Test
  void drillsThatNeedTheOutbox_refuseAnythingElse() {
    LoadOptions publish = LoadDrills.options(folder, Level.PUBLISH, 10, 1, SECOND, "spread");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublisherKillDrill(publish))
        .withMessageStartingWith("publisher-kill: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataLossDrill(publish))
        .withMessageStartingWith("data-loss: ");
  }

  @Test
  void folderOfAnotherRun_isRefused() throws Exception {
    Files.createFile(folder.resolve("events.jsonl"));
    LoadOptions options = LoadDrills.options(folder, Level.OUTBOX, 10, 1, SECOND, "spread");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlapLoadDrill(options))
        .withMessageContaining("holds another run");
  }
}
