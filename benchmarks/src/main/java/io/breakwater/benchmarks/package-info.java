/**
 * What the bus costs, beside plain jnats and on a real broker: publishing, probing, connecting. The
 * figures are compared with the bounds that the project has set itself. Nothing here is part of the
 * product, and nothing of the product knows of it.
 */
@NullMarked
package io.breakwater.benchmarks;

import org.jspecify.annotations.NullMarked;
