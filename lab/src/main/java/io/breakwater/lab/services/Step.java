package io.breakwater.lab.services;

import java.time.Duration;

/**
 * A fault, and the quiet before it, which begins when the services have come back from the one
 * before.
 *
 * @param quiet how long the load goes on undisturbed
 * @param fault what is broken then
 */
record Step(Duration quiet, Fault fault) {}
