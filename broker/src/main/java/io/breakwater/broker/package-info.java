/** Real nats-server processes to run and to break: configuration, monitoring, clusters, faults. */
@NullMarked
package io.breakwater.broker;

import org.jspecify.annotations.NullMarked;
