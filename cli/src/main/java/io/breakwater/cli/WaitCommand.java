package io.breakwater.cli;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.StartupBudgetExceededException;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ServerUrl;
import io.breakwater.policy.StartupKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The init container: waits until a server takes the connection that the service will make. */
@Command(
    name = "wait",
    description = "Wait until the broker takes a connection; for an init container.",
    sortOptions = false,
    customSynopsis = "breakwater wait --policy FILE|--server URL[,URL...] [--budget D] [--json]",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "It connects with the addresses, the credentials, the TLS files and the attempt"
          + " schedule of the service's own policy: a pod that gets past it will get its"
          + " connection. The result is one line on stdout, the attempts are logged to"
          + " stderr. It takes none of the ports that the service needs.",
      "",
      "Examples:",
      "  breakwater wait --policy /etc/breakwater/breakwater.yaml",
      "  breakwater wait --server nats://nats-0:4222,nats://nats-1:4222 --budget 30s",
      "",
      "Exit codes: 0 connected, 1 not connected within the budget, 2 wrong usage or" + " policy."
    })
final class WaitCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  Endpoint endpoint;

  @Option(
      names = "--budget",
      paramLabel = "D",
      description =
          "how long to wait at most, such as 90s (the policy's startup budget; three servers x"
              + " three passes x 10s + 15s = 1m45s)")
  Optional<Duration> budget;

  @Option(names = "--json", description = "print the result as JSON, alone on stdout")
  boolean json;

  /** Those that have ended; complete once the bus is closed. */
  private final AtomicLong attempts = new AtomicLong();

  /** Where to connect: a policy, or addresses with the defaults of one. */
  static final class Endpoint {
    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "the policy file of the service that waits",
        required = true)
    @Nullable Path policy;

    @Option(
        names = "--server",
        paramLabel = "URL",
        split = ",",
        description = {
          "the servers; all else as in BREAKWATER_... variables, or by default",
        },
        required = true)
    @Nullable List<String> servers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.lifecycle();
    LifecyclePolicy policy = policy();
    Duration limit = budget.orElseGet(() -> policy.startupBudget().total());
    CompletableFuture<LifecycleEvent.Connected> connected = new CompletableFuture<>();
    try (Bus bus = Bus.open(patient(policy), event -> note(event, connected))) {
      bus.started()
          .exceptionally(
              failure -> {
                connected.completeExceptionally(failure);
                return null;
              });
      return succeeded(connected.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return failed(new StartupBudgetExceededException(limit));
    } catch (ExecutionException e) {
      return failed(e.getCause() instanceof BusException cause ? cause : e);
    } catch (BusException e) {
      return failed(e);
    }
  }

  private void note(LifecycleEvent event, CompletableFuture<LifecycleEvent.Connected> connected) {
    if (event instanceof LifecycleEvent.Attempted) {
      attempts.incrementAndGet();
    } else if (event instanceof LifecycleEvent.Connected it) {
      connected.complete(it);
    }
  }

  private LifecyclePolicy policy() {
    if (endpoint.policy != null) {
      return LifecyclePolicy.load(endpoint.policy);
    }
    List<String> servers = Objects.requireNonNull(endpoint.servers);
    try {
      servers.forEach(ServerUrl::parse);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--server: " + e.getMessage(), e);
    }
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.putIfAbsent("BREAKWATER_SERVICE", "breakwater-wait");
    variables.put("BREAKWATER_NATS_SERVERS", String.join(",", servers));
    return LifecyclePolicy.fromEnvironment(variables);
  }

  /** The deadline is kept here, since --budget may be any; no kubelet probes an init container. */
  private static LifecyclePolicy patient(LifecyclePolicy policy) {
    return policy.toBuilder()
        .startup(policy.startup().withPolicy(StartupKind.RETRY_FOREVER))
        .probes(policy.probes().withEnabled(false))
        .build();
  }

  private int succeeded(LifecycleEvent.Connected event) {
    double seconds = event.after().toMillis() / 1e3;
    if (json) {
      print("connected", event.server(), seconds, event.attempts(), null);
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "connected to %s after %.1fs, %d attempt%s%n",
              event.server(),
              seconds,
              event.attempts(),
              event.attempts() == 1 ? "" : "s");
    }
    return CommandLine.ExitCode.OK;
  }

  private int failed(Exception cause) {
    if (json) {
      print("failed", null, null, attempts.get(), cause.getMessage());
    }
    spec.commandLine().getErr().println("breakwater: " + cause.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void print(
      String status,
      @Nullable String server,
      @Nullable Double afterSeconds,
      @Nullable Long attempts,
      @Nullable String message) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("status", status);
    result.put("server", server);
    result.put("afterSeconds", afterSeconds);
    result.put("attempts", attempts);
    result.put("message", message);
    JsonOutput.print(spec.commandLine().getOut(), result);
  }
}
