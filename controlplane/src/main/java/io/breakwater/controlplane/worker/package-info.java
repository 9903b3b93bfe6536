/**
 * The runtime of a worker: takes the attempts that a scheduler gives it, runs their handlers, says
 * what became of them. Needs the subjects and messages of the contract and a bus, nothing else; a
 * worker in another language does the same by docs/control-plane.md.
 */
@NullMarked
package io.breakwater.controlplane.worker;

import org.jspecify.annotations.NullMarked;
