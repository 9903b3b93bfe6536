/**
 * What clients and workers saw of the control plane, and whether it is right: the work that is
 * submitted, the recorder that sees executions from outside, the history of both, and the checker
 * that reads it afterwards, as Jepsen does. Nothing here reads the system's own state, and no fault
 * is made here.
 */
@NullMarked
package io.breakwater.lab.history;

import org.jspecify.annotations.NullMarked;
