package io.breakwater.client.internal;

import io.breakwater.client.NoRespondersException;
import io.breakwater.policy.DurationText;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests that end in time, and say why: jnats looks for late replies every 5 s only. */
final class Requests {
  private Requests() {}

  static CompletionStage<Message> send(
      Connection to, String subject, byte[] body, Duration timeout) {
    CompletableFuture<Message> reply =
        to.requestWithTimeout(subject, body, timeout)
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    return reply.handle(
        (message, failure) -> {
          if (failure != null) {
            throw new CompletionException(explained(failure, subject, timeout));
          }
          return message;
        });
  }

  private static Throwable explained(Throwable failure, String subject, Duration timeout) {
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof JetStreamStatusException) {
      return new NoRespondersException(subject);
    }
    if (cause instanceof TimeoutException) {
      return new TimeoutException(
          "request to " + subject + ": no reply within " + DurationText.format(timeout));
    }
    return cause;
  }
}
