package io.breakwater.controlplane.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class JobTransitionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final Map<JobState, Set<JobState>> MAY_FOLLOW = new EnumMap<>(JobState.class);

  static {
    MAY_FOLLOW.put(
        JobState.PENDING,
        EnumSet.of(
            JobState.DISPATCHED, JobState.CANCELLED, JobState.TIMED_OUT, JobState.SUCCEEDED));
    MAY_FOLLOW.put(JobState.DISPATCHED, EnumSet.complementOf(EnumSet.of(JobState.DISPATCHED)));
    MAY_FOLLOW.put(
        JobState.RUNNING, EnumSet.complementOf(EnumSet.of(JobState.DISPATCHED, JobState.RUNNING)));
  }

  @Test
  void accept_dispatch_run_succeed() {
    JobRecord job = dispatched(accepted(3));
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.worker()).isEqualTo("w1");
    job = JobTransitions.running(job, 1, NOW).orElseThrow();
    job = finish(job, 1, Outcome.SUCCEEDED).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.result()).isEqualTo(JsonNodeFactory.instance.numberNode(7));
    assertThat(job.history())
        .extracting(Transition::state)
        .containsExactly(
            JobState.PENDING, JobState.DISPATCHED, JobState.RUNNING, JobState.SUCCEEDED);
  }

  @Test
  void resultOfAJobThatNobodySaidHadBegun_tellsOfItsBeginning() {
    JobRecord job = finish(dispatched(accepted(3)), 1, Outcome.SUCCEEDED).orElseThrow();
    assertThat(job.history()).extracting(Transition::state).contains(JobState.RUNNING);
  }

  @Test
  void failure_waitsForTheNextAttempt_andTheLastOneEndsTheJob() {
    JobRecord job = finish(dispatched(accepted(2)), 1, Outcome.FAILED).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.PENDING);
    assertThat(job.nextAttemptAt()).isEqualTo(NOW.plus(RETRY));
    job = finish(dispatched(job), 2, Outcome.FAILED).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error()).isEqualTo(new JobError("handler-failed", "no"));
  }

  @Test
  void rejection_endsTheJobAtOnce() {
    assertThat(finish(dispatched(accepted(5)), 1, Outcome.REJECTED))
        .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.FAILED));
  }

  @Test
  void attemptThatIsGivenBack_isNotUsedUp() {
    JobRecord job = finish(dispatched(accepted(1)), 1, Outcome.RETURNED).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.PENDING);
    assertThat(job.nextAttemptAt()).isNull();
    assertThat(finish(dispatched(job), 2, Outcome.SUCCEEDED)).isPresent();
  }

  @Test
  void resultOfAnEarlierAttempt_changesNothing() {
    JobRecord job = JobTransitions.lost(dispatched(accepted(3)), 1, RETRY, NOW).orElseThrow();
    JobRecord second = dispatched(job);
    assertThat(finish(second, 1, Outcome.SUCCEEDED)).isEmpty();
    assertThat(finish(second, 3, Outcome.SUCCEEDED)).isEmpty();
  }

  @Test
  void lateSuccessOfAnAttemptThatWasGivenUp_counts_lateFailureDoesNot() {
    JobRecord job = JobTransitions.lost(dispatched(accepted(3)), 1, RETRY, NOW).orElseThrow();
    assertThat(finish(job, 1, Outcome.FAILED)).isEmpty();
    assertThat(finish(job, 1, Outcome.SUCCEEDED))
        .hasValueSatisfying(done -> assertThat(done.state()).isEqualTo(JobState.SUCCEEDED));
  }

  @Test
  void cancel_ofAPendingJob_endsIt_ofAJobAtWork_waitsForTheWorker() {
    assertThat(JobTransitions.cancel(accepted(3), "why", NOW))
        .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.CANCELLED));
    JobRecord asked = JobTransitions.cancel(dispatched(accepted(3)), "why", NOW).orElseThrow();
    assertThat(asked.state()).isEqualTo(JobState.DISPATCHED);
    assertThat(JobTransitions.cancel(asked, "again", NOW)).isEmpty();
    assertThat(finish(asked, 1, Outcome.CANCELLED))
        .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.CANCELLED));
    assertThat(JobTransitions.lost(asked, 1, RETRY, NOW))
        .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.CANCELLED));
    assertThat(finish(asked, 1, Outcome.SUCCEEDED))
        .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.SUCCEEDED));
  }

  @Test
  void deadline_endsAJobInAnyState_andNotBefore() {
    JobRequest request =
        JobRequest.builder("j-1", "echo").deadline(NOW.plusSeconds(1)).submittedAt(NOW);
    JobRecord job = JobTransitions.accepted(request, NOW);
    assertThat(JobTransitions.expired(job, NOW)).isEmpty();
    assertThat(JobTransitions.expired(dispatched(job), NOW.plusSeconds(1)))
        .hasValueSatisfying(late -> assertThat(late.state()).isEqualTo(JobState.TIMED_OUT));
  }

  /** Whatever comes in whatever order: only allowed steps, nothing after the end, bounds hold. */
  @RepeatedTest(200)
  void anyEventsInAnyOrder_keepTheRules(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    JobRequest request =
        JobRequest.builder("j-1", "echo")
            .maxAttempts(1 + random.nextInt(4))
            .deadline(NOW.plusSeconds(300))
            .submittedAt(NOW);
    JobRecord job = JobTransitions.accepted(request, NOW);
    for (int i = 0; i < 200; i++) {
      Optional<JobRecord> next = event(job, random, NOW.plusSeconds(i));
      if (next.isEmpty()) {
        continue;
      }
      JobRecord changed = next.get();
      assertThat(job.state().terminal()).as("a terminal state changed").isFalse();
      if (changed.state() != job.state()) {
        assertThat(MAY_FOLLOW.get(job.state())).contains(changed.state());
      }
      assertThat(changed.attempt()).isBetween(job.attempt(), job.attempt() + 1);
      assertThat(changed.attempt() - changed.returned()).isLessThanOrEqualTo(request.maxAttempts());
      assertThat(changed.history()).hasSizeLessThanOrEqualTo(Limits.HISTORY);
      assertThat(changed.history().get(0).state()).isEqualTo(JobState.PENDING);
      assertThat(changed.result() != null).isEqualTo(changed.state() == JobState.SUCCEEDED);
      job = changed;
    }
  }

  private static Optional<JobRecord> event(JobRecord job, Random random, Instant now) {
    int attempt = Math.max(1, job.attempt() - 1 + random.nextInt(3));
    return switch (random.nextInt(20)) {
      case 0 -> JobTransitions.cancel(job, null, now);
      case 1 -> JobTransitions.expired(job, now);
      case 2, 3 -> JobTransitions.lost(job, attempt, RETRY, now);
      case 4, 5 -> JobTransitions.overdue(job, attempt, RETRY, now);
      case 6, 7, 8, 9 -> JobTransitions.running(job, attempt, now);
      case 10, 11, 12 -> finish(job, attempt, OUTCOMES.get(random.nextInt(OUTCOMES.size())));
      case 13, 14, 15 -> finish(job, attempt, Outcome.RETURNED);
      default -> JobTransitions.dispatched(job, "w" + random.nextInt(3), now);
    };
  }

  private static JobRecord accepted(int maxAttempts) {
    return JobTransitions.accepted(
        JobRequest.builder("j-1", "echo").maxAttempts(maxAttempts).submittedAt(NOW), NOW);
  }

  private static JobRecord dispatched(JobRecord job) {
    return JobTransitions.dispatched(job, "w1", NOW).orElseThrow();
  }

  private static Optional<JobRecord> finish(JobRecord job, int attempt, Outcome outcome) {
    boolean good = outcome == Outcome.SUCCEEDED;
    JobResult result =
        new JobResult(
            Protocol.VERSION,
            "j-1",
            attempt,
            "w1",
            outcome,
            good ? JsonNodeFactory.instance.numberNode(7) : null,
            good ? null : new JobError("handler-failed", "no"),
            NOW,
            NOW);
    return JobTransitions.finished(job, result, RETRY, NOW);
  }
}
