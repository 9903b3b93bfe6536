/**
 * Measures how many connections per second a broker can authenticate, what one of them costs and
 * where, and says what that means for a fleet. What to do about it lives in {@code policy}.
 */
@NullMarked
package io.breakwater.lab.calibrate;

import org.jspecify.annotations.NullMarked;
