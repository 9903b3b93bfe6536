/**
 * Light clients: thousands of connections in one JVM that speak just enough of the NATS protocol to
 * connect, stay and come back, each driven by the very schedule that the client library runs. They
 * are real where the broker is concerned (TCP, TLS, authentication) and nothing else: no
 * subscription, no message. What a drill does with them lives in {@code storm} and {@code
 * calibrate}.
 */
@NullMarked
package io.breakwater.lab.light;

import org.jspecify.annotations.NullMarked;
