package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manual prints what its files hold. */
final class ManualTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void workflows_printsTheExampleThatItNames() throws IOException {
    String example = Files.readString(DOCS.resolve("examples/workflows/orders.json"));
    assertThat(Files.readString(DOCS.resolve("workflows.md")))
        .contains("```json\n" + example + "```");
  }
}
