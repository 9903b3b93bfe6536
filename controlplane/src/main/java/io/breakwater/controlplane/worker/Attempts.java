package io.breakwater.controlplane.worker;

import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attempts at work, and the latest of those that are done. Thread-safe. */
final class Attempts {
  /** A second delivery comes within a minute or so; more is remembered than are done in that. */
  private static final int REMEMBERED = 5_000;

  private final Map<String, Attempt> running = new LinkedHashMap<>();
  private final Map<String, Attempt> done = new Remembered<>();

  /** Those that were to stop before they came. */
  private final Map<String, Boolean> stopped = new Remembered<>();

  /**
   * Begins an attempt.
   *
   * @return the attempt that was begun with before; null if this is the first delivery
   */
  synchronized @Nullable Attempt begin(Attempt attempt) {
    String key = attempt.dispatch().key();
    Attempt known = running.containsKey(key) ? running.get(key) : done.get(key);
    if (known == null) {
      running.put(key, attempt);
      if (stopped.containsKey(key)) {
        attempt.stop(Outcome.CANCELLED);
      }
    }
    return known;
  }

  /** An attempt's result is on its way for good. */
  synchronized void end(Attempt attempt) {
    String key = attempt.dispatch().key();
    running.remove(key);
    done.put(key, attempt);
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
