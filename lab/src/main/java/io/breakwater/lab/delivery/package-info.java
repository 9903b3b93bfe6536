/**
 * The drills on messages: what was accepted, and what became of it, while brokers and publishing
 * processes are killed. Everything is counted outside of the clients under test; what these do to
 * keep their promise does not live here.
 */
@NullMarked
package io.breakwater.lab.delivery;

import org.jspecify.annotations.NullMarked;
