package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manual's table of keys is the code's. */
class PolicyManualTest {
  private static final Path MANUAL = Path.of("..", "docs", "policy-file.md");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-zA-Z.]+)` \\| .+ \\| (`[^`]+`|\\(.+\\)) \\| `(BREAKWATER_\\w+)` \\|");

  private record Row(String key, String defaultText, String variable) {}

  @Test
  void everyKey_hasItsRow_inOrder_withItsDefaultAndItsVariable() throws Exception {
    List<Row> documented =
        Files.readAllLines(MANUAL).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> new Row(row.group(1), written(row.group(2)), row.group(3)))
            .toList();
    List<Row> known =
        Arrays.stream(PolicyKey.values())
            .map(
                key -> new Row(key.path(), key.defaultText().orElse(""), key.environmentVariable()))
            .toList();
    assertThat(documented).isEqualTo(known);
  }

  @Test
  void writingEveryDefaultOut_changesNothing() {
    Map<String, String> required =
        Map.of("BREAKWATER_SERVICE", "x", "BREAKWATER_NATS_SERVERS", "nats://h", "HOSTNAME", "n");
    Map<String, String> everything =
        Arrays.stream(PolicyKey.values())
            .filter(key -> key.defaultText().isPresent())
            .collect(
                Collectors.toMap(
                    PolicyKey::environmentVariable, key -> key.defaultText().orElseThrow()));
    everything.putAll(required);
    assertThat(LifecyclePolicy.fromEnvironment(everything))
        .isEqualTo(LifecyclePolicy.fromEnvironment(required));
  }

  /** A default in parentheses is none that could be written into the file. */
  private static String written(String cell) {
    return cell.startsWith("`") ? cell.substring(1, cell.length() - 1) : "";
  }
}
