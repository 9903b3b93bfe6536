package io.breakwater.controlplane.scheduler;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one priority. Whose turn it is next, stands first; who comes anew, or has had a turn,
 * stands last, so between two turns of a tenant each other one has one at most.
 */
final class Turns {
  /** By tenant, in the order of their turns, and then by kind, in the order in which jobs came. */
  private final Map<String, Map<Kind, TreeSet<OpenJob>>> tenants = new LinkedHashMap<>();

  void add(OpenJob job) {
    tenants
        .computeIfAbsent(job.tenant, tenant -> new HashMap<>())
        .computeIfAbsent(
            job.kind, kind -> new TreeSet<>(Comparator.comparingLong((OpenJob one) -> one.order)))
        .add(job);
  }

  void remove(OpenJob job) {
    Map<Kind, TreeSet<OpenJob>> kinds = tenants.get(job.tenant);
    TreeSet<OpenJob> queue = kinds == null ? null : kinds.get(job.kind);
    if (kinds == null || queue == null) {
      return;
    }
    queue.remove(job);
    if (queue.isEmpty()) {
      kinds.remove(job.kind);
    }
    if (kinds.isEmpty()) {
      tenants.remove(job.tenant);
    }
  }

  /** Returns the oldest job of a kind that suits, of the first tenant that has one. */
  Optional<OpenJob> next(Predicate<Kind> suits) {
    for (Map<Kind, TreeSet<OpenJob>> kinds : tenants.values()) {
      @Nullable OpenJob oldest = null;
      for (Map.Entry<Kind, TreeSet<OpenJob>> queue : kinds.entrySet()) {
        OpenJob first = queue.getValue().first();
        if ((oldest == null || first.order < oldest.order) && suits.test(queue.getKey())) {
          oldest = first;
        }
      }
      if (oldest != null) {
        return Optional.of(oldest);
      }
    }
    return Optional.empty();
  }

  /** A tenant has had its turn. */
  void served(String tenant) {
    Map<Kind, TreeSet<OpenJob>> kinds = tenants.remove(tenant);
    if (kinds != null) {
      tenants.put(tenant, kinds);
    }
  }

  boolean isEmpty() {
    return tenants.isEmpty();
  }
}
