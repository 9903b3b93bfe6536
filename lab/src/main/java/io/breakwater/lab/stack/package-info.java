/**
 * Everything started at once on one machine: a broker, and services as pods that are kept running.
 * What the services are, is for the caller to say; nothing is measured and nothing is broken here.
 */
@NullMarked
package io.breakwater.lab.stack;

import org.jspecify.annotations.NullMarked;
