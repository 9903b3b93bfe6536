package io.breakwater.lab.history;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A load of jobs and runs, and somebody who asks what has become of them: every call and every
 * answer is in the history. Thread-safe.
 *
 * <p>Some jobs fail once or twice and are retried, a few fail for good, some have an idempotency
 * key and are sent twice, also to another gateway and after a refusal, some are cancelled. Runs are
 * of three workflows, which are applied first: a diamond, a fan-out and a delay.
 */
public final class Work implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Work.class);
  private static final int JOB_THREADS = 4;
  private static final int RUN_THREADS = 2;
  private static final int ASKING_THREADS = 4;

  /** Well under what a gateway grants each key. */
  private static final double MOST_QUESTIONS_PER_SECOND = 120;

  /** Longer than a scheduler, or the way from an outbox to one, takes after an outage. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration APPLY_AGAIN = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 50;
  private static final long CLOSE_SECONDS = 5;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final WorkOptions options;
  private final GatewayClient client;
  private final History history;
  private final Inquiries inquiries;
  private final Submitter jobs;
  private final Submitter runs;

  /** Threads that may still submit something. */
  private final AtomicInteger submitting = new AtomicInteger();

  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "breakwater-lab-work-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private Work(WorkOptions options, History history, URI recorder, Duration patience) {
    this.options = options;
    this.history = history;
    client = new GatewayClient(options.apiKey());
    inquiries =
        new Inquiries(
            options.gateways(),
            client,
            history,
            new Pacer(MOST_QUESTIONS_PER_SECOND, closing),
            patience);
    // Not those of a load before, on the same store.
    String prefix = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    jobs =
        submitter(
            options.jobsPerSecond(),
            options.jobs(),
            number ->
                Submission.job(
                    JobPlan.of(prefix + "-j" + number, options.seed(), number, options.longest()),
                    recorder));
    List<Workflows.Workflow> workflows = Workflows.ALL;
    runs =
        submitter(
            options.runsPerSecond(),
            options.runs(),
            number ->
                Submission.run(
                    JobPlan.of(prefix + "-r" + number, ~options.seed(), number, options.longest()),
                    recorder,
                    workflows.get(number % workflows.size())));
  }

  private Submitter submitter(double perSecond, int total, IntFunction<Submission> work) {
    Pacer pacer = new Pacer(perSecond == 0 ? 1 : perSecond, closing);
    return new Submitter(options.gateways(), client, history, inquiries, pacer, total, work);
  }

  /**
   * Starts to submit; returns at once.
   *
   * @param history must be open until the work is closed
   * @param recorder what the jobs call; the workers must have the topic {@code http}
   */
  public static Work start(WorkOptions options, History history, Recorder recorder) {
    return start(options, history, recorder, PATIENCE);
  }

  /** The same, with less patience or more for what was accepted and is not found. */
  static Work start(WorkOptions options, History history, Recorder recorder, Duration patience) {
    Work work = new Work(options, history, recorder.uri(), patience);
    for (int i = 0; i < ASKING_THREADS; i++) {
      work.execute(work.inquiries::run);
    }
    if (options.jobsPerSecond() > 0) {
      for (int i = 0; i < JOB_THREADS; i++) {
        work.submit(work.jobs::run);
      }
    }
    if (options.runsPerSecond() > 0) {
      work.submit(work::applyAndRun);
    }
    return work;
  }

  private void applyAndRun() throws InterruptedException {
    for (Workflows.Workflow workflow : Workflows.ALL) {
      history.add(workflow.defined());
      if (!apply(workflow)) {
        return;
      }
    }
    for (int i = 1; i < RUN_THREADS; i++) {
      submit(runs::run);
    }
    runs.run();
  }

  /** Until it is, or the work is stopped. */
  private boolean apply(Workflows.Workflow workflow) throws InterruptedException {
    for (int i = 0; !runs.stopped(); i++) {
      URI gateway = options.gateways().get(i % options.gateways().size());
      GatewayClient.Answer answer = client.post(gateway, "/workflows", workflow.definition(), null);
      if (answer.status() == 200 || answer.status() == 201) {
        return true;
      }
      if (answer.status() == 400 || answer.status() == 401) {
        history.add(new Event.Note("a workflow was refused: " + answer.body()));
        log.error("work: {} was refused: {}", workflow.defined().workflow(), answer.body());
        return false;
      }
      if (closing.await(APPLY_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  /** What a thread does. */
  private interface Task {
    void run() throws InterruptedException;
  }

  private void submit(Task task) {
    submitting.incrementAndGet();
    execute(
        () -> {
          try {
            task.run();
          } finally {
            submitting.decrementAndGet();
          }
        });
  }

  private void execute(Task task) {
    executor.execute(
        () -> {
          try {
            task.run();
          } catch (InterruptedException e) {
            // Closing: nobody else interrupts these threads.
            log.debug("work: ended");
          } catch (RuntimeException e) {
            log.error("work: a thread has ended", e);
          }
        });
  }

  /** Submits nothing more. What was submitted is still asked for. */
  public void stop() {
    jobs.stop();
    runs.stop();
  }

  /** Returns how many of those that are asked for have not ended yet, nor are they gone. */
  public int open() {
    return inquiries.open();
  }

  /**
   * Waits until all is submitted, and everything that was accepted was seen in a terminal state, or
   * has been unknown to the gateways for a good while; and then asks for each of them once more, so
   * that a change after the end is seen. Work without an end must have been told to {@link
   * #stop()}.
   *
   * @return false if the limit passed before
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitSettled(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    if (!awaitIdle(end)) {
      return false;
    }
    inquiries.lookAgain();
    return awaitIdle(end);
  }

  private boolean awaitIdle(long end) throws InterruptedException {
    while (submitting.get() > 0 || !inquiries.idle()) {
      if (System.nanoTime() - end >= 0 || closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** Stops all calls. */
  @Override
  public void close() {
    stop();
    closing.countDown();
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("work: calls are still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
