package io.breakwater.controlplane.gateway;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered last, for the time when nobody can be asked: the answers that were used most
 * recently, in so many bytes. Thread-safe.
 */
final class Memory {
  /** What an entry costs besides its text. */
  private static final int OVERHEAD = 200;

  /**
   * An answer.
   *
   * @param tenant whose it is
   * @param json its text
   * @param asOf when it was true
   */
  record Answer(String tenant, String json, Instant asOf) {
    private int cost() {
      return json.length() + OVERHEAD;
    }
  }

  private final long capacity;
  private final Map<String, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /** Sets how many bytes are kept. */
  Memory(long capacity) {
    this.capacity = capacity;
  }

  synchronized void put(String id, Answer answer) {
    forget(id);
    if (answer.cost() > capacity) {
      return;
    }
    answers.put(id, answer);
    used += answer.cost();
    var eldest = answers.values().iterator();
    while (used > capacity) {
      used -= eldest.next().cost();
      eldest.remove();
    }
  }

  synchronized Optional<Answer> get(String id) {
    return Optional.ofNullable(answers.get(id));
  }

  synchronized void forget(String id) {
    Answer old = answers.remove(id);
    if (old != null) {
      used -= old.cost();
    }
  }
}
