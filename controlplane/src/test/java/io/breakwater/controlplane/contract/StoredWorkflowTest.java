package io.breakwater.controlplane.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StoredWorkflowTest {
  @Test
  void aKeyIsShown_asWhatAPersonAskedFor() {
    assertThat(StoredWorkflow.shown(StoredWorkflow.latestKey("orders"))).isEqualTo("orders");
    assertThat(StoredWorkflow.shown(StoredWorkflow.key("orders", 3)))
        .isEqualTo("orders, version 3");
  }
}
