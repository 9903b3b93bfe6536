package io.breakwater.lab.stack;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.Monitoring.StreamCopy;
import io.breakwater.broker.Monitoring.StreamState;
import io.breakwater.broker.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares the copies of streams that servers keep. A server says that it is healthy as soon as it
 * has heard of the latest message: nats-server 2.9.10 may have lost hundreds of earlier ones of a
 * key-value bucket while it was restarted in order, says nothing of it, and nobody gives them back.
 * That counts when it becomes the leader.
 */
final class Copies {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int LOOKS = 80;

  /**
   * What is deleted without a new message is gone from a copy that is asked a moment later, and
   * from one that lags behind seconds later: so it is asked in one order and in the other, and only
   * what is found each time of ten seconds counts. What is lost stays so.
   */
  private static final int TIMES = 40;

  private Copies() {}

  /**
   * A copy that has less than another one that knows of the same messages.
   *
   * @param node which server's, from 0
   * @param stream of what
   * @param missing how many messages it has not
   */
  record Incomplete(int node, String stream, long missing) {
    @Override
    public String toString() {
      return "n%d had lost %,d messages of %s".formatted(node + 1, missing, stream);
    }
  }

  /**
   * Looks for some seconds, or until it is certain; empty if all are complete, or do not answer.
   */
  static Optional<Incomplete> incomplete(List<NatsServer> nodes) throws InterruptedException {
    Map<String, Integer> times = new HashMap<>();
    for (int look = 0; look < LOOKS; look++) {
      List<Incomplete> found = look(nodes, look % 2 == 0);
      times.keySet().retainAll(found.stream().map(Copies::key).toList());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      for (Incomplete one : found) {
        if (times.merge(key(one), 1, Integer::sum) == TIMES) {
          return Optional.of(one);
        }
      }
      Thread.sleep(PAUSE.toMillis());
    }
    return Optional.empty();
  }

  private static String key(Incomplete one) {
    return one.node() + one.stream();
  }

  private static List<Incomplete> look(List<NatsServer> nodes, boolean forwards) {
    List<Map<String, StreamState>> copies =
        new ArrayList<>(Collections.nCopies(nodes.size(), Map.of()));
    try {
      for (int i = 0; i < nodes.size(); i++) {
        int node = forwards ? i : nodes.size() - 1 - i;
        copies.set(
            node,
            nodes.get(node).monitoring().jsz().copies().stream()
                .collect(Collectors.toMap(StreamCopy::name, StreamCopy::state)));
      }
    } catch (BrokerException e) {
      return List.of();
    }
    return incompleteOf(copies);
  }

  /**
   * Returns those that have fewer messages than most others with no later latest one. One that has
   * more than the others has missed that some were deleted, and has lost nothing.
   */
  static List<Incomplete> incompleteOf(List<Map<String, StreamState>> copies) {
    List<Incomplete> found = new ArrayList<>();
    for (int node = 0; node < copies.size(); node++) {
      for (Map.Entry<String, StreamState> copy : copies.get(node).entrySet()) {
        StreamState state = copy.getValue();
        List<Long> more =
            copies.stream()
                .map(other -> other.get(copy.getKey()))
                .filter(other -> other != null && other.lastSequence() <= state.lastSequence())
                .map(StreamState::messages)
                .filter(messages -> messages > state.messages())
                .toList();
        if (more.size() > copies.size() / 2) {
          found.add(new Incomplete(node, copy.getKey(), Collections.min(more) - state.messages()));
        }
      }
    }
    return found;
  }
}
