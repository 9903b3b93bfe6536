package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.policy.LifecyclePolicy;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway at work: its HTTP server on a bus. */
public final class GatewayService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GatewayService.class);

  private final OfferedTopics offered;
  private final EventRoutes events;
  private final HttpServer server;
  private final List<Route> routes;

  private GatewayService(
      OfferedTopics offered, EventRoutes events, HttpServer server, List<Route> routes) {
    this.offered = offered;
    this.routes = routes;
    this.events = events;
    this.server = server;
  }

  /**
   * Returns a policy as a gateway wants it: a job that was accepted onto the disk does not expire,
   * however long the broker, or the gateway, is away. That it may be in the stream twice then does
   * no harm, for a scheduler creates one record for one id.
   */
  public static LifecyclePolicy policy(LifecyclePolicy policy) {
    return policy.outbox().directory().isEmpty()
        ? policy
        : policy.toBuilder().outbox(policy.outbox().withoutExpiry()).build();
  }

  /**
   * Starts to serve. The bus need not be connected; it stays the caller's to close, after this, and
   * the streams and buckets are the caller's to see to.
   *
   * @param policy what the bus was opened with, {@link #policy adapted}: it says if the outbox is
   *     on disk
   * @throws IllegalArgumentException if the file of API keys cannot be read, or the address cannot
   *     be had; the message is one line
   */
  public static GatewayService start(Bus bus, LifecyclePolicy policy, GatewaySettings settings) {
    ApiKeys keys = ApiKeys.load(new ApiKeyFile(settings.apiKeys()));
    Ask ask = new Ask(bus, settings.timeout());
    Documents<RunRecord> runDocuments = new Documents<>(bus, Bucket.RUNS, RunRecord.class);
    SubmittedJobs submitted = new SubmittedJobs(ask);
    Unrecorded<JobRecord> unrecorded = new Unrecorded<>(bus, submitted::has);
    OfferedTopics offered = new OfferedTopics(bus);
    Reads<JobRecord> jobs =
        new Reads<>(
            "job",
            ask,
            new Documents<>(bus, Bucket.JOBS, JobRecord.class),
            job -> job.request().tenant(),
            job -> JobView.of(job, offered.waiting(job)),
            unrecorded);
    Reads<RunRecord> runs =
        new Reads<>("run", ask, runDocuments, RunRecord::tenant, RunView::of, none(ask));
    EventRoutes events = new EventRoutes(ask, jobs, runs, settings.maxStreams());
    Submissions submissions =
        new Submissions(ask, policy.outbox().directory().isPresent(), unrecorded);
    List<Route> routes =
        Stream.of(
                jobRoutes(ask, submissions, submitted, unrecorded, jobs),
                workAndRuns(ask, runDocuments, runs),
                new DeadLetterRoutes(ask, submissions, jobs).routes(),
                events.routes(),
                List.of(OpenApi.route()))
            .flatMap(List::stream)
            .toList();
    HttpServer server = new HttpServer(settings, keys, routes);
    log.info("gateway: serves {} at http://{}:{}", HttpServer.API, settings.host(), server.port());
    return new GatewayService(offered, events, server, routes);
  }

  /** Runs and workflows are in the store when they are accepted. */
  private static <T> Unrecorded<T> none(Ask ask) {
    return new Unrecorded<>(ask.bus(), (sequence, id, deadline) -> false);
  }

  private static List<Route> jobRoutes(
      Ask ask,
      Submissions submissions,
      SubmittedJobs submitted,
      Unrecorded<JobRecord> unrecorded,
      Reads<JobRecord> jobs) {
    Pages<JobRecord> pages =
        new Pages<>(
            ask,
            Bucket.JOBS,
            Bucket.OPEN_JOBS,
            JobRecord.class,
            job -> job.request().tenant(),
            JobView::summary);
    return new JobRoutes(ask, submissions, submitted, unrecorded, jobs, pages).routes();
  }

  private static List<Route> workAndRuns(
      Ask ask, Documents<RunRecord> runDocuments, Reads<RunRecord> runs) {
    Bus bus = ask.bus();
    Documents<StoredWorkflow> documents =
        new Documents<>(bus, Bucket.WORKFLOWS, StoredWorkflow.class);
    Reads<StoredWorkflow> workflows =
        new Reads<>(
            "workflow",
            ask,
            documents,
            StoredWorkflow::tenant,
            WorkflowRoutes::view,
            none(ask),
            StoredWorkflow::shown);
    Pages<RunRecord> pages =
        new Pages<>(
            ask,
            Bucket.RUNS,
            Bucket.OPEN_RUNS,
            RunRecord.class,
            RunRecord::tenant,
            RunView::summary);
    Markers open = new Markers(bus, Bucket.OPEN_RUNS);
    return Stream.concat(
            new WorkflowRoutes(ask, documents, workflows).routes().stream(),
            new RunRoutes(ask, workflows, runDocuments, open, runs, pages).routes().stream())
        .toList();
  }

  /** Returns all that it answers to. */
  List<Route> routes() {
    return routes;
  }

  /** Returns the port, the one that was taken where the settings say 0. */
  public int port() {
    return server.port();
  }

  /** Ends the event streams, takes no more requests and lets those at work finish. */
  @Override
  public void close() {
    offered.close();
    events.close();
    server.close();
  }
}
