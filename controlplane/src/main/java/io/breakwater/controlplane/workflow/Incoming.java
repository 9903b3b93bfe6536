package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.RunReply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A signal that waits for its run.
 *
 * @param signal the signal
 * @param reply wants to hear what became of it, once that is stored; null if nobody does
 */
record Incoming(RunSignal signal, @Nullable Consumer<RunReply> reply) {
  static Incoming of(RunSignal signal) {
    return new Incoming(signal, null);
  }

  void answer(RunReply.Result outcome, @Nullable String state, @Nullable String problem) {
    if (reply != null) {
      reply.accept(RunReply.of(outcome, state, problem));
    }
  }
}
