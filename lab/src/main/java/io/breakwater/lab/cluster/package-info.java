/**
 * The drills on a tier of servers: a fleet, one disruption of the tier that the fleet is connected
 * to, and a look at every replica afterwards. Fleets, credentials and the measurement of C are
 * those of {@code storm} and {@code calibrate}.
 */
@NullMarked
package io.breakwater.lab.cluster;

import org.jspecify.annotations.NullMarked;
