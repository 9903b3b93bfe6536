package io.breakwater.client.internal;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.StartupPolicy;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gate under somebody else's jnats connection; see {@link io.breakwater.client.Breakwater}. */
public final class Guard {
  private static final Logger log = LoggerFactory.getLogger("io.breakwater.guard");

  private Guard() {}

  /** See {@link io.breakwater.client.Breakwater#guard}. */
  public static Options.Builder guard(Options.Builder options, LifecyclePolicy policy) {
    Options given = options.build();
    if (given.getServerPool() != null) {
      throw new IllegalArgumentException("the options have a server pool of their own");
    }
    if (!given.getDataPortType().equals(Options.DEFAULT_DATA_PORT_TYPE)) {
      throw new IllegalArgumentException("the options have a data port of their own");
    }
    RandomGenerator random = RandomGenerator.getDefault();
    ServerList servers =
        new ServerList(
            given.getServers().stream().map(URI::toString).toList(),
            policy.reconnect().maxAttempts(),
            RandomGenerator.getDefault());
    AttemptGate gate =
        new AttemptGate(
            policy.schedule(FleetFacts.UNKNOWN, ConnectionIds.next(policy.nats().name())),
            policy.startup().firstAttempt(),
            InstantSource.system(),
            random);
    Observer observer = new Observer(policy.nats().name());
    GatedServerPool pool =
        new GatedServerPool(gate, servers, observer, InstantSource.system(), random, false);
    limitStartup(policy, gate, servers, pool);
    Listener listener = new Listener(given, gate, pool, policy.nats().name());
    return JnatsOptions.gated(new Options.Builder(given), pool)
        .connectionTimeout(policy.nats().connectTimeout())
        .callbackExecutor(new InlineExecutor())
        .connectionListener(listener)
        .errorListener(listener.errors());
  }

  private static void limitStartup(
      LifecyclePolicy policy, AttemptGate gate, ServerList servers, GatedServerPool pool) {
    StartupPolicy startup = policy.startupPolicy();
    if (startup instanceof StartupPolicy.FailFast) {
      gate.limitStartup(servers.size());
    } else if (startup instanceof StartupPolicy.RetryWithinBudget retry) {
      pool.beforeFirstAttempt(() -> giveUpAfter(retry.budget().total(), gate, pool));
    } else if (startup instanceof StartupPolicy.WaitForEndpoint wait) {
      pool.beforeFirstAttempt(() -> giveUpAfter(wait.budget().total(), gate, pool));
    }
  }

  private static void giveUpAfter(Duration budget, AttemptGate gate, GatedServerPool pool) {
    CompletableFuture.delayedExecutor(budget.toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              if (!gate.everConnected()) {
                log.warn(
                    "nats not connected within startup budget ({})", DurationText.format(budget));
                gate.close();
                pool.retire();
              }
            });
  }

  /**
   * Reports to the gate at once, and to the application's listeners as jnats would: one after the
   * other, on a thread of theirs.
   */
  private static final class Listener implements ConnectionListener {
    private final Options given;
    private final AttemptGate gate;
    private final GatedServerPool pool;
    private final ExecutorService callbacks;
    private final AtomicBoolean standing = new AtomicBoolean();

    Listener(Options given, AttemptGate gate, GatedServerPool pool, String name) {
      this.given = given;
      this.gate = gate;
      this.pool = pool;
      callbacks =
          given.callbackExecutorIsInternal()
              ? Executors.newSingleThreadExecutor(
                  ConnectionThreads.named("breakwater-" + name + "-callback"))
              : given.getCallbackExecutor();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still demands it
    public void connectionEvent(Connection conn, Events type) {
      connectionEvent(conn, type, System.currentTimeMillis(), "");
    }

    @Override
    public void connectionEvent(Connection conn, Events type, Long time, String uriDetails) {
      if (type == Events.CONNECTED || type == Events.RECONNECTED) {
        pool.connected();
        standing.set(true);
      } else if (type == Events.DISCONNECTED && standing.getAndSet(false)) {
        gate.disconnected();
      } else if (type == Events.CLOSED) {
        gate.close();
      }
      ConnectionListener theirs = given.getConnectionListener();
      if (theirs != null) {
        callbacks.execute(() -> theirs.connectionEvent(conn, type, time, uriDetails));
      }
      if (type == Events.CLOSED && given.callbackExecutorIsInternal()) {
        callbacks.shutdown();
      }
    }

    /** Returns a listener that forwards each of its many methods, and looks at one of them. */
    ErrorListener errors() {
      return (ErrorListener)
          Proxy.newProxyInstance(
              ErrorListener.class.getClassLoader(),
              new Class<?>[] {ErrorListener.class},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return method.invoke(this, arguments);
                }
                if (method.getName().equals("exceptionOccurred")) {
                  pool.failed((Exception) arguments[1]);
                }
                forward(method, arguments);
                return null;
              });
    }

    private void forward(Method method, Object[] arguments) {
      callbacks.execute(
          () -> {
            try {
              method.invoke(given.getErrorListener(), arguments);
            } catch (ReflectiveOperationException e) {
              log.warn("the application's error listener failed", e);
            }
          });
    }
  }

  private static final class Observer implements AttemptObserver {
    private final String name;

    Observer(String name) {
      this.name = name;
    }

    @Override
    public void ended(Attempt attempt, Attempt.Ended how) {
      if (how.outcome() != AttemptOutcome.CONNECTED) {
        log.warn(
            "{} - attempt failed attempt={} server={} outcome={} cause=\"{}\"",
            name,
            attempt.number(),
            attempt.server().display(),
            how.outcome(),
            how.cause());
      }
    }

    @Override
    public void removed(ServerList.Server server, int remaining) {
      log.warn("{} - server removed from the pool server={}", name, server.display());
    }

    @Override
    public void portLost() {}

    @Override
    public void poolEmptied() {
      log.error("{} - no server left in the pool", name);
    }
  }
}
