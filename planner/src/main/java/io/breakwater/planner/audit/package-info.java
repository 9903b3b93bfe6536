/**
 * Finds what will not survive an outage: reads Kubernetes manifests, policy files, Spring settings
 * and nats-server configurations into one {@code Inventory}, and runs every {@link
 * io.breakwater.planner.audit.Rule} over it. It reads files and nothing else: no cluster, no
 * broker, no network. What a finding looks like on a terminal lives in {@code cli}.
 */
@NullMarked
package io.breakwater.planner.audit;

import org.jspecify.annotations.NullMarked;
