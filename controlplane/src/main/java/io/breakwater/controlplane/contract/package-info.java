/**
 * What the services, workers and clients of the control plane say to each other: subjects, messages
 * as records, their JSON, their limits, and what may become of a job. Values only: no I/O, no
 * thread, no clock.
 *
 * <p>Each message has a published JSON Schema, {@code schema/<name>.json} on the class path.
 */
@NullMarked
package io.breakwater.controlplane.contract;

import org.jspecify.annotations.NullMarked;
