package io.breakwater.lab.services;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One arm of a drill on services.
 *
 * @param name the arm's
 * @param servers how many brokers
 * @param takes how long its faults take, about; those without an end are ended by it
 * @param endless if there is always another fault
 * @param notice how long it may take, beyond a schedule period, until work is begun again after its
 *     one fault; null if it has more, or a fault that leaves some server there
 * @param script the faults
 */
record Scene(
    String name,
    int servers,
    Duration takes,
    boolean endless,
    @Nullable Duration notice,
    Function<Fleet, Iterator<Step>> script) {}
