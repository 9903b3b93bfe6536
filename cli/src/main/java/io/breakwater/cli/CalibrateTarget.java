package io.breakwater.cli;

import io.breakwater.lab.calibrate.CalibrationException;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.Login;
import io.breakwater.lab.light.TrustedAuthority;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.NatsSettings;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import io.breakwater.policy.ServerUrl;
import io.breakwater.policy.TlsSettings;
import io.nats.client.NKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A broker that is there already, and what it wants to know: read as a policy is. */
final class CalibrateTarget {
  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      description = "a broker, such as nats://nats-0:4222 (one of its own is started)")
  Optional<String> url;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "a policy whose credentials, TLS files and, without URL, first server are used")
  Optional<Path> policy;

  @Option(names = "--user", paramLabel = "NAME", description = "the user")
  Optional<String> user;

  @Option(names = "--password-file", paramLabel = "FILE", description = "the user's password")
  Optional<Path> passwordFile;

  @Option(names = "--token-file", paramLabel = "FILE", description = "a token")
  Optional<Path> tokenFile;

  @Option(names = "--nkey-file", paramLabel = "FILE", description = "the seed of an NKey")
  Optional<Path> nkeyFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "speak TLS, and trust the certificates in this file")
  Optional<Path> caFile;

  boolean isGiven() {
    return url.isPresent() || policy.isPresent();
  }

  /** Returns an option that was given and says something of a broker that is there already. */
  Optional<String> option() {
    return options().entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Map<String, Optional<?>> options() {
    Map<String, Optional<?>> options = new LinkedHashMap<>();
    options.put("--user", user);
    options.put("--password-file", passwordFile);
    options.put("--token-file", tokenFile);
    options.put("--nkey-file", nkeyFile);
    options.put("--ca-file", caFile);
    return options;
  }

  /**
   * Checks the address, without a look at the network.
   *
   * @throws IllegalArgumentException if it is none; the message is one line, without the address
   */
  void check() {
    url.map(ServerUrl::parse).ifPresent(CalibrateTarget::requireTcp);
  }

  private static void requireTcp(ServerUrl server) {
    String scheme = String.valueOf(server.uri().getScheme());
    if (!scheme.equalsIgnoreCase("nats") && !scheme.equalsIgnoreCase("tls")) {
      throw new IllegalArgumentException(
          server + ": expected the scheme nats or tls; WebSockets are not measured");
    }
  }

  /**
   * Returns the broker.
   *
   * @throws PolicyException if the policy or a file that it names is wrong
   * @throws IllegalArgumentException if the policy's address is of another scheme
   * @throws CalibrationException if its name has no address
   */
  LightTarget target() {
    LifecyclePolicy settings = settings();
    try {
      return target(settings.nats());
    } catch (PolicyException e) {
      if (policy.isEmpty()) {
        throw e;
      }
      throw new PolicyException(settings.origins().locate(String.valueOf(e.getMessage())));
    }
  }

  private static LightTarget target(NatsSettings nats) {
    ServerUrl server = nats.servers().get(0);
    requireTcp(server);
    Login login = login(nats, server);
    SSLContext tls = tls(nats, server);
    InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
    if (address.isUnresolved()) {
      throw new CalibrationException(
          "calibrate %s:%d: the name has no address".formatted(server.host(), server.port()));
    }
    return new LightTarget(address, login, tls);
  }

  private LifecyclePolicy settings() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.putIfAbsent("BREAKWATER_SERVICE", "breakwater-calibrate");
    put(variables, "SERVERS", url);
    put(variables, "USER", user);
    put(variables, "PASSWORD_FILE", passwordFile);
    put(variables, "TOKEN_FILE", tokenFile);
    put(variables, "NKEY_FILE", nkeyFile);
    put(variables, "TLS_CA_FILE", caFile);
    return policy.isPresent()
        ? LifecyclePolicy.load(policy.get(), variables)
        : LifecyclePolicy.fromEnvironment(variables);
  }

  private static void put(Map<String, String> variables, String name, Optional<?> value) {
    value.ifPresent(it -> variables.put("BREAKWATER_NATS_" + name, it.toString()));
  }

  private static Login login(NatsSettings nats, ServerUrl server) {
    Authentication authentication = nats.authentication();
    if (authentication instanceof Authentication.UserPassword it) {
      return new Login.UserPassword(it.user(), text("nats.passwordFile", it.password()));
    }
    if (authentication instanceof Authentication.Token it) {
      return new Login.Token(text("nats.tokenFile", it.token()));
    }
    if (authentication instanceof Authentication.NkeyFile it) {
      return nkey(it.path());
    }
    if (authentication instanceof Authentication.CredentialsFile) {
      throw new PolicyException(
          "nats.credentialsFile: calibrate takes a password, a token or an NKey, expected one of"
              + " them");
    }
    return server.userInfo().map(CalibrateTarget::login).orElseGet(Login.Anonymous::new);
  }

  private static Login login(Secret userInfo) {
    String text = userInfo.reveal();
    int colon = text.indexOf(':');
    return colon < 0
        ? new Login.Token(text)
        : new Login.UserPassword(text.substring(0, colon), text.substring(colon + 1));
  }

  /** A seed that is none is found out here, not in the middle of a handshake. */
  private static Login nkey(Path file) {
    String seed = read("nats.nkeyFile", file);
    try {
      NKey.fromSeed(seed.toCharArray()).clear();
    } catch (IllegalArgumentException e) {
      throw new PolicyException(
          "nats.nkeyFile: expected the seed of an NKey, SU..., but " + file + " has none");
    }
    return new Login.Nkey(seed);
  }

  private static String text(String key, SecretSource source) {
    return source instanceof SecretSource.FromFile file
        ? read(key, file.path())
        : ((SecretSource.Inline) source).secret().reveal();
  }

  private static String read(String key, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new PolicyException(key + ": expected a readable file, but " + file + " is not one");
    }
  }

  private static @Nullable SSLContext tls(NatsSettings nats, ServerUrl server) {
    Optional<TlsSettings> files = nats.tls();
    if (files.flatMap(TlsSettings::certificateFile).isPresent()) {
      throw new PolicyException(
          "nats.tls.certificateFile: calibrate shows no certificate of its own, expected none");
    }
    try {
      Optional<Path> authority = files.flatMap(TlsSettings::caFile);
      if (authority.isPresent()) {
        return TrustedAuthority.of(authority.get());
      }
      return server.usesTls() ? SSLContext.getDefault() : null;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new PolicyException("nats.tls.caFile: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
