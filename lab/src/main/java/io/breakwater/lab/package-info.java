/** Pods, drills and their measurement on real brokers. */
@NullMarked
package io.breakwater.lab;

import org.jspecify.annotations.NullMarked;
