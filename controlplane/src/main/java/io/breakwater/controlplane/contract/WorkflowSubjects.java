package io.breakwater.controlplane.contract;

/** Where the active workflow engine takes requests; a standby does not answer. */
public final class WorkflowSubjects {
  /** Decisions on steps that wait for approval, each a {@link RunRequest}. */
  public static final String APPROVE = "sys.workflow.approve";

  /** Requests to cancel a run, each a {@link RunRequest}. */
  public static final String CANCEL = "sys.workflow.cancel";

  private WorkflowSubjects() {}
}
