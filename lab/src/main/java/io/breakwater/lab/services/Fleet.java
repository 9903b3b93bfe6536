package io.breakwater.lab.services;

import io.breakwater.lab.stack.StackMember;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The services of a stage.
 *
 * @param members the deployments, in the order of their start
 * @param gateways where clients call them
 * @param apiKey what clients send; null for none
 * @param leases the deployments of which one pod alone is active, each named like its key in the
 *     bucket {@code leases}
 */
public record Fleet(
    List<StackMember> members, List<URI> gateways, @Nullable String apiKey, List<String> leases) {

  /** Copies the lists. */
  public Fleet {
    members = List.copyOf(members);
    gateways = List.copyOf(gateways);
    leases = List.copyOf(leases);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "Fleet[members=%s, gateways=%s, leases=%s]".formatted(members, gateways, leases);
  }

  /** Makes the services of one stage ready to be started. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes them.
     *
     * @param folder where they may keep files; theirs alone
     * @param copies how many servers keep a copy of each stream
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    Fleet make(Path folder, int copies);
  }
}
