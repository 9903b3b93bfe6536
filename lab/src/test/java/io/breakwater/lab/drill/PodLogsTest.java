package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodLogsTest {
  @TempDir Path folder;

  private void log(String text) throws IOException {
    Files.writeString(folder.resolve("a.log"), text);
  }

  private PodLogs logs() {
    return new PodLogs(folder);
  }

  @Test
  void theLastLineThatSaysSomething_isNoFrameOfAStackTrace() throws IOException {
    log("first\nException in thread \"main\" Oops: it failed\n\tat a.B.c(B.java:1)\n\n   \n");

    assertThat(logs().lastLine("a")).contains("Exception in thread \"main\" Oops: it failed");
  }

  @Test
  void aLongLineIsCut_andALongLogReadFromItsEnd() throws IOException {
    log("x\n".repeat(100_000) + "y".repeat(1_000));

    assertThat(logs().lastLine("a")).contains("y".repeat(200) + "...");
  }

  @Test
  void whereNothingWasSaid_thereIsNone() throws IOException {
    assertThat(logs().lastLine("a")).isEmpty();
    log("\n  \n");

    assertThat(logs().lastLine("a")).isEmpty();
  }
}
