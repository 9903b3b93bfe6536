package io.breakwater.lab.drill;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.journal.Arm;
import io.breakwater.journal.Comparison;
import io.breakwater.journal.Environment;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Status;
import io.nats.client.Nats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of every drill has around its arms.
 *
 * @param drill the drill's name
 * @param start when it began
 * @param environment where it ran
 * @param parameters its options, and what was found out before the arms
 * @param command how to repeat it
 */
public record DrillFrame(
    String drill,
    Instant start,
    Environment environment,
    Map<String, @Nullable Object> parameters,
    String command) {

  /**
   * Returns the journal of a drill that ends now. The first arm is compared with the last, where
   * there are several and that was asked for.
   *
   * @param aborted why it did not go to its end; null if it did
   * @param failure why it failed though it did; null if it has not
   * @param comparable if the arms can be compared
   */
  public Journal journal(
      List<Arm> arms, @Nullable String aborted, @Nullable String failure, boolean comparable) {
    Status status =
        aborted != null ? Status.ABORTED : failure != null ? Status.FAILED : Status.COMPLETED;
    Journal journal =
        new Journal(
            drill,
            status,
            aborted != null ? aborted : failure,
            start,
            Instant.now(),
            environment,
            parameters,
            command,
            arms,
            null);
    return comparable && arms.size() > 1
        ? journal.withComparison(
            Comparison.of(journal, arms.get(0).name(), arms.get(arms.size() - 1).name()))
        : journal;
  }

  /**
   * Checks that the folder of a run takes nobody else's events for this one's.
   *
   * @throws IllegalArgumentException if it holds another run; the message is one line
   */
  public static void requireFresh(Path folder) {
    if (Files.exists(folder.resolve(EventsFile.NAME))) {
      throw new IllegalArgumentException(
          folder + ": holds another run (" + EventsFile.NAME + "), expected a new folder");
    }
  }

  /** Returns where this process runs, and the versions that its drills use. */
  public static Environment environmentHere() {
    return Environment.detect(
        natsServerVersion(),
        Nats.CLIENT_VERSION,
        DrillFrame.class.getPackage().getImplementationVersion());
  }

  private static @Nullable String natsServerVersion() {
    try {
      return NatsServerBinary.find().version();
    } catch (BrokerException e) {
      return null;
    }
  }
}
