package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.stack.ServiceStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts everything, until Ctrl-C. */
@Command(
    name = "up",
    description = "Start a broker and the whole control plane on this machine.",
    sortOptions = false,
    customSynopsis = "breakwater up [OPTIONS]",
    optionListHeading = "%nOptions (D is a duration such as 20s; defaults in parentheses):%n",
    footer = {
      "",
      "One nats-server, a gateway, two schedulers, two workflow engines and workers, each a"
          + " process, kept running as a kubelet would. The broker is started again after"
          + " --outage when it ends: kill it, and watch. What was accepted is kept in --dir"
          + " and goes on with the next call. Ctrl-C ends all of it.",
      "",
      "Examples:",
      "  breakwater up",
      "  breakwater up --port 9090 --workers 4 --outage 30s",
      "  breakwater up --topics echo,http",
      "",
      "Exit codes: 0 ended by Ctrl-C, 1 it did not start, 2 wrong usage."
    })
final class UpCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(250);

  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @Option(names = "--port", paramLabel = "N", description = "where the gateway listens (8080)")
  int port = 8080;

  @Option(names = "--workers", paramLabel = "N", description = "how many workers (2)")
  int workers = 2;

  @Option(
      names = "--topics",
      paramLabel = "T,...",
      split = ",",
      description = "what the workers do (echo,sleep,fail); http calls whatever a client names")
  List<String> topics = List.of("echo", "sleep", "fail");

  @Option(
      names = "--outage",
      paramLabel = "D",
      description = "how long the broker stays away when it has ended (10s)")
  Duration outage = Duration.ofSeconds(10);

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "where data, keys and logs are kept (breakwater-up)")
  Path folder = Path.of("breakwater-up");

  @Option(names = "--json", description = "print what was started as JSON, alone on stdout")
  boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    Logging.quiet();
    UpFolder files = UpFolder.prepare(folder);
    try (SignalInterrupt signal = new SignalInterrupt(Thread.currentThread());
        ServiceStack stack = start(files)) {
      say("starting: this takes some seconds...");
      awaitReady(stack);
      ready(stack, files);
      keepRunning(stack);
    } catch (InterruptedException e) {
      say("stopped");
      return CommandLine.ExitCode.OK;
    } catch (BrokerException e) {
      if (Thread.currentThread().isInterrupted()) {
        return CommandLine.ExitCode.OK;
      }
      spec.commandLine().getErr().println("breakwater: " + e.getMessage());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void check() {
    if (port < 1 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port: expected 1 to 65535, got " + port);
    }
    if (workers < 1 || workers > 50) {
      throw new ParameterException(
          spec.commandLine(), "--workers: expected 1 to 50, got " + workers);
    }
    for (String topic : topics) {
      if (BuiltIn.of(topic).isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "--topics: expected some of echo,sleep,fail,http, got \"" + topic + "\"");
      }
    }
    if (!free(port)) {
      throw new ParameterException(
          spec.commandLine(), "--port: somebody listens on " + port + " already");
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private ServiceStack start(UpFolder files) {
    NatsServer broker =
        NatsServer.start(ServerConfig.builder().jetStream(files.jetStream()).build());
    return ServiceStack.start(
        broker, UpMembers.of(files, port, workers, topics), files.logs(), this::note);
  }

  private void note(PodEvent event) {
    if (event.change() instanceof PodEvent.Exited exited) {
      say(event.pod().name() + " ended with " + exited.code() + ", see its log");
    }
  }

  private static void awaitReady(ServiceStack stack) throws InterruptedException {
    while (!stack.ready()) {
      Thread.sleep(LOOK.toMillis());
    }
  }

  private void ready(ServiceStack stack, UpFolder files) {
    Map<String, Object> started = new LinkedHashMap<>();
    started.put("gateway", "http://127.0.0.1:" + port);
    started.put("broker", stack.broker().url());
    started.put("brokerPid", stack.broker().pid());
    started.put("apiKeyFile", files.key().toString());
    started.put("logs", files.logs().toString());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(out, started);
      return;
    }
    String gateway =
        port == 8080 ? "" : "  export BREAKWATER_GATEWAY=http://127.0.0.1:%d%n".formatted(port);
    out.printf(
        """
        ready: %s, broker %s (pid %d), logs in %s

        In another terminal:
          export BREAKWATER_API_KEY=$(cat %s)
        %s  breakwater submit echo --payload '{"hello": "world"}'
          breakwater list
          kill -9 %d      # the broker; it is back after %d s

        Ctrl-C ends everything.
        """,
        started.get("gateway"),
        started.get("broker"),
        stack.broker().pid(),
        files.logs(),
        ShellWord.of(files.key().toString()),
        gateway,
        stack.broker().pid(),
        outage.toSeconds());
    out.flush();
  }

  /** Until the thread is interrupted. */
  private void keepRunning(ServiceStack stack) throws InterruptedException {
    while (true) {
      Thread.sleep(LOOK.toMillis());
      if (!stack.broker().isAlive()) {
        say("the broker has ended; it will be back in " + outage.toSeconds() + " s");
        Thread.sleep(outage.toMillis());
        stack.reviveBroker();
        say("the broker is back (pid " + stack.broker().pid() + ")");
      }
    }
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("breakwater: " + text);
    err.flush();
  }
}
