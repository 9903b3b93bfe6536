package io.breakwater.controlplane;

import java.util.Set;
import java.util.function.Function;

/**
 * A service, as its main describes it.
 *
 * @param name the service's name, on the command line and in heartbeats
 * @param options its arguments beside those that all services have, without dashes
 * @param beatsItself if it sends its own heartbeats
 * @param prepare makes what it does of its arguments; throws IllegalArgumentException with one line
 *     if they are wrong
 */
record ServiceKind(
    String name,
    Set<String> options,
    boolean beatsItself,
    Function<ServiceArguments, ServiceWork> prepare) {}
