/**
 * How messages leave a bus: straight to jnats while connected, held in an outage, paced after it,
 * and, through the outbox, kept until a stream has them.
 *
 * <p>When a connection stands and when it ends is told to {@link
 * io.breakwater.client.internal.delivery.Delivery}; nothing here makes or watches connections.
 */
@NullMarked
package io.breakwater.client.internal.delivery;

import org.jspecify.annotations.NullMarked;
