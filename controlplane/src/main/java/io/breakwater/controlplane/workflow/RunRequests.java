package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.BusSubscription;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunEvent;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunRequest;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkflowSubjects;
import io.nats.client.Message;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what people want of runs, and of new runs. Every engine listens, the active one answers,
 * after what was wanted is stored.
 */
final class RunRequests implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunRequests.class);

  private final Bus bus;
  private final Supplier<@Nullable EngineTerm> active;
  private final Clock clock;
  private final List<BusSubscription> subscriptions;

  RunRequests(Bus bus, Supplier<@Nullable EngineTerm> active, Clock clock) {
    this.bus = bus;
    this.active = active;
    this.clock = clock;
    subscriptions =
        List.of(
            bus.subscribe(WorkflowSubjects.APPROVE, this::decision),
            bus.subscribe(WorkflowSubjects.CANCEL, this::cancellation),
            bus.subscribe(Subjects.WORKFLOW_EVENT, this::news));
  }

  private void decision(Message message) {
    request(
        message,
        request -> {
          if (request.step() == null) {
            throw new ContractException("step: missing");
          }
          return new RunSignal.Decided(
              request.step(),
              new Decision(request.approved(), request.by(), request.comment(), clock.instant()));
        });
  }

  private void cancellation(Message message) {
    request(message, request -> new RunSignal.Cancel(request.by(), request.comment()));
  }

  private interface Reading {
    RunSignal signal(RunRequest request);
  }

  private void request(Message message, Reading reading) {
    EngineTerm term = active.get();
    if (term == null) {
      return;
    }
    try {
      RunRequest request = Json.read(message.getData(), RunRequest.class);
      term.take(
          request.runId(), new Incoming(reading.signal(request), reply -> answer(message, reply)));
    } catch (ContractException e) {
      answer(message, RunReply.of(RunReply.Result.INVALID, null, e.getMessage()));
    }
  }

  private void answer(Message message, RunReply reply) {
    if (message.getReplyTo() == null) {
      return;
    }
    try {
      bus.publish(message.getReplyTo(), Json.bytes(reply));
    } catch (BusException e) {
      log.debug("no answer to {}: {}", message.getSubject(), e.getMessage());
    }
  }

  private void news(Message message) {
    EngineTerm term = active.get();
    if (term == null) {
      return;
    }
    try {
      RunEvent event = Json.read(message.getData(), RunEvent.class);
      if (event.state() == null) {
        term.take(event.runId(), Incoming.of(new RunSignal.TimePassed()));
      }
    } catch (ContractException e) {
      log.debug("{}: {}", message.getSubject(), e.getMessage());
    }
  }

  @Override
  public void close() {
    subscriptions.forEach(BusSubscription::close);
  }
}
