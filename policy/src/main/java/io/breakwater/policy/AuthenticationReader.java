package io.breakwater.policy;

import static io.breakwater.policy.PolicyKey.NATS_CREDENTIALS_FILE;
import static io.breakwater.policy.PolicyKey.NATS_NKEY_FILE;
import static io.breakwater.policy.PolicyKey.NATS_PASSWORD;
import static io.breakwater.policy.PolicyKey.NATS_PASSWORD_FILE;
import static io.breakwater.policy.PolicyKey.NATS_TLS_CA_FILE;
import static io.breakwater.policy.PolicyKey.NATS_TLS_CERTIFICATE_FILE;
import static io.breakwater.policy.PolicyKey.NATS_TLS_KEY_FILE;
import static io.breakwater.policy.PolicyKey.NATS_TLS_KEY_PASSWORD_FILE;
import static io.breakwater.policy.PolicyKey.NATS_TOKEN;
import static io.breakwater.policy.PolicyKey.NATS_TOKEN_FILE;
import static io.breakwater.policy.PolicyKey.NATS_USER;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads who a connection is and what it trusts, and refuses two answers to one question. */
final class AuthenticationReader {
  /** The keys of each way to authenticate; a policy uses keys of one row only. */
  static final List<List<PolicyKey>> WAYS =
      List.of(
          List.of(NATS_USER, NATS_PASSWORD, NATS_PASSWORD_FILE),
          List.of(NATS_TOKEN, NATS_TOKEN_FILE),
          List.of(NATS_CREDENTIALS_FILE),
          List.of(NATS_NKEY_FILE));

  /** The two places that one secret may come from. */
  static final List<List<PolicyKey>> INLINE_OR_FILE =
      List.of(List.of(NATS_PASSWORD, NATS_PASSWORD_FILE), List.of(NATS_TOKEN, NATS_TOKEN_FILE));

  private AuthenticationReader() {}

  static Authentication read(PolicyValues values, List<ServerUrl> servers) {
    List<PolicyKey> used =
        WAYS.stream().flatMap(way -> way.stream().filter(values::has).limit(1)).toList();
    if (used.size() > 1) {
      throw values.conflict(
          used.get(1), "conflicts with " + used.get(0).path() + "; keep one of the two");
    }
    if (used.isEmpty()) {
      return new Authentication.Anonymous();
    }
    PolicyKey key = used.get(0);
    if (servers.stream().anyMatch(server -> server.userInfo().isPresent())) {
      throw values.conflict(
          key, "conflicts with the user info of a URL in nats.servers; keep one of the two");
    }
    return switch (key) {
      case NATS_USER -> new Authentication.UserPassword(values.text(NATS_USER), password(values));
      case NATS_TOKEN, NATS_TOKEN_FILE ->
          new Authentication.Token(secret(values, NATS_TOKEN, NATS_TOKEN_FILE).orElseThrow());
      case NATS_CREDENTIALS_FILE ->
          new Authentication.CredentialsFile(path(values, NATS_CREDENTIALS_FILE).orElseThrow());
      case NATS_NKEY_FILE ->
          new Authentication.NkeyFile(path(values, NATS_NKEY_FILE).orElseThrow());
      default -> throw values.conflict(key, "needs nats.user beside it");
    };
  }

  private static SecretSource password(PolicyValues values) {
    return secret(values, NATS_PASSWORD, NATS_PASSWORD_FILE)
        .orElseThrow(
            () -> values.conflict(NATS_USER, "needs nats.password or nats.passwordFile beside it"));
  }

  private static Optional<SecretSource> secret(
      PolicyValues values, PolicyKey inline, PolicyKey file) {
    if (values.has(inline) && values.has(file)) {
      throw values.conflict(file, "conflicts with " + inline.path() + "; keep one of the two");
    }
    return values.has(inline)
        ? Optional.of(new SecretSource.Inline(Secret.of(values.text(inline))))
        : path(values, file).map(SecretSource.FromFile::new);
  }

  static Optional<TlsSettings> tls(PolicyValues values) {
    needs(values, NATS_TLS_CERTIFICATE_FILE, NATS_TLS_KEY_FILE);
    needs(values, NATS_TLS_KEY_FILE, NATS_TLS_CERTIFICATE_FILE);
    needs(values, NATS_TLS_KEY_PASSWORD_FILE, NATS_TLS_KEY_FILE);
    if (!values.has(NATS_TLS_CA_FILE) && !values.has(NATS_TLS_CERTIFICATE_FILE)) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsSettings(
            path(values, NATS_TLS_CA_FILE),
            path(values, NATS_TLS_CERTIFICATE_FILE),
            path(values, NATS_TLS_KEY_FILE),
            path(values, NATS_TLS_KEY_PASSWORD_FILE)));
  }

  private static void needs(PolicyValues values, PolicyKey key, PolicyKey other) {
    if (values.has(key) && !values.has(other)) {
      throw values.conflict(key, "needs " + other.path() + " beside it");
    }
  }

  private static Optional<Path> path(PolicyValues values, PolicyKey key) {
    return PolicyReader.path(values, key);
  }
}
