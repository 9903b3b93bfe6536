package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.JwtAccounts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.broker.UserNKey;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way to say who one is, and secrets that change while the bus knocks. */
@Timeout(60)
class StartupAuthenticationTest {
  private static final io.breakwater.broker.Authentication PASSWORD =
      new io.breakwater.broker.Authentication.Password("ann", "p:ss w%rd+");
  private static final io.breakwater.broker.Authentication TOKEN =
      new io.breakwater.broker.Authentication.Token("tok+n");

  @TempDir Path directory;

  @Test
  void password_inline_fromAFile_andInTheUrl() throws Exception {
    try (NatsServer server = start(PASSWORD)) {
      assertConnects(
          server, new Authentication.UserPassword("ann", inline("p:ss w%rd+")), server.url());
      assertConnects(
          server,
          new Authentication.UserPassword("ann", file("password", "p:ss w%rd+\n")),
          server.url());
      String inUrl = "nats://ann:p%3Ass%20w%25rd+@127.0.0.1:" + server.port();
      assertConnects(server, new Authentication.Anonymous(), inUrl);
      // Different user infos stay where they are: in their URLs.
      assertConnects(
          server, new Authentication.Anonymous(), inUrl, "nats://x:y@127.0.0.1:" + server.port());
    }
  }

  @Test
  void token_inline_fromAFile_andInTheUrl() throws Exception {
    try (NatsServer server = start(TOKEN)) {
      assertConnects(server, new Authentication.Token(inline("tok+n")), server.url());
      assertConnects(server, new Authentication.Token(file("token", "tok+n")), server.url());
      assertConnects(
          server, new Authentication.Anonymous(), "nats://tok+n@127.0.0.1:" + server.port());
    }
  }

  @Test
  void nkeyFile() throws Exception {
    UserNKey key = UserNKey.create();
    try (NatsServer server = start(key.authentication())) {
      Path seed = Files.writeString(directory.resolve("user.nk"), "# mine\n" + key.seed() + "\n");
      assertConnects(server, new Authentication.NkeyFile(seed), server.url());
    }
  }

  @Test
  void credentialsFile() throws Exception {
    JwtAccounts accounts = JwtAccounts.create();
    try (NatsServer server = start(accounts.authentication())) {
      Path file = accounts.writeCredentials(directory.resolve("user.creds"), "ann", null);
      assertConnects(server, new Authentication.CredentialsFile(file), server.url());
    }
  }

  @Test
  void credentialsOfAnotherOperator_areRejected_andRetriedWithTheNewFile() throws Exception {
    JwtAccounts accounts = JwtAccounts.create();
    Path file = JwtAccounts.create().writeCredentials(directory.resolve("user.creds"), "ann", null);
    try (NatsServer server = start(accounts.authentication())) {
      assertTakesTheNewSecret(
          server,
          new Authentication.CredentialsFile(file),
          () ->
              Files.write(
                  file,
                  Files.readAllBytes(
                      accounts.writeCredentials(directory.resolve("new.creds"), "ann", null))));
    }
  }

  @Test
  void nkeyFileThatChanges_isReadAnew() throws Exception {
    UserNKey right = UserNKey.create();
    Path file = Files.writeString(directory.resolve("user.nk"), UserNKey.create().seed());
    try (NatsServer server = start(right.authentication())) {
      Events events =
          assertTakesTheNewSecret(
              server,
              new Authentication.NkeyFile(file),
              () -> Files.writeString(file, right.seed()));
      assertThat(events.of(LifecycleEvent.ConnectionReplaced.class)).isEmpty();
    }
  }

  @Test
  void tokenFileThatChanges_isReadAnew() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "old");
    try (NatsServer server = start(TOKEN)) {
      Events events =
          assertTakesTheNewSecret(
              server,
              new Authentication.Token(new SecretSource.FromFile(file)),
              () -> Files.writeString(file, "tok+n"));
      assertThat(events.of(LifecycleEvent.ConnectionReplaced.class)).isEmpty();
    }
  }

  @Test
  void passwordFileThatChanges_isTakenByANewConnection() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "old");
    try (NatsServer server = start(PASSWORD)) {
      Events events =
          assertTakesTheNewSecret(
              server,
              new Authentication.UserPassword("ann", new SecretSource.FromFile(file)),
              () -> Files.writeString(file, "p:ss w%rd+"));
      assertThat(events.of(LifecycleEvent.ConnectionReplaced.class))
          .extracting(LifecycleEvent.ConnectionReplaced::reason)
          .containsExactly("the password has changed");
    }
  }

  /** A change of a file. */
  private interface Rotation {
    Object rotate() throws IOException;
  }

  private Events assertTakesTheNewSecret(
      NatsServer server, Authentication authentication, Rotation rotation) throws Exception {
    Events events = new Events();
    LifecyclePolicy policy = Policies.quick(server.url()).authentication(authentication).build();
    try (Bus bus = Bus.open(policy, events)) {
      await().until(() -> events.outcomes().size() >= 2);
      assertThat(events.outcomes()).containsOnly(AttemptOutcome.AUTH_REJECTED);
      rotation.rotate();
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    return events;
  }

  private static void assertConnects(
      NatsServer server, Authentication authentication, String... urls) throws Exception {
    LifecyclePolicy policy = Policies.quick(urls).authentication(authentication).build();
    try (Bus bus = Bus.open(policy)) {
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(bus.health().server()).endsWith(":" + server.port());
    }
  }

  private static NatsServer start(io.breakwater.broker.Authentication authentication) {
    return NatsServer.start(ServerConfig.builder().authentication(authentication).build());
  }

  private static SecretSource inline(String secret) {
    return new SecretSource.Inline(Secret.of(secret));
  }

  private SecretSource file(String name, String text) throws IOException {
    return new SecretSource.FromFile(Files.writeString(directory.resolve(name), text));
  }
}
