package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** People grep these texts. */
class LifecycleLogTest {

  @Test
  void everyEvent_hasItsText() {
    LifecycleLog log = new LifecycleLog("mine");
    List<String> said = CapturedLog.of(() -> SampleEvents.ALL.forEach(log::onEvent));
    assertThat(said.stream().map(line -> line.replaceFirst("^\\S+ ", "")))
        .containsExactly(
            "INFO io.breakwater.bus - mine - bus: connecting to nats"
                + " servers=nats://a:4222,nats://b:4222",
            "WARN io.breakwater.bus - mine - bus: reconnect attempt failed attempt=7"
                + " server=nats://a:4222 outcome=OVERLOADED took=1s500ms cause=\"timed \"out\"\"",
            "INFO io.breakwater.bus - mine - bus: connected to nats server=nats://a:4222"
                + " after=2s500ms attempts=8",
            "WARN io.breakwater.bus - mine - bus: disconnected from nats server=nats://a:4222",
            "INFO io.breakwater.bus - mine - bus: reconnected to nats server=nats://a:4222"
                + " outage=1m1s attempts=3",
            "WARN io.breakwater.bus - mine - bus: still disconnected outage=2m attempts=9"
                + " lastOutcome=UNREACHABLE",
            "WARN io.breakwater.bus - mine - bus: connection replaced generation=2"
                + " reason=\"jnats closed the connection\"",
            "WARN io.breakwater.bus - mine - bus: server removed from the pool"
                + " server=nats://a:4222 failures=5 remaining=1",
            "INFO io.breakwater.bus - mine - bus: stream created stream=JOBS again=true",
            "INFO io.breakwater.bus - mine - bus: consumer started stream=JOBS consumer=worker"
                + " created=false",
            "INFO io.breakwater.bus - mine - bus: consumer stopped stream=JOBS consumer=worker"
                + " unfinished=2",
            "WARN io.breakwater.bus - mine - bus: refused what=\"stream JOBS\" cause=\"not here\"",
            "WARN io.breakwater.bus - mine - bus: message dead-lettered stream=JOBS consumer=worker"
                + " subject=job.a sequence=7 deliveries=5 to=dead.job"
                + " reason=\"handler failed: X: y\"",
            "INFO io.breakwater.bus - mine - bus: server is about to stop server=nats://a:4222",
            "WARN io.breakwater.bus - mine - bus: slow consumer: 3 messages dropped",
            "ERROR io.breakwater.bus - mine - failed to connect to NATS:"
                + " nats not connected within startup budget (1m45s)",
            "INFO io.breakwater.bus - mine - bus: connection closed");
  }
}
