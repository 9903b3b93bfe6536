package io.breakwater.client;

import org.jspecify.annotations.Nullable;

/** A subscription that outlives outages and replaced connections, until it is closed. */
public interface BusSubscription extends AutoCloseable {

  /** Returns the subject, which may have wildcards. */
  String subject();

  /** Returns the queue group, or null if every subscriber gets every message. */
  @Nullable String queue();

  /** Ends the subscription; does nothing if it has ended. Messages being handled are finished. */
  @Override
  void close();
}
