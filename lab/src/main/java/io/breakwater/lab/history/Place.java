package io.breakwater.lab.history;

/**
 * Where something is executed: a job, or a job of a step.
 *
 * @param token the work
 * @param step of the run; empty for a job
 * @param item number of the item of a fan-out; 0 for all others
 */
record Place(String token, String step, int item) {
  @Override
  public String toString() {
    return step.isEmpty() ? token : token + "/" + step + "/" + item;
  }
}
