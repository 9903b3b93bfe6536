package io.breakwater.controlplane.workflow;

/** Something to be done, once the run record that asks for it is stored. */
public sealed interface RunAction {

  /**
   * Make and send a job. Doing it twice is harmless: it is the same job.
   *
   * @param step the step
   * @param item which of its jobs, from 0
   */
  record Submit(String step, int item) implements RunAction {}

  /** Find out how many items the list of a step has, and signal it. */
  record Expand(String step) implements RunAction {}

  /** Ask the scheduler to stop a job. */
  record CancelJob(String step, int item) implements RunAction {}

  /** See how a job is that was sent some time ago; if there is none, send it again. */
  record CheckJob(String step, int item) implements RunAction {}
}
