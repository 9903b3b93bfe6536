/**
 * The drill on what jnats does when it goes wrong: one small scenario for each hazard, the same for
 * plain jnats and for the bus, on real or scripted servers.
 */
@NullMarked
package io.breakwater.lab.hazards;

import org.jspecify.annotations.NullMarked;
