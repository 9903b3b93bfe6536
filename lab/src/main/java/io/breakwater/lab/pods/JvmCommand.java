package io.breakwater.lab.pods;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a small JVM: nine of them are to start on two cores without starving each
 * other. It runs on the Java home of this JVM.
 *
 * @param classPath the class path; not empty
 * @param mainClass the class to run
 * @param arguments its arguments
 * @param maxHeapMiB the largest heap in MiB; positive
 * @param sharedArchive a class-data archive to map, or null; one that does not fit is ignored
 *     without a word
 * @param options further JVM options, such as {@code -Dname=value}
 */
public record JvmCommand(
    List<Path> classPath,
    String mainClass,
    List<String> arguments,
    int maxHeapMiB,
    @Nullable Path sharedArchive,
    List<String> options) {

  /** Enough for one connection and its threads. */
  public static final int DEFAULT_HEAP_MIB = 64;

  /**
   * Checks the ranges above and copies the lists.
   *
   * @throws IllegalArgumentException if any argument is out of its range
   */
  public JvmCommand {
    classPath = List.copyOf(classPath);
    if (classPath.isEmpty()) {
      throw new IllegalArgumentException("class path of " + mainClass + " must not be empty");
    }
    arguments = List.copyOf(arguments);
    if (maxHeapMiB < 1) {
      throw new IllegalArgumentException("maxHeapMiB must be positive: " + maxHeapMiB);
    }
    options = List.copyOf(options);
  }

  /** Returns the command for a main class on the class path of this JVM, with default values. */
  public static JvmCommand of(String mainClass, String... arguments) {
    List<Path> classPath =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    return new JvmCommand(
        classPath, mainClass, List.of(arguments), DEFAULT_HEAP_MIB, null, List.of());
  }

  /** Returns this command with that class-data archive. */
  public JvmCommand withSharedArchive(@Nullable Path archive) {
    return new JvmCommand(classPath, mainClass, arguments, maxHeapMiB, archive, options);
  }

  /** Returns this command with one more JVM option. */
  public JvmCommand withOption(String option) {
    List<String> more = Stream.concat(options.stream(), Stream.of(option)).toList();
    return new JvmCommand(classPath, mainClass, arguments, maxHeapMiB, sharedArchive, more);
  }

  /** Returns the command line. */
  public List<String> toList() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One collector thread and one quick compiler instead of as many as there are cores.
    line.add("-XX:+UseSerialGC");
    line.add("-Xmx" + maxHeapMiB + "m");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-XX:-UsePerfData");
    line.add("-Xshare:auto");
    if (sharedArchive != null) {
      line.add("-XX:SharedArchiveFile=" + sharedArchive);
      // The JVM would report an archive that does not fit on the standard output of the service.
      line.add("-Xlog:cds=off,cds+dynamic=off,class+path=off");
    }
    line.addAll(options);
    line.add("-cp");
    line.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    line.add(mainClass);
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
