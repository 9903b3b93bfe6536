package io.breakwater.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One connection of the fleet as its server lists it, and the order that makes ranks of a list.
 *
 * <p>The order is that of the {@linkplain Phase#ofId hash} of the name; name, server and number
 * only tell those of one name apart. A name outlives an outage, which a server's id and number do
 * not: the same members have the same ranks after it, whoever came back first, and slots hold while
 * some have looked again and others have not. By their hashes the replicas of one service lie all
 * over the period, so that some of each are back early.
 *
 * @param name the connection's name; may be empty
 * @param server the id of its server
 * @param number its number at that server
 */
public record FleetMember(String name, String server, long number)
    implements Comparable<FleetMember> {
  private static final Comparator<FleetMember> ORDER =
      Comparator.<FleetMember>comparingDouble(member -> Phase.ofId(member.name).fraction())
          .thenComparing(FleetMember::name)
          .thenComparing(FleetMember::server)
          .thenComparingLong(FleetMember::number);

  /**
   * Checks that nothing is missing.
   *
   * @throws NullPointerException if an argument is null
   */
  public FleetMember {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(server, "server");
  }

  /**
   * Returns the dense rank of one member, from 0; empty if the list does not have it.
   *
   * @param fleet all members, in any order, each once
   * @param server the id of its server
   * @param number its number at that server
   */
  public static OptionalInt rank(Collection<FleetMember> fleet, String server, long number) {
    return fleet.stream()
        .filter(member -> member.number == number && member.server.equals(server))
        .mapToInt(own -> (int) fleet.stream().filter(other -> other.compareTo(own) < 0).count())
        .findFirst();
  }

  @Override
  public int compareTo(FleetMember other) {
    return ORDER.compare(this, other);
  }
}
