package io.breakwater.cli;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.KeyKind;
import io.breakwater.lab.storm.StormAuthentication;
import io.breakwater.lab.storm.StormSecurity;
import java.util.ArrayList;
import java.util.List;
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

  @Option(
      names = "--tls-key",
      paramLabel = "KIND",
      description =
          "with --auth tls, the kind of the broker's key: ec, on the curve P-256; rsa-2048, what"
              + " openssl and cert-manager make; rsa-4096 (ec)")
  Optional<KeyKind> tlsKey;

  /** Returns what makes each connection work for the broker. */
  StormSecurity security() {
    return security(Authentication.DEFAULT_BCRYPT_COST);
  }

  /** Returns it where that cost is the usual one. */
  StormSecurity security(int usualCost) {
    return new StormSecurity(kind(), cost(usualCost), tlsKey.orElse(KeyKind.EC));
  }

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
    String kind = kind().text();
    return switch (kind()) {
      case BCRYPT -> kind + " of cost " + cost(usual);
      case TLS -> tlsKey.map(key -> kind + " with the key " + key.text()).orElse(kind);
      case NONE, PASSWORD, TOKEN, NKEY -> kind;
    };
  }

  /** Returns the words of the command line that repeat what was given. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    authentication.ifPresent(it -> words.addAll(List.of("--auth", it.text())));
    bcryptCost.ifPresent(it -> words.addAll(List.of("--bcrypt-cost", it.toString())));
    tlsKey.ifPresent(it -> words.addAll(List.of("--tls-key", it.text())));
    return words;
  }

  /** Returns an option that was given. */
  Optional<String> given() {
    return authentication
        .map(it -> "--auth")
        .or(() -> bcryptCost.map(it -> "--bcrypt-cost"))
        .or(() -> tlsKey.map(it -> "--tls-key"));
  }

  /**
   * Checks the range of the cost, and that each option goes with what it is for.
   *
   * @throws IllegalArgumentException if they do not; the message is one line
   */
  void check() {
    if (cost() < 4 || cost() > 31) {
      throw new IllegalArgumentException("--bcrypt-cost: expected 4 to 31, got " + cost());
    }
    if (bcryptCost.isPresent() && kind() != StormAuthentication.BCRYPT) {
      throw new IllegalArgumentException("--bcrypt-cost needs --auth bcrypt");
    }
    if (tlsKey.isPresent() && kind() != StormAuthentication.TLS) {
      throw new IllegalArgumentException("--tls-key needs --auth tls");
    }
  }
}
