package io.breakwater.lab.measure;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.Taskset;
import java.util.List;

/**
 * Which of this machine's processors a broker has to itself, and which are left to the clients that
 * live in this process: what the one does is then not at the other's expense. Linux alone.
 *
 * @param broker the broker's, by their numbers; empty if both share all
 * @param clients the clients'; empty if both share all
 */
public record ProcessorSplit(List<Integer> broker, List<Integer> clients) {
  /** Broker and clients share all processors, wherever the system likes. */
  public static final ProcessorSplit SHARED = new ProcessorSplit(List.of(), List.of());

  /** Copies the lists. */
  public ProcessorSplit {
    broker = List.copyOf(broker);
    clients = List.copyOf(clients);
  }

  /**
   * Gives a broker so many of the processors that this process may use, the first ones.
   *
   * @throws IllegalArgumentException if that leaves none to one of the two; the message is one line
   * @throws BrokerException if there is no taskset, or no Linux
   */
  public static ProcessorSplit of(int brokerCores) {
    var unused = Taskset.find();
    return of(brokerCores, Taskset.processorsOf(ProcessHandle.current().pid()));
  }

  static ProcessorSplit of(int brokerCores, List<Integer> available) {
    if (available.size() < 2) {
      throw new IllegalArgumentException(
          "broker cores: expected two processors at least, for the clients need one too, and this"
              + " process may use "
              + available.size());
    }
    if (brokerCores < 1 || brokerCores >= available.size()) {
      throw new IllegalArgumentException(
          "broker cores: expected 1 to %d: the clients need one too, got %d"
              .formatted(available.size() - 1, brokerCores));
    }
    return new ProcessorSplit(
        available.subList(0, brokerCores), available.subList(brokerCores, available.size()));
  }

  /**
   * Moves this process, with all threads that it has and will have, to the clients' processors.
   * {@link Runtime#availableProcessors()} follows soon: a JVM looks at most every 20 ms.
   *
   * @return moves it back to where it was when closed
   * @throws BrokerException if it cannot be moved; it is then where it was
   */
  public Kept keepClients() {
    return new Kept(clients);
  }

  /** This process on the clients' processors, for as long as it is open. */
  public static final class Kept implements AutoCloseable {
    private final long pid = ProcessHandle.current().pid();
    private final List<Integer> before;

    private Kept(List<Integer> clients) {
      if (clients.isEmpty()) {
        before = List.of();
        return;
      }
      before = Taskset.processorsOf(pid);
      try {
        Taskset.find().move(pid, clients);
      } catch (BrokerException e) {
        close();
        throw e;
      }
    }

    /**
     * Lets this process use the processors that it used before; an interrupt does not keep it from
     * that.
     *
     * @throws BrokerException if it cannot be moved back
     */
    @Override
    public void close() {
      if (!before.isEmpty()) {
        Taskset.find().move(pid, before);
      }
    }
  }
}
