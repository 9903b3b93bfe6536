/**
 * Where the control plane keeps what must not be lost: its streams and buckets, records with
 * compare-and-set, markers of open work, the lease of who is active. Knows nothing of what the
 * records mean.
 */
@NullMarked
package io.breakwater.controlplane.store;

import org.jspecify.annotations.NullMarked;
