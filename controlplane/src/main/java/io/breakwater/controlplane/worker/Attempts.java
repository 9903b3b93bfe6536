package io.breakwater.controlplane.worker;

import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The attempts at work, and the latest of those that are done. Thread-safe. */
final class Attempts {
  /** A second delivery comes within a minute or so; more is remembered than are done in that. */
  private static final int REMEMBERED = 5_000;

  /** So much is kept of the results; of the others, that their stream has had them. */
  private static final int REMEMBERED_BYTES = 4 << 20;

  private final Map<String, Attempt> running = new LinkedHashMap<>();
  private final Map<String, Said> done = new Remembered<>();

  /** Those that are kept whole, in the order in which they came. */
  private final Deque<Said> kept = new ArrayDeque<>();

  private long keptBytes;

  /** Those that were to stop before they came. */
  private final Map<String, Boolean> stopped = new Remembered<>();

  /**
   * Begins an attempt.
   *
   * @return completes with what was said of an earlier delivery; null if this is the first one
   */
  synchronized @Nullable CompletableFuture<Said> begin(Attempt attempt) {
    String key = attempt.dispatch().key();
    Attempt same = running.get(key);
    if (same != null) {
      return same.said();
    }
    Said said = done.get(key);
    if (said != null) {
      return CompletableFuture.completedFuture(said);
    }
    running.put(key, attempt);
    if (stopped.containsKey(key)) {
      attempt.stop(Outcome.CANCELLED);
    }
    return null;
  }

  /** An attempt's result is on its way for good: what it was given is not kept any more. */
  synchronized void end(Attempt attempt) {
    String key = attempt.dispatch().key();
    running.remove(key);
    Said said = attempt.said().getNow(null);
    if (said == null) {
      return;
    }
    done.put(key, said);
    kept.add(said);
    keptBytes += said.body.length;
    while (keptBytes > REMEMBERED_BYTES || kept.size() > REMEMBERED) {
      Said eldest = kept.remove();
      keptBytes -= eldest.body.length;
      done.computeIfPresent(
          eldest.key, (one, there) -> there == eldest ? eldest.withoutBody() : there);
    }
  }

  synchronized void stop(String jobId, int number) {
    String key = Dispatch.key(jobId, number);
    Attempt attempt = running.get(key);
    if (attempt == null) {
      stopped.put(key, true);
    } else {
      attempt.stop(Outcome.CANCELLED);
    }
  }

  synchronized List<String> running() {
    return List.copyOf(running.keySet());
  }

  /** Forgets the eldest. */
  private static final class Remembered<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
