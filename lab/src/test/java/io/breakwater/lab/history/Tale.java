package io.breakwater.lab.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A history that is told by a test: a second passes before each event, unless it says otherwise.
 */
final class Tale {
  static final String GATEWAY = "http://127.0.0.1:1";

  private final List<Entry> entries = new ArrayList<>();
  private long millis;

  Tale after(long more) {
    millis += more - 1_000;
    return this;
  }

  Tale add(Event event) {
    millis += 1_000;
    entries.add(
        new Entry(TimeUnit.MILLISECONDS.toNanos(millis), Instant.EPOCH.plusMillis(millis), event));
    return this;
  }

  Tale submitted(String call, String token) {
    return add(new Event.Submitted(call, token, null, GATEWAY, null, false));
  }

  Tale keyed(String call, String token) {
    return add(new Event.Submitted(call, token, null, GATEWAY, token, false));
  }

  Tale doomed(String call, String token) {
    return add(new Event.Submitted(call, token, null, GATEWAY, null, true));
  }

  Tale started(String call, String token, String workflow) {
    return add(new Event.Submitted(call, token, workflow, GATEWAY, null, false));
  }

  Tale accepted(String call, String id) {
    return add(new Event.Accepted(call, id, "stream", false));
  }

  Tale replayed(String call, String id) {
    return add(new Event.Accepted(call, id, "stream", true));
  }

  Tale refused(String call) {
    return add(new Event.Refused(call, 503, "away"));
  }

  Tale unknown(String call) {
    return add(new Event.Unknown(call, "504", null));
  }

  Tale seen(String id, String state) {
    return add(new Event.Observed(id, GATEWAY, state, 1, null, false));
  }

  Tale stale(String id, String state) {
    return add(new Event.Observed(id, GATEWAY, state, 1, null, true));
  }

  Tale succeeded(String id, String result) {
    return add(new Event.Observed(id, GATEWAY, "SUCCEEDED", 1, result, false));
  }

  Tale notFound(String id) {
    return add(new Event.NotFound(id, GATEWAY));
  }

  Tale began(String execution, String token) {
    return began(execution, token, "", 0);
  }

  Tale began(String execution, String token, String step, int item, String... given) {
    return add(new Event.ExecutionBegan(execution, token, step, item, List.of(given), null));
  }

  /** One execution of a job that says which attempt it is. */
  Tale attempt(String execution, String token, int number, String worker, Event.Outcome outcome) {
    return add(new Event.ExecutionBegan(
            execution, token, "", 0, List.of(), new Event.Attempt(number, worker)))
        .ended(execution, outcome);
  }

  Tale ended(String execution, Event.Outcome outcome) {
    return add(new Event.ExecutionEnded(execution, outcome));
  }

  /** One execution that is answered. */
  Tale executed(String execution, String token, String step, int item, String... given) {
    return began(execution, token, step, item, given).ended(execution, Event.Outcome.ANSWERED);
  }

  Tale executed(String execution, String token) {
    return executed(execution, token, "", 0);
  }

  Tale fault(String fault) {
    return add(new Event.FaultBegan(fault, "something is broken", null));
  }

  Tale struck(String fault, String hit) {
    return add(new Event.FaultBegan(fault, hit + " is broken", List.of(hit)));
  }

  Tale faultEnded(String fault) {
    return add(new Event.FaultEnded(fault));
  }

  Tale wiped() {
    return add(new Event.DataWiped("all of it"));
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  HistoryReport check() {
    return Checker.check(entries);
  }
}
