/**
 * Workflows: definitions, the state machine of a run, and the engine that drives runs.
 *
 * <p>What is pure is {@link io.breakwater.controlplane.workflow.Definitions}, {@link
 * io.breakwater.controlplane.workflow.StepGraph} and {@link
 * io.breakwater.controlplane.workflow.RunMachine}: no I/O, no thread, no clock. Which worker does a
 * step, how often it is tried and when an attempt has taken too long is the scheduler's business: a
 * step is a job.
 */
@NullMarked
package io.breakwater.controlplane.workflow;

import org.jspecify.annotations.NullMarked;
