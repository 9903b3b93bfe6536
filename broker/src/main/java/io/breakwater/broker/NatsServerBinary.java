package io.breakwater.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installed nats-server program.
 *
 * @param path the executable file
 * @param version its version, without a leading "v": {@code 2.9.10}
 */
public record NatsServerBinary(Path path, String version) {

  /** The environment variable that names the executable, for those who do not have it on PATH. */
  public static final String VARIABLE = "BREAKWATER_BROKER_BINARY";

  private static final String REMEDY =
      "install it (apt-get install nats-server) or set " + VARIABLE;
  private static final Pattern VERSION = Pattern.compile("nats-server: v?(\\S+)");

  /**
   * Finds the program through {@value #VARIABLE}, else on PATH, and asks it for its version.
   *
   * @throws BrokerException if there is none, or it cannot be executed, or is not a nats-server
   */
  public static NatsServerBinary find() {
    return find(System.getenv());
  }

  /** As {@link #find()}, in the given environment. */
  public static NatsServerBinary find(Map<String, String> environment) {
    Path path = locate(environment);
    return new NatsServerBinary(path, askVersion(path));
  }

  private static Path locate(Map<String, String> environment) {
    String named = environment.get(VARIABLE);
    if (named != null && !named.isBlank()) {
      Path path = Path.of(named);
      if (!Files.isRegularFile(path)) {
        throw new BrokerException(VARIABLE + " names " + path + ", which is not a file");
      }
      if (!Files.isExecutable(path)) {
        throw new BrokerException(VARIABLE + " names " + path + ", which is not executable");
      }
      return path;
    }
    return SearchPath.find("nats-server", environment)
        .orElseThrow(() -> new BrokerException("nats-server not found on PATH: " + REMEDY));
  }

  private static String askVersion(Path path) {
    String answer;
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new BrokerException(path + " cannot be executed: " + e.getMessage(), e);
    }
    Matcher matcher = VERSION.matcher(answer);
    if (!matcher.find()) {
      throw new BrokerException(path + " is not a nats-server: --version did not say one");
    }
    return matcher.group(1);
  }
}
