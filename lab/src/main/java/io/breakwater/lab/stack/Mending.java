package io.breakwater.lab.stack;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.Monitoring.Health;
import io.breakwater.lab.measure.Await;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One wait until the servers of a tier have what the others have, and what whoever runs them would
 * do meanwhile. Who says for long that it is not healthy is restarted. If that does not help, its
 * copies are made anew from the others', as long as all of these are healthy: three copies bear one
 * loss at a time. So is a copy that is incomplete. Each time they have the same time again; after
 * {@value #MOST} mends it is given up. For one thread.
 */
final class Mending {
  /** Two for each of the two ways in which a server may be unwell. */
  private static final int MOST = 4;

  private final StoreTier tier;
  private final Duration patience;
  private final Consumer<String> listener;
  private final Set<Integer> restarted = new HashSet<>();

  /**
   * Begins a wait.
   *
   * @param patience how long they may be unhealthy before something is done
   * @param listener is told before it is, in a sentence
   */
  Mending(StoreTier tier, Duration patience, Consumer<String> listener) {
    this.tier = tier;
    this.patience = patience;
    this.listener = listener;
  }

  /** Returns why they are not healthy; empty as soon as they are. */
  Optional<String> await() throws InterruptedException {
    for (int mends = 0; ; mends++) {
      Map<Integer, String> unhealthy = awaitHealthy();
      Optional<Copies.Incomplete> incomplete =
          unhealthy.isEmpty() ? Copies.incomplete(tier.nodes()) : Optional.empty();
      if (unhealthy.isEmpty() && incomplete.isEmpty()) {
        return Optional.empty();
      }
      if (mends == MOST) {
        return Optional.of(
            "after %d mends %s"
                .formatted(mends, incomplete.map(Object::toString).orElse(text(unhealthy))));
      }
      if (incomplete.isPresent()) {
        makeAnew(incomplete.get().node(), incomplete.get().toString());
      } else {
        mend(unhealthy);
      }
    }
  }

  /** What each that is not healthy in the end says, by its number. */
  private Map<Integer, String> awaitHealthy() throws InterruptedException {
    Map<Integer, String> unhealthy = new TreeMap<>();
    boolean unused =
        Await.within(
            patience,
            () -> {
              unhealthy.clear();
              for (int node = 0; node < tier.nodes().size(); node++) {
                int number = node;
                complaint(node).ifPresent(text -> unhealthy.put(number, text));
              }
              return unhealthy.isEmpty();
            });
    return unhealthy;
  }

  /** It names the stream or consumer that is behind, or why there is none. */
  private Optional<String> complaint(int node) {
    try {
      Health health = tier.nodes().get(node).monitoring().healthz();
      return health.ok()
          ? Optional.empty()
          : Optional.of(health.error() == null ? health.status() : health.error());
    } catch (BrokerException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void mend(Map<Integer, String> unhealthy) {
    for (Map.Entry<Integer, String> one : unhealthy.entrySet()) {
      int node = one.getKey();
      String said = "n%d, which said for %s: %s".formatted(node + 1, time(), one.getValue());
      if (unhealthy.size() == 1 && restarted.contains(node)) {
        makeAnew(node, said + ", and it had been restarted");
      } else {
        listener.accept("Restarted: " + said + ".");
        tier.nodes().get(node).kill();
        tier.back(node);
        restarted.add(node);
      }
    }
  }

  private void makeAnew(int node, String why) {
    listener.accept("Made anew from the others: " + why + ".");
    tier.lose(node);
    tier.back(node);
  }

  private String time() {
    return patience.toSeconds() + " s";
  }

  private static String text(Map<Integer, String> unhealthy) {
    StringBuilder text = new StringBuilder();
    unhealthy.forEach(
        (node, said) ->
            text.append(text.isEmpty() ? "" : "; ").append("n%d: %s".formatted(node + 1, said)));
    return text.toString();
  }
}
