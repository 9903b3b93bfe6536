/** The bus over jnats: startup, attempt gate, supervisor, health, probes. */
@NullMarked
package io.breakwater.client;

import org.jspecify.annotations.NullMarked;
