package io.breakwater.client.internal;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.BusState;
import io.breakwater.client.ConnectFailedException;
import io.breakwater.client.Health;
import io.breakwater.client.StartupBudgetExceededException;
import io.breakwater.policy.StartupPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the life of a bus begins: what opening waits for, and when to give up. Thread-safe; after the
 * first connection it has no say any more.
 */
final class Startup {
  private final StartupPolicy policy;
  private final ServerList servers;
  private final Supplier<Health> health;
  private final CompletableFuture<Void> started = new CompletableFuture<>();

  Startup(StartupPolicy policy, ServerList servers, Supplier<Health> health) {
    this.policy = policy;
    this.servers = servers;
    this.health = health;
  }

  /**
   * Sets the limit that the policy wants, before the first dial.
   *
   * @param fail is called, on the supervisor's thread, if the bus has not started at its deadline
   */
  void limit(AttemptGate gate, Supervisor supervisor, Consumer<BusException> fail) {
    if (policy instanceof StartupPolicy.FailFast) {
      gate.limitStartup(servers.size());
    } else if (policy instanceof StartupPolicy.RetryWithinBudget retry) {
      failAfter(retry.budget().total(), supervisor, fail);
    } else if (policy instanceof StartupPolicy.WaitForEndpoint wait) {
      failAfter(wait.budget().total(), supervisor, fail);
    }
  }

  private void failAfter(Duration budget, Supervisor supervisor, Consumer<BusException> fail) {
    supervisor.after(
        budget,
        () -> {
          if (health.get().state() == BusState.CONNECTING) {
            fail.accept(new StartupBudgetExceededException(budget));
          }
        });
  }

  /**
   * Waits for the start, if the policy is one that opens connected.
   *
   * @throws BusException if the bus could not start, or the thread was interrupted (its flag is
   *     then set)
   */
  void await() {
    if (!(policy instanceof StartupPolicy.FailFast
        || policy instanceof StartupPolicy.WaitForEndpoint)) {
      return;
    }
    try {
      started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BusException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusClosedException("open: interrupted");
    }
  }

  /**
   * Returns why a first pass that did not connect is the end; empty if there is to be another.
   *
   * @param bug what jnats threw, if it was not the failure of an attempt
   */
  Optional<BusException> fatal(@Nullable RuntimeException bug) {
    Health now = health.get();
    if (bug != null && now.attempts() == 0) {
      return Optional.of(connectFailed(CauseText.of(bug)));
    }
    if (policy instanceof StartupPolicy.FailFast && !now.started()) {
      return Optional.of(
          connectFailed(now.lastCause() == null ? "no attempt was made" : now.lastCause()));
    }
    return Optional.empty();
  }

  private BusException connectFailed(String cause) {
    return new ConnectFailedException(String.join(",", servers.display()), cause);
  }

  /** Notes that the bus has started. */
  void succeeded() {
    started.complete(null);
  }

  /** Notes that it never will. */
  void failed(BusException cause) {
    started.completeExceptionally(cause);
  }

  /** See {@link io.breakwater.client.Bus#started}. */
  CompletionStage<Void> started() {
    return started.minimalCompletionStage();
  }
}
