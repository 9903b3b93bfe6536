package io.breakwater.controlplane.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items the entries; fewer than asked for do not mean that there are no more
 * @param next where the next page begins; null after the last
 */
record Page(List<?> items, @Nullable String next) {}
