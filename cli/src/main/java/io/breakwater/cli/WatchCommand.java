package io.breakwater.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Follows jobs and runs. */
@Command(
    name = "watch",
    description = "Follow a job or a run until it ends, or everything.",
    sortOptions = false,
    customSynopsis = "breakwater watch [ID] [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (D is a duration such as 20s; defaults in parentheses):%n",
    footer = {
      "",
      "Without an ID it begins with what is open. On a terminal a table is kept up to date;"
          + " elsewhere each change is a line. It goes on through outages of the broker and of"
          + " the gateway.",
      "",
      "Examples:",
      "  breakwater watch r-Qm3yq7Kc0mT1uVbW2xYz4A",
      "  breakwater watch --json | jq .data.state",
      "",
      "Exit codes: 0 it SUCCEEDED (or Ctrl-C, where everything is followed), 1 it ended"
          + " otherwise, or not within --limit, or the gateway refused, 2 wrong usage."
    })
final class WatchCommand implements Callable<Integer> {
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A page of the gateway. */
  private static final int MOST_OPEN = 200;

  @Mixin HelpOption help;
  @Mixin GatewayOptions gateway;
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "ID", arity = "0..1", description = "a job or a run (everything)")
  @Nullable String id;

  @Option(names = "--limit", paramLabel = "D", description = "give up after that time (never)")
  Optional<Duration> limit;

  private final EventLines events = new EventLines();
  private @Nullable WatchScreen screen;
  private boolean openKnown;
  private String trouble = "";

  @Override
  public Integer call() throws InterruptedException {
    GatewayClient client = gateway.client();
    WorkId work = id == null ? null : new WorkId(id);
    if (!gateway.json && Terminal.isOut()) {
      screen = new WatchScreen(spec.commandLine().getOut(), new TerminalWidth(Terminal.columns()));
    }
    Thread watcher = Thread.currentThread();
    Optional<Thread> timer = limit.map(time -> endAfter(time, watcher));
    boolean known = work == null;
    try {
      while (true) {
        known = known || knows(client, work);
        Optional<Boolean> succeeded = known ? follow(client, work) : Optional.empty();
        if (succeeded.isPresent()) {
          return succeeded.get() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      spec.commandLine().getErr().println("breakwater: it has not ended within --limit");
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      // Or it interrupts whatever this thread does later.
      timer.ifPresent(Thread::interrupt);
      if (screen != null) {
        screen.close();
      }
    }
  }

  /**
   * Returns if the gateway knows it; false while it cannot tell, for the broker may be away.
   *
   * @throws GatewayException if there is none of that id, there is no gateway, or it refuses to say
   */
  private boolean knows(GatewayClient client, @Nullable WorkId work) throws InterruptedException {
    if (work == null) {
      return true;
    }
    try {
      var unused = client.get(work.path());
      return true;
    } catch (GatewayException e) {
      if (!e.passing() || e.unreachable()) {
        throw e;
      }
      sayOnce(e.brokerAway() ? "the broker is away" : String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static Thread endAfter(Duration time, Thread watcher) {
    Thread timer =
        new Thread(
            () -> {
              try {
                Thread.sleep(time.toMillis());
                watcher.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "breakwater-watch-limit");
    timer.setDaemon(true);
    timer.start();
    return timer;
  }

  /** Returns how it ended; empty if the stream was cut. */
  private Optional<Boolean> follow(GatewayClient client, @Nullable WorkId work)
      throws InterruptedException {
    String query =
        work == null ? "" : (work.isRun() ? "?run=" : "?job=") + GatewayClient.encoded(work.text());
    try (Stream<String> stream = client.events("/events" + query, events.lastId())) {
      if (!trouble.isEmpty()) {
        trouble = "";
        say("connected again");
      }
      if (work == null && !openKnown && !gateway.json) {
        // With the stream open already, nothing is missed between the two.
        openKnown = showOpen(client);
      }
      Iterator<String> lines = stream.iterator();
      while (lines.hasNext()) {
        Optional<EventLines.Event> event = events.take(lines.next());
        if (event.isPresent()) {
          trouble = "";
          show(event.get());
          if (work != null && ended(work, event.get())) {
            return Optional.of(event.get().data().path("state").asString("").equals("SUCCEEDED"));
          }
        }
      }
    } catch (UncheckedIOException e) {
      sayOnce("the gateway is away");
    } catch (GatewayException e) {
      if (!e.passing()) {
        throw e;
      }
      sayOnce(e.brokerAway() ? "the broker is away" : String.valueOf(e.getMessage()));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    return Optional.empty();
  }

  /** Shows what is open; returns false if the gateway cannot tell yet. */
  private boolean showOpen(GatewayClient client) throws InterruptedException {
    try {
      int shown = showOpen(client, "run") + showOpen(client, "job");
      if (shown == 0) {
        say("nothing open; waiting for changes (Ctrl-C ends)");
      }
      return true;
    } catch (GatewayException e) {
      if (!e.passing()) {
        throw e;
      }
      sayOnce("the broker is away");
      return false;
    }
  }

  private int showOpen(GatewayClient client, String kind) throws InterruptedException {
    JsonNode items =
        client.get("/%ss?open=true&limit=%d".formatted(kind, MOST_OPEN)).body().path("items");
    items.forEach(item -> change(kind, item));
    return items.size();
  }

  private static boolean ended(WorkId work, EventLines.Event event) {
    String state = event.data().path("state").asString("");
    return event.data().path("id").asString("").equals(work.text())
        && switch (state) {
          case "SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT" -> true;
          default -> false;
        };
  }

  private void show(EventLines.Event event) {
    if (gateway.json) {
      PrintWriter out = spec.commandLine().getOut();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("event", event.kind());
      line.put("data", event.data());
      out.println(GatewayClient.write(line));
      out.flush();
      return;
    }
    switch (event.kind()) {
      case "disconnected" -> say("the broker is away");
      case "connected" -> say("the broker is back");
      default -> change(event.kind(), event.data());
    }
  }

  private void change(String kind, JsonNode data) {
    WatchScreen shown = screen;
    if (shown != null) {
      shown.change(kind.equals("run"), data);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s  %-10s %s%n",
            moment(data.path("updatedAt").asString("")),
            data.path("state").asString(""),
            data.path("id").asString(""));
    spec.commandLine().getOut().flush();
  }

  /** A person reads no nanoseconds. */
  static String moment(String instant) {
    try {
      return MOMENT.format(Instant.parse(instant));
    } catch (DateTimeParseException e) {
      return instant;
    }
  }

  /** What cuts the stream is found anew with each attempt to follow it again. */
  private void sayOnce(String text) {
    if (!text.equals(trouble)) {
      trouble = text;
      say(text);
    }
  }

  private void say(String text) {
    WatchScreen shown = screen;
    if (shown != null) {
      shown.note(text);
    } else {
      spec.commandLine().getErr().println("breakwater: " + text);
      spec.commandLine().getErr().flush();
    }
  }
}
