package io.breakwater.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server wrote since it was started last: the file keeps the output of earlier starts. */
record ServerLog(Path file, long start) {

  private static final int LAST_LINES = 10;
  private static final Pattern TAKEN = Pattern.compile(":(\\d+): bind: address already in use");
  private static final Pattern REFUSED =
      Pattern.compile("^nats-server: (?:\\S*/)?(.+)$", Pattern.MULTILINE);
  private static final Pattern ERROR =
      Pattern.compile("^.*\\[(?:FTL|ERR)\\] (.+)$", Pattern.MULTILINE);
  private static final Pattern TASKSET = Pattern.compile("^(taskset: .+)$", Pattern.MULTILINE);
  private static final Pattern RELOAD_FAILURE =
      Pattern.compile(
          "^.*\\[ERR\\] Failed to reload server configuration: (?:\\S*/)?(.+)$", Pattern.MULTILINE);

  /** Returns the log of a server that is about to write to {@code file}. */
  static ServerLog from(Path file) {
    try {
      return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  boolean contains(String words) {
    return text().contains(words);
  }

  /** Returns why the server gave up, as the exception to throw. */
  BrokerException failure(String otherwise) {
    String text = text();
    Matcher taken = TAKEN.matcher(text);
    if (taken.find()) {
      return new PortTakenException(Integer.parseInt(taken.group(1)));
    }
    Matcher refused = REFUSED.matcher(text);
    if (refused.find()) {
      return new ConfigRefusedException(refused.group(1));
    }
    String reason = last(ERROR).or(() -> last(TASKSET)).orElse(otherwise);
    List<String> lines = text.lines().toList();
    return new ServerStartException(
        "nats-server did not start: " + reason,
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** Returns why the server did not take a configuration that it was told to read again. */
  Optional<String> reloadFailure() {
    return last(RELOAD_FAILURE);
  }

  private Optional<String> last(Pattern pattern) {
    return pattern.matcher(text()).results().reduce((a, b) -> b).map(result -> result.group(1));
  }

  private String text() {
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(start);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static BrokerException unreadable(Path file, IOException e) {
    return new BrokerException("cannot read the server's log " + file + ": " + e.getMessage(), e);
  }
}
