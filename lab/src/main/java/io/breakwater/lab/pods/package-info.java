/**
 * A pod runtime that treats local processes as a kubelet treats containers: probes, restart policy
 * Always, crash-loop back-off, termination with a grace period; and the table that {@code kubectl
 * get pods -w} would show of it.
 *
 * <p>What the pods are (which services, which brokers) and what is measured on them does not live
 * here. Neither do probe values: they come from {@link io.breakwater.policy.Probe}.
 */
@NullMarked
package io.breakwater.lab.pods;

import org.jspecify.annotations.NullMarked;
