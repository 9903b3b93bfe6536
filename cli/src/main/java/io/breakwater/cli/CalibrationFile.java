package io.breakwater.cli;

import io.breakwater.journal.JournalException;
import io.breakwater.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured of a broker: in the journal of a storm, or in what {@code calibrate --json} has
 * printed.
 *
 * @param connectRate C, in connections per second
 * @param cores of the machine; empty if it does not say
 * @param tcpMillis what a handshake alone took until INFO; empty if it does not say
 * @param tlsMillis what TLS took; empty if there was none
 * @param authenticationMillis what the credential took; empty if it does not say
 */
record CalibrationFile(
    double connectRate,
    OptionalInt cores,
    OptionalDouble tcpMillis,
    OptionalDouble tlsMillis,
    OptionalDouble authenticationMillis) {

  private static final String EXPECTED =
      ", expected the journal of a storm or the output of calibrate --json";

  /**
   * Reads one.
   *
   * @param fileOrFolder the file, or the folder of a run
   * @throws JournalException if it cannot be read, or holds no measurement; the message is one line
   */
  static CalibrationFile read(Path fileOrFolder) {
    Path file =
        Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(JournalFile.NAME) : fileOrFolder;
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new JournalException(file + ": no such file" + EXPECTED, e);
    } catch (IOException e) {
      throw new JournalException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new JournalException(file + ": not JSON" + EXPECTED, e);
    }
    JsonNode measured = root.has("parameters") ? root.path("parameters") : root;
    JsonNode cost = root.has("parameters") ? measured : root.path("cost");
    if (measured.path("simulated").asBoolean(false)) {
      throw new JournalException(file + ": simulated itself" + EXPECTED);
    }
    double rate = measured.path("connectRate").asDouble(0);
    if (!(rate > 0)) {
      throw new JournalException(file + ": has no connectRate" + EXPECTED);
    }
    JsonNode cores = root.path("environment").path("cores");
    return new CalibrationFile(
        rate,
        cores.isInt() && cores.intValue() > 0
            ? OptionalInt.of(cores.intValue())
            : OptionalInt.empty(),
        millis(cost, "tcpMillis"),
        millis(cost, "tlsMillis"),
        millis(cost, "authenticationMillis"));
  }

  private static OptionalDouble millis(JsonNode cost, String name) {
    double value = cost.path(name).asDouble(0);
    return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
