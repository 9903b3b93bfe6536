package io.breakwater.lab.services;

import io.breakwater.lab.stack.StoreTier;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is active, as the broker has it: what {@code nats kv get leases scheduler} prints. */
final class Leases implements AutoCloseable {
  private static final String BUCKET = "leases";
  private static final Pattern HOLDER = Pattern.compile("\"holder\"\\s*:\\s*\"([^\"]+)\"");

  private final Connection nats;

  private Leases(Connection nats) {
    this.nats = nats;
  }

  /**
   * Connects, and stays so.
   *
   * @throws IOException if no server answers
   */
  static Leases of(StoreTier tier) throws IOException, InterruptedException {
    return new Leases(tier.connect());
  }

  /** Returns the pod that has a lease; empty if nobody has it, or if the broker does not answer. */
  Optional<String> holder(String lease) {
    try {
      KeyValueEntry entry = nats.keyValue(BUCKET).get(lease);
      byte[] value = entry == null ? null : entry.getValue();
      if (value == null) {
        return Optional.empty();
      }
      Matcher found = HOLDER.matcher(new String(value, StandardCharsets.UTF_8));
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      nats.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
