package io.breakwater.lab.services;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;

/**
 * One arm of a drill on services.
 *
 * @param name the arm's
 * @param servers how many brokers
 * @param takes how long its faults take, about; those without an end are ended by it
 * @param endless if there is always another fault
 * @param script the faults
 */
record Scene(
    String name,
    int servers,
    Duration takes,
    boolean endless,
    Function<Fleet, Iterator<Step>> script) {}
