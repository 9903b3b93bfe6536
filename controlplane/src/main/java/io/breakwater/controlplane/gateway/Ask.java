package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.NoRespondersException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.StoreException;
import io.javalin.http.Context;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the broker and those behind it, never longer than a request may take in all. */
final class Ask {
  private static final String DEADLINE = "deadline";

  /** For all lists and event streams together. */
  private static final int READING_BYTES = 8 * StreamReader.PORTION_BYTES;

  private final Bus bus;
  private final Duration limit;
  private final ReadingRoom room = new ReadingRoom(READING_BYTES);

  Ask(Bus bus, Duration limit) {
    this.bus = bus;
    this.limit = limit;
  }

  Bus bus() {
    return bus;
  }

  ReadingRoom room() {
    return room;
  }

  /** Returns when a request has to be answered: one moment, from when it is first asked for. */
  Deadline deadline(Context request) {
    Deadline known = request.attribute(DEADLINE);
    if (known != null) {
      return known;
    }
    Deadline begun = deadline();
    request.attribute(DEADLINE, begun);
    return begun;
  }

  /** Returns a deadline that begins now, for what belongs to no request. */
  Deadline deadline() {
    return Deadline.in(limit);
  }

  /** Returns JetStream's own options for calls that have to end by then. */
  static JetStreamOptions options(Deadline deadline) {
    return JetStreamOptions.builder().requestTimeout(deadline.left()).build();
  }

  /** Returns the streams, for calls that have to end by then. */
  JetStreamManagement streams(Deadline deadline) throws IOException {
    return bus.connection().jetStreamManagement(options(deadline));
  }

  boolean connected() {
    return bus.health().connected();
  }

  /**
   * Waits for the store.
   *
   * @throws ProblemException with 503 if it did not answer in time
   * @throws RuntimeException what else the store has to say
   */
  <R> R store(CompletionStage<R> stage, Deadline deadline) {
    try {
      return stage.toCompletableFuture().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw ProblemException.unavailable(
          "the broker has not answered within " + deadline.limit().toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.noService("the gateway is stopping");
    }
  }

  /**
   * Waits for a write.
   *
   * @throws ProblemException with 503 if nothing was written, with 504 if that is not known
   */
  <R> R write(CompletionStage<R> stage, Deadline deadline) {
    try {
      return stage.toCompletableFuture().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (root(e) instanceof StoreException refused
          && refused.kind() == StoreException.Kind.UNKNOWN) {
        throw unknown("broker");
      }
      throw failure(e);
    } catch (TimeoutException e) {
      throw unknown("broker");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("broker");
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null
        && (root instanceof CompletionException || root instanceof ExecutionException)) {
      root = root.getCause();
    }
    return root;
  }

  private static RuntimeException failure(Throwable failed) {
    Throwable root = root(failed);
    if (root instanceof StoreException tooLarge
        && tooLarge.kind() == StoreException.Kind.TOO_LARGE) {
      return new ProblemException(ProblemType.TOO_LARGE, String.valueOf(root.getMessage()));
    }
    if (root instanceof StoreException) {
      return ProblemException.unavailable(String.valueOf(root.getMessage()));
    }
    return root instanceof RuntimeException other ? other : new IllegalStateException(root);
  }

  /**
   * Asks the active instance of a service.
   *
   * @param service its name, for people
   * @throws ProblemException with 503 if there is none, and so nothing was done; with 504 if no
   *     answer came
   */
  <R> R service(
      String service, String subject, Object question, Class<R> answer, Deadline deadline) {
    try {
      Message reply =
          bus.request(subject, Json.bytes(question), deadline.left())
              .toCompletableFuture()
              .get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      return Json.read(reply.getData(), answer);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoRespondersException) {
        throw ProblemException.noService("no " + service + " is active");
      }
      throw unknown(service);
    } catch (BusException e) {
      throw ProblemException.unavailable(String.valueOf(e.getMessage()));
    } catch (ContractException e) {
      throw new IllegalStateException(service + " answered with garbage: " + e.getMessage(), e);
    } catch (TimeoutException | CancellationException e) {
      throw unknown(service);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(service);
    }
  }

  private static ProblemException unknown(String service) {
    return new ProblemException(
        ProblemType.OUTCOME_UNKNOWN, "the " + service + " has not answered; ask again");
  }
}
