package io.breakwater.cli;

import io.breakwater.broker.Authentication;
import io.breakwater.lab.storm.StormAuthentication;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What kind of broker is started where each connection is to be work. */
final class BrokerOptions {
  @Option(
      names = "--auth",
      paramLabel = "HOW",
      description =
          "how its clients prove who they are: none, password, bcrypt, token, nkey or tls"
              + " (bcrypt)")
  Optional<StormAuthentication> authentication;

  @Option(
      names = "--bcrypt-cost",
      paramLabel = "N",
      description = "4 to 31, each step doubles what a login costs (11, as NATS's tool)")
  Optional<Integer> bcryptCost;

  StormAuthentication kind() {
    return authentication.orElse(StormAuthentication.BCRYPT);
  }

  int cost() {
    return cost(Authentication.DEFAULT_BCRYPT_COST);
  }

  /** Returns the cost; the usual one, if none was given. */
  int cost(int usual) {
    return bcryptCost.orElse(usual);
  }

  /** Returns the kind in words. */
  String text() {
    return text(Authentication.DEFAULT_BCRYPT_COST);
  }

  /** Returns the kind in words, where that cost is the usual one. */
  String text(int usual) {
    return kind() == StormAuthentication.BCRYPT
        ? kind().text() + " of cost " + cost(usual)
        : kind().text();
  }

  /** Returns an option that was given. */
  Optional<String> given() {
    return authentication.map(it -> "--auth").or(() -> bcryptCost.map(it -> "--bcrypt-cost"));
  }

  /**
   * Checks the range of the cost.
   *
   * @throws IllegalArgumentException if it is out of it; the message is one line
   */
  void check() {
    if (cost() < 4 || cost() > 31) {
      throw new IllegalArgumentException("--bcrypt-cost: expected 4 to 31, got " + cost());
    }
    if (bcryptCost.isPresent() && kind() != StormAuthentication.BCRYPT) {
      throw new IllegalArgumentException("--bcrypt-cost needs --auth bcrypt");
    }
  }
}
