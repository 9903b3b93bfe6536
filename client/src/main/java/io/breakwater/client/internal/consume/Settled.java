package io.breakwater.client.internal.consume;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * If what the leader of a stream says of its last message can be taken for the truth: one that has
 * just been elected may answer before it has applied all of its log. For one thread.
 */
final class Settled {
  /** How long the same leader must have said so. */
  static final Duration TIME = Duration.ofSeconds(5);

  private @Nullable String leader;
  private long sinceNanos;

  /**
   * Returns if the stream's leader has said the same for long enough.
   *
   * @param replicated if there are replicas; a server that is alone has read all before it answers
   * @param leader null if there is none
   */
  boolean by(boolean replicated, @Nullable String leader, long nowNanos) {
    if (!replicated) {
      return true;
    }
    if (leader == null || !leader.equals(this.leader)) {
      this.leader = leader;
      sinceNanos = nowNanos;
      return false;
    }
    return nowNanos - sinceNanos >= TIME.toNanos();
  }

  /** It says something else. */
  void forget() {
    leader = null;
  }
}
