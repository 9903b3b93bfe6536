/**
 * The gateway: the control plane over HTTP.
 *
 * <p>Who calls, what they may ask, and how it is answered while the broker is away. What a job or a
 * run is, is said in {@code contract}; where they are kept, in {@code store}; what becomes of them
 * is the scheduler's and the engine's matter, never this package's.
 */
@NullMarked
package io.breakwater.controlplane.gateway;

import org.jspecify.annotations.NullMarked;
