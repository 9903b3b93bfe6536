/**
 * The service programs that live on the bus: gateway, scheduler, workflow engine.
 *
 * <p>Each is a main of its own, with a policy file, probes, heartbeats and a graceful stop. How a
 * connection starts and comes back is not decided here but by the policy, in {@code
 * io.breakwater.client}.
 */
@NullMarked
package io.breakwater.controlplane;

import org.jspecify.annotations.NullMarked;
