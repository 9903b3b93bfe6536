package io.breakwater.lab.history;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks what has become of jobs and runs, and cancels those that are to be. Thread-safe. */
final class Inquiries {
  private final List<URI> gateways;
  private final GatewayClient client;
  private final History history;
  private final Pacer pacer;

  /** For how long something may be unknown to the gateways before it counts as gone. */
  private final Duration patience;

  /** For those of which nobody has said that they exist. */
  private final Duration doubt;

  private final Map<String, Followed> all = new ConcurrentHashMap<>();
  private final DelayQueue<Followed> queue = new DelayQueue<>();

  /** How many are in the queue, or in the hands of a thread. */
  private final AtomicInteger active = new AtomicInteger();

  /**
   * Asks for nothing yet.
   *
   * @param patience for how long what was accepted may be unknown before it counts as gone
   */
  Inquiries(
      List<URI> gateways, GatewayClient client, History history, Pacer pacer, Duration patience) {
    this.gateways = gateways;
    this.client = client;
    this.history = history;
    this.pacer = pacer;
    this.patience = patience;
    doubt = patience.dividedBy(3);
  }

  /**
   * Asks for something from now on, if it does not yet.
   *
   * @param promised if it was accepted
   */
  void follow(String id, Submission submission, boolean promised) {
    add(new Followed(id, submission, promised ? patience : doubt));
  }

  private void add(Followed followed) {
    if (all.putIfAbsent(followed.id(), followed) == null) {
      active.incrementAndGet();
      queue.add(followed);
    }
  }

  /** Returns how many have not ended yet. */
  int open() {
    return (int) all.values().stream().filter(it -> !it.settled()).count();
  }

  /** Returns if nothing is asked for any more. */
  boolean idle() {
    return active.get() == 0;
  }

  /** Asks for everything once more. Only while it is idle. */
  void lookAgain() {
    List<Followed> again = List.copyOf(all.values());
    active.addAndGet(again.size());
    for (Followed followed : again) {
      followed.lookAgain();
      queue.add(followed);
    }
  }

  /** Asks until it is closing; for any number of threads. */
  void run() throws InterruptedException {
    while (pacer.take()) {
      Followed followed = queue.poll(100, TimeUnit.MILLISECONDS);
      if (followed != null) {
        boolean answered = ask(followed);
        if (followed.cancelNow()) {
          cancel(followed);
        }
        if (followed.next(answered)) {
          queue.add(followed);
        } else {
          active.decrementAndGet();
        }
      }
    }
  }

  private URI anyGateway() {
    return gateways.get(ThreadLocalRandom.current().nextInt(gateways.size()));
  }

  /** Returns if somebody knew an answer. */
  private boolean ask(Followed followed) throws InterruptedException {
    URI gateway = anyGateway();
    GatewayClient.Answer answer = client.get(gateway, followed.path());
    if (answer.status() == 404) {
      history.add(new Event.NotFound(followed.id(), gateway.toString()));
      followed.notFound();
      return true;
    }
    String state = answer.text("state").orElse("");
    if (answer.status() != 200 || state.isEmpty()) {
      return false;
    }
    history.add(
        new Event.Observed(
            followed.id(),
            gateway.toString(),
            state,
            answer.body().path("attempt").asInt(0),
            answer.body().path("result").path("body").stringValueOpt().orElse(null),
            answer.stale()));
    if (answer.stale()) {
      return false;
    }
    followed.seen(state);
    if (followed.isRun() && state.equals("SUCCEEDED")) {
      followSteps(followed);
    }
    return true;
  }

  /** The results of a run are those of its jobs. */
  private void followSteps(Followed run) {
    Submission submission = run.submission();
    if (submission == null || submission.workflow() == null) {
      return;
    }
    for (Event.Step step : submission.workflow().defined().steps()) {
      for (int item = 0; item < step.items(); item++) {
        String id = run.id() + "." + step.name() + (step.fanOut() ? "." + item : "");
        add(new Followed(id, null, doubt));
      }
    }
  }

  private void cancel(Followed followed) throws InterruptedException {
    URI gateway = anyGateway();
    history.add(new Event.CancelSent(followed.id(), gateway.toString()));
    GatewayClient.Answer answer = client.post(gateway, followed.path() + "/cancel", Map.of(), null);
    history.add(
        new Event.CancelAnswered(
            followed.id(), answer.status(), answer.text("state").orElse(null)));
    if (answer.status() == 200 || answer.status() == 202 || answer.status() == 409) {
      followed.cancelled();
    }
  }
}
