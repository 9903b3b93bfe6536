package io.breakwater.journal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run took place, as far as it explains the figures. No host name, no user name, no path: a
 * journal is made to be passed on.
 *
 * @param cores processors that this machine offers
 * @param memoryBytes its memory; null if unknown
 * @param os operating system and architecture
 * @param javaVersion version of the Java runtime
 * @param natsServerVersion version of nats-server; null if none ran
 * @param jnatsVersion version of jnats; null if none ran
 * @param breakwaterVersion version of Breakwater
 */
public record Environment(
    @Nullable Integer cores,
    @Nullable Long memoryBytes,
    @Nullable String os,
    @Nullable String javaVersion,
    @Nullable String natsServerVersion,
    @Nullable String jnatsVersion,
    @Nullable String breakwaterVersion) {

  /** Returns this machine and this runtime, with the versions that only the caller knows. */
  public static Environment detect(
      @Nullable String natsServerVersion,
      @Nullable String jnatsVersion,
      @Nullable String breakwaterVersion) {
    return new Environment(
        Runtime.getRuntime().availableProcessors(),
        memory(),
        distribution() + ", " + System.getProperty("os.arch"),
        System.getProperty("java.version"),
        natsServerVersion,
        jnatsVersion,
        breakwaterVersion);
  }

  private static @Nullable Long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? Long.valueOf(os.getTotalMemorySize())
        : null;
  }

  /** The distribution's own name; the kernel's version string may name its builder. */
  private static String distribution() {
    try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
      return lines
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
          .findFirst()
          .orElseGet(() -> System.getProperty("os.name"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return System.getProperty("os.name");
    }
  }
}
