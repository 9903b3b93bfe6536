package io.breakwater.lab.history;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Submits work of one kind, on any number of threads, each a client of its own. */
final class Submitter {
  /** How often one with an idempotency key is sent, while it is not accepted. */
  private static final int KEYED_CALLS = 6;

  private static final AtomicInteger CALLS = new AtomicInteger();

  private final List<URI> gateways;
  private final GatewayClient client;
  private final History history;
  private final Inquiries inquiries;
  private final Pacer pacer;
  private final int total;
  private final IntFunction<Submission> work;
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * Creates it.
   *
   * @param inquiries gets what was accepted
   * @param pacer says how fast
   * @param total how many; 0 until it is stopped
   * @param work draws the work with a number from 0
   */
  Submitter(
      List<URI> gateways,
      GatewayClient client,
      History history,
      Inquiries inquiries,
      Pacer pacer,
      int total,
      IntFunction<Submission> work) {
    this.gateways = gateways;
    this.client = client;
    this.history = history;
    this.inquiries = inquiries;
    this.pacer = pacer;
    this.total = total;
    this.work = work;
  }

  /** Submits nothing more; what is under way goes on. */
  void stop() {
    stopped = true;
  }

  /** Returns if it was stopped. */
  boolean stopped() {
    return stopped;
  }

  /** Submits until there is no more: one client of those that share the load. */
  void run() throws InterruptedException {
    Turns turns = new Turns(gateways);
    while (!stopped) {
      int number = numbers.getAndIncrement();
      if ((total > 0 && number >= total) || !pacer.take() || stopped) {
        return;
      }
      submit(work.apply(number), number, turns);
    }
  }

  /** What has a key is sent once more in any case, and then until it is accepted. */
  private void submit(Submission submission, int number, Turns turns) throws InterruptedException {
    int calls = submission.plan().keyed() ? KEYED_CALLS : 1;
    boolean accepted = false;
    for (int i = 0; i < calls && (i < 2 || !accepted); i++) {
      URI gateway = turns.gateway(number + i, System.nanoTime());
      if (!pacer.rest(turns.rest(gateway, System.nanoTime()))) {
        stop();
        return;
      }
      GatewayClient.Answer answer = call(submission, gateway);
      accepted = answer.status() == 202;
      if (!accepted) {
        turns.wants(gateway, answer.rest(), System.nanoTime());
      }
    }
  }

  private GatewayClient.Answer call(Submission submission, URI gateway)
      throws InterruptedException {
    String call = "c" + CALLS.incrementAndGet();
    history.add(
        new Event.Submitted(
            call,
            submission.plan().token(),
            submission.workflowId(),
            gateway.toString(),
            submission.key(),
            submission.plan().doomed()));
    GatewayClient.Answer answer =
        client.post(gateway, submission.path(), submission.body(), submission.key());
    Event what = what(call, answer);
    history.add(what);
    if (what instanceof Event.Accepted accepted) {
      inquiries.follow(accepted.id(), submission, true);
    } else if (what instanceof Event.Unknown unknown && unknown.id() != null) {
      inquiries.follow(unknown.id(), submission, false);
    }
    if (answer.status() == 404 && submission.workflow() != null) {
      // The broker has lost its data, and the definition with it.
      client.post(gateway, "/workflows", submission.workflow().definition(), null);
    }
    return answer;
  }

  private static Event what(String call, GatewayClient.Answer answer) {
    String id = answer.text("id").orElse(null);
    String detail = answer.text("detail").orElse(answer.problem());
    int status = answer.status();
    if (status == 202 && id != null) {
      return new Event.Accepted(call, id, answer.text("held").orElse(null), answer.replayed());
    }
    boolean refused = status == 503 || (status >= 400 && status < 500) || !answer.sent();
    return refused
        ? new Event.Refused(call, status, detail)
        : new Event.Unknown(call, status + (detail == null ? "" : ": " + detail), id);
  }
}
