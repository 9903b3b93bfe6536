package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.SurveyPace;
import io.nats.client.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns N, C and this member's rank while it is connected, and gives the gate the schedule that
 * follows. The supervisor says when to ask; what waits for answers runs on a thread of the session.
 *
 * <p>Where the broker does not answer, or does not let us ask, C is estimated from this process's
 * handshakes alone, and the rest is as the policy says.
 */
final class FleetView {
  private static final Logger log = LoggerFactory.getLogger("io.breakwater.bus");

  /** Each time we ask and may not, the broker writes an error into its log. */
  private static final Duration ASK_AGAIN_IF_DENIED = Duration.ofHours(1);

  private final LifecyclePolicy policy;
  private final String connectionId;
  private final AttemptGate gate;
  private final Supervisor supervisor;
  private final HealthTracker tracker;
  private final EventDispatcher events;
  private final RandomGenerator random;

  // Guarded by this; never held across I/O.
  private final FleetKnowledge knowledge = new FleetKnowledge();
  private final Map<String, Long> deniedUntilNanos = new HashMap<>();
  private final Set<String> silenceTold = new HashSet<>();
  private @Nullable FleetQuery query;
  private @Nullable News told;
  private Duration period;
  private long overloadedBefore;
  private int connection;

  /**
   * Creates the view; it asks nothing before {@link #connected}.
   *
   * @param connectionId its hash is the phase where the rank is not known
   */
  FleetView(
      LifecyclePolicy policy,
      String connectionId,
      AttemptGate gate,
      Supervisor supervisor,
      HealthTracker tracker,
      EventDispatcher events,
      RandomGenerator random) {
    this.policy = policy;
    this.connectionId = connectionId;
    this.gate = gate;
    this.supervisor = supervisor;
    this.tracker = tracker;
    this.events = events;
    this.random = random;
    period = policy.schedule(FleetFacts.UNKNOWN, connectionId).period();
    tracker.fleet(policy.fleet().known(FleetFacts.UNKNOWN), period);
  }

  /** Begins to ask, a while from now; to be called whenever the connection stands again. */
  synchronized void connected(Session session) {
    if (policy.reconnect().shape() != ScheduleShape.SPREAD || allIsConfigured(policy.fleet())) {
      return;
    }
    long overloaded = tracker.attempts(AttemptOutcome.OVERLOADED);
    knowledge.connected(
        session.pool().handshake(), overloaded > overloadedBefore, System.nanoTime());
    overloadedBefore = overloaded;
    connection++;
    Duration wait = SurveyPace.settle(period, knowledge.connections(), random.nextDouble());
    later(wait, session, new Survey(session, connection, wait)::count);
  }

  private static boolean allIsConfigured(FleetSettings fleet) {
    return fleet.connections().isPresent()
        && fleet.connectRate().isPresent()
        && fleet.rank().isPresent();
  }

  /** Returns if the server reported that we may not ask; that is no news to the application. */
  boolean isDenied(String serverError) {
    FleetQuery present;
    synchronized (this) {
      present = query;
    }
    return present != null && present.isDenied(serverError);
  }

  private void later(Duration wait, Session session, Runnable step) {
    supervisor.after(wait, () -> session.run(step));
  }

  /** Gives the gate, the health and the listeners what is known by now. */
  private synchronized void apply() {
    FleetFacts discovered = knowledge.facts();
    AttemptSchedule next = policy.schedule(discovered, connectionId);
    if (!gate.schedule(next)) {
      return;
    }
    period = next.period();
    FleetFacts known = policy.fleet().known(discovered);
    tracker.fleet(known, period);
    News news = News.of(policy.fleet().facts(discovered), period);
    if (!news.equals(told)) {
      told = news;
      events.dispatch(new LifecycleEvent.FleetSeen(Instant.now(), known, period));
    }
  }

