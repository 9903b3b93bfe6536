package io.breakwater.client.internal;

import io.breakwater.policy.Authentication;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.NatsSettings;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.SecretSource;
import io.breakwater.policy.ServerUrl;
import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Turns a policy into jnats options. What no waiting mends is found out when this is created. */
final class JnatsOptions {
  /**
   * jnats asks every 2 minutes and allows 2 unanswered pings: a broker that hangs is noticed after
   * 4 to 8 minutes, for no ping is sent in an interval in which something has come. Here after 45
   * to 75 s; an idle connection costs the broker 4 small messages a minute. One of the pings may be
   * the one that confirms what was published.
   */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(15);

  private static final int MAX_PINGS_OUT = 3;

  /**
   * No publisher on the bus meets this: less is under way at a time. It bounds what code can queue
   * that publishes through the connection itself.
   */
  private static final int OUTGOING_QUEUE = 65_536;

  private static final String PASSWORD_FILE = "nats.passwordFile";
  private static final String TOKEN_FILE = "nats.tokenFile";

  private final NatsSettings nats;
  private final @Nullable SSLContext sslContext;

  /** What jnats was given last; it takes a password once, when its options are built. */
  private volatile String password = "";

  /**
   * Reads and checks the files that the policy names.
   *
   * @throws PolicyException if one cannot be read or parsed
   */
  JnatsOptions(LifecyclePolicy policy) {
    nats = policy.nats();
    try {
      checkAuthentication();
      sslContext = sslContext();
    } catch (PolicyException e) {
      throw new PolicyException(policy.origins().locate(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Returns the URLs of the configured servers. Where all have the same user info they go without,
   * because the options carry it: jnats shows its URLs to whoever asks, with what is in them.
   */
  List<String> urls() {
    boolean bare = nats.servers().stream().map(ServerUrl::userInfo).distinct().count() == 1;
    return nats.servers().stream()
        .map(
            server ->
                bare ? server.toString().replaceFirst("://.*@", "://") : server.uri().toString())
        .toList();
  }

  /** Returns the options for one jnats connection. */
  Options.Builder builder(GatedServerPool pool, JnatsListener listener) {
    Options.Builder options =
        gated(new Options.Builder(), pool)
            .servers(urls().toArray(String[]::new))
            .connectionName(nats.name())
            .connectionTimeout(nats.connectTimeout())
            .pingInterval(PING_INTERVAL)
            .maxPingsOut(MAX_PINGS_OUT)
            // jnats's own buffer neither drains nor reports nor paces; what it cannot send now is
            // refused instead.
            .reconnectBufferSize(0)
            .maxMessagesInOutgoingQueue(OUTGOING_QUEUE)
            .reportNoResponders()
            .connectionListener(listener)
            .errorListener(listener);
    if (sslContext != null) {
      options.sslContext(sslContext);
    }
    authenticate(options);
    return options;
  }

  /** Puts a pool, and the socket that reports to it, under any jnats options. */
  static Options.Builder gated(Options.Builder options, GatedServerPool pool) {
    return options
        .serverPool(pool)
        .dataPortType(GateDataPort.class.getName())
        .maxReconnects(-1)
        // The gate waits; jnats would add its own wait after the slot.
        .reconnectDelayHandler(round -> Duration.ZERO);
  }

  private void authenticate(Options.Builder options) {
    Authentication authentication = nats.authentication();
    if (authentication instanceof Authentication.UserPassword user) {
      password = passwordOf(user);
      options.userInfo(user.user().toCharArray(), password.toCharArray());
    } else if (authentication instanceof Authentication.Token token) {
      options.tokenSupplier(() -> read(TOKEN_FILE, token.token()).toCharArray());
    } else if (authentication instanceof Authentication.CredentialsFile credentials) {
      options.authHandler(Nats.credentials(credentials.path().toString()));
    } else if (authentication instanceof Authentication.NkeyFile nkey) {
      options.authHandler(new NkeyFileHandler(nkey.path()));
    } else {
      fromUrls().ifPresent(userInfo -> apply(userInfo, options));
    }
  }

  private String passwordOf(Authentication.UserPassword user) {
    try {
      return read(PASSWORD_FILE, user.password());
    } catch (PolicyException e) {
      if (password.isEmpty()) {
        throw e;
      }
      // In the middle of its rotation; a rejected attempt looks again.
      return password;
    }
  }

  /**
   * Returns if the password is no longer the one that jnats was given: only a new connection of
   * jnats takes the new one. Tokens, NKeys and credentials it reads for each attempt.
   */
  boolean passwordRotated() {
    return nats.authentication() instanceof Authentication.UserPassword user
        && !passwordOf(user).equals(password);
  }

  /** Servers that were learnt from others have no user info in their URLs; they get this. */
  private Optional<String> fromUrls() {
    return nats.servers().stream()
        .flatMap(server -> Stream.ofNullable(server.uri().getRawUserInfo()))
        .findFirst();
  }

  private static void apply(String rawUserInfo, Options.Builder options) {
    int colon = rawUserInfo.indexOf(':');
    if (colon < 0) {
      options.token(decoded(rawUserInfo));
    } else {
      options.userInfo(
          decoded(rawUserInfo.substring(0, colon)), decoded(rawUserInfo.substring(colon + 1)));
    }
  }

  private static char[] decoded(String raw) {
    return URI.create("nats:/" + raw).getPath().substring(1).toCharArray();
  }

  private void checkAuthentication() {
    Authentication authentication = nats.authentication();
    if (authentication instanceof Authentication.UserPassword user) {
      read(PASSWORD_FILE, user.password());
    } else if (authentication instanceof Authentication.Token token) {
      read(TOKEN_FILE, token.token());
    } else if (authentication instanceof Authentication.CredentialsFile credentials) {
      check(
          "nats.credentialsFile",
          "a user JWT and its NKey seed",
          credentials.path(),
          Nats.credentials(credentials.path().toString()));
    } else if (authentication instanceof Authentication.NkeyFile nkey) {
      check("nats.nkeyFile", "an NKey seed", nkey.path(), new NkeyFileHandler(nkey.path()));
    }
  }

  private static void check(String key, String what, Path file, AuthHandler handler) {
    readText(key, file);
    boolean valid;
    try {
      char[] jwt = handler.getJWT();
      valid = handler.sign(new byte[] {1}) != null && (jwt == null || jwt.length > 0);
    } catch (RuntimeException e) {
      valid = false;
    }
    if (!valid) {
      throw new PolicyException(
          key + ": expected a file with " + what + ", but " + file + " has none that is valid");
    }
  }

  private static String read(String key, SecretSource source) {
    if (source instanceof SecretSource.Inline inline) {
      return inline.secret().reveal();
    }
    Path file = ((SecretSource.FromFile) source).path();
    String secret = readText(key, file).strip();
    if (secret.isEmpty()) {
      throw new PolicyException(key + ": expected a secret, but " + file + " is empty");
    }
    return secret;
  }

  private static String readText(String key, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new PolicyException(key + ": expected a readable file, but " + file + " is not one");
    }
  }

  private @Nullable SSLContext sslContext() {
    if (!nats.usesTls()) {
      return null;
    }
    try {
      return nats.tls().isPresent()
          ? RotatingTls.context(nats.tls().get())
          : SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new PolicyException("nats.tls: " + e.getMessage());
    }
  }

  /** Signs with the seed of a file, read anew each time so that it can be rotated. */
  private record NkeyFileHandler(Path file) implements AuthHandler {
    @Override
    public byte[] sign(byte[] nonce) {
      try {
        return key().sign(nonce);
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("the NKey of " + file + " cannot sign", e);
      }
    }

    @Override
    public char[] getID() {
      try {
        return key().getPublicKey();
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("the NKey of " + file + " has no public key", e);
      }
    }

    @Override
    public char @Nullable [] getJWT() {
      return null;
    }

    private NKey key() {
      String seed =
          readText("nats.nkeyFile", file)
              .lines()
              .map(String::strip)
              .filter(line -> line.startsWith("SU"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no seed in " + file));
      return NKey.fromSeed(seed.toCharArray());
    }
  }
}
