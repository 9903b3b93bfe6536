package io.breakwater.controlplane.contract;

/** The subjects of the control plane. */
public final class Subjects {
  /** New jobs, each a {@link JobRequest}; a stream. */
  public static final String JOB_SUBMIT = "sys.job.submit";

  /** What became of an attempt, each a {@link JobResult}; a stream. */
  public static final String JOB_RESULT = "sys.job.result";

  /** Requests to cancel a job, each a {@link CancelRequest}; answered by the active scheduler. */
  public static final String JOB_CANCEL = "sys.job.cancel";

  /** Jobs that ended without success, and messages that nobody could read; a stream. */
  public static final String JOB_DEAD_LETTER = "sys.job.dlq";

  /** Who begins with an attempt, each a {@link JobProgress}; best effort. */
  public static final String JOB_PROGRESS = "sys.job.progress";

  /** Who is there, each a {@link Heartbeat}; best effort. */
  public static final String HEARTBEAT = "sys.heartbeat";

  /** Asks all workers for a heartbeat at once; the body is empty. */
  public static final String HEARTBEAT_ASK = "sys.heartbeat.ask";

  /** News of runs; best effort. */
  public static final String WORKFLOW_EVENT = "sys.workflow.event";

  /** Everything that is dispatched to workers. */
  public static final String DISPATCH_ALL = "job.>";

  private Subjects() {}

  /** Returns where the jobs of a topic for one worker are dispatched to; a stream. */
  public static String dispatch(String topic, String worker) {
    return "job." + topic + "." + worker;
  }

  /** Returns what a worker consumes: its jobs, of whatever topic. */
  public static String dispatchesTo(String worker) {
    return dispatch("*", worker);
  }

  /** Returns where a worker hears which of its jobs are to stop, each a {@link JobStop}. */
  public static String workerCancel(String worker) {
    return "sys.worker." + worker + ".cancel";
  }
}
