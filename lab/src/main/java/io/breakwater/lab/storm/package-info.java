/**
 * The storm drill: a whole fleet in one JVM loses its broker at once and comes back, arm by arm.
 * The light clients themselves live in {@code light}, the measurement of C in {@code calibrate}.
 */
@NullMarked
package io.breakwater.lab.storm;

import org.jspecify.annotations.NullMarked;