  /** Says once for each question what it means that there is no answer. */
  private void silent(String subject, String why) {
    synchronized (this) {
      if (!silenceTold.add(subject)) {
        return;
      }
    }
    log.info(
        subject.equals(FleetQuery.LIST)
            ? "{} - bus: the broker does not tell who is connected ({}); the slot follows the"
                + " connection's name"
            : "{} - bus: the broker does not tell how many are connected ({}); what the policy says"
                + " holds",
        policy.nats().name(),
        why);
  }

  /** Returns if it said so not long ago. */
  private synchronized boolean denied(String subject) {
    Long until = deniedUntilNanos.get(subject);
    return until != null && until - System.nanoTime() > 0;
  }

  private synchronized void denies(String subject) {
    deniedUntilNanos.put(subject, System.nanoTime() + ASK_AGAIN_IF_DENIED.toNanos());
  }

  /** What is worth a line: a rank that moves by one is not. */
  private record News(
      OptionalInt connections, double connectRate, boolean ranked, Duration period) {
    static News of(FleetFacts facts, Duration period) {
      return new News(
          facts.connections(), facts.connectRate().orElse(0), facts.rank().isPresent(), period);
    }
  }

  /** The questions on one connection; one is asked after the other, until that one is gone. */
  private final class Survey {
    private final Session session;
    private final int of;
    private Duration wait;

    Survey(Session session, int of, Duration wait) {
      this.session = session;
      this.of = of;
      this.wait = wait;
    }

    /** Asks how many there are: only who knows that may ask for the list, which may be long. */
    void count() {
      Optional<FleetQuery.Answers> answers = ask(FleetQuery.COUNT);
      if (answers.isEmpty()) {
        return;
      }
      FleetAnswers.Count count = FleetAnswers.count(answers.get().bodies());
      boolean list;
      int connections;
      synchronized (FleetView.this) {
        if (count.servers() > 0) {
          knowledge.counted(count, answers.get().first(), System.nanoTime());
        }
        list =
            count.servers() > 0
                && !denied(FleetQuery.LIST)
                && knowledge.listIsDue(System.nanoTime());
        connections = knowledge.connections();
      }
      // Without an answer too: what this process has seen of C itself is worth knowing.
      apply();
      if (list) {
        later(SurveyPace.beforeList(connections, random.nextDouble()), session, this::list);
      } else if (!denied(FleetQuery.COUNT)) {
        if (count.servers() == 0) {
          silent(FleetQuery.COUNT, "no answer");
          wait = SurveyPace.longestCount(connections);
        }
        countAgain();
      }
    }

    /** Asks who they are; whatever comes of it, the counting goes on. */
    void list() {
      Optional<FleetQuery.Answers> answers = ask(FleetQuery.LIST);
      Connection asked = session.connection();
      if (answers.isEmpty() || asked == null) {
        return;
      }
      List<FleetAnswers.Listed> list = FleetAnswers.list(answers.get().bodies());
      String server = asked.getServerInfo().getServerId();
      long number = asked.getServerInfo().getClientId();
      synchronized (FleetView.this) {
        knowledge.listed(list, server, number, System.nanoTime());
      }
      apply();
      countAgain();
    }

    private void countAgain() {
      int connections;
      synchronized (FleetView.this) {
        connections = knowledge.connections();
      }
      wait = SurveyPace.nextCount(wait, connections, random.nextDouble());
      later(wait, session, this::count);
    }

    /** Returns the answers, none if it is denied; empty if the survey is not to go on. */
    private Optional<FleetQuery.Answers> ask(String subject) {
      Connection to = session.connection();
      FleetQuery asking = new FleetQuery(subject);
      synchronized (FleetView.this) {
        if (of != connection || to == null || !session.standing()) {
          return Optional.empty();
        }
        if (denied(subject)) {
          return Optional.of(FleetQuery.Answers.NONE);
        }
        query = asking;
      }
      FleetQuery.Answers answers;
      try {
        answers = asking.ask(to);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      if (!session.standing()) {
        return Optional.empty();
      }
      if (asking.denied()) {
        denies(subject);
        silent(subject, "it does not permit us to ask");
      }
      return Optional.of(answers);
    }
  }
}
