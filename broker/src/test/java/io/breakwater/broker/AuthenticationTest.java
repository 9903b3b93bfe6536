package io.breakwater.broker;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationTest {

  /** A rejected jnats waits for its whole timeout, so that a short one keeps the tests short. */
  private static final Duration REJECTED_TIMEOUT = Duration.ofMillis(300);

  @ParameterizedTest
  @ValueSource(
      strings = {"secret", "s3cr\"t\\ with $VAR #comment {}[],;' é \t end", "12345", "true"})
  void password_rightOneIsIn_wrongOneIsOut(String password) throws IOException {
    try (NatsServer server = start(new Authentication.Password("ann", password))) {
      Clients.connect(with(server).userInfo("ann".toCharArray(), password.toCharArray()));
      assertRefused(server, with(server).userInfo("ann", "wrong"));
      assertRefused(server, with(server));
    }
  }

  @Test
  void restricted_usersAreInAsBefore_butMayNotPublishThere() throws Exception {
    assertRestricted(new Authentication.None(), options -> options);
    assertRestricted(
        new Authentication.Password("ann", "secret"), options -> options.userInfo("ann", "secret"));
    assertRestricted(
        new Authentication.Bcrypt("ann", "secret", 4),
        options -> options.userInfo("ann", "secret"));
    assertThatThrownBy(() -> new Authentication.Restricted(new Authentication.Token("t"), "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a server cannot restrict Token");
  }

  private static void assertRestricted(Authentication users, UnaryOperator<Options.Builder> login)
      throws Exception {
    try (NatsServer server = start(new Authentication.Restricted(users, "secret.>"));
        Connection connection = Nats.connect(login.apply(with(server)).build())) {
      connection.publish("open.a", new byte[0]);
      connection.flush(Duration.ofSeconds(10));
      assertThat(connection.getLastError()).isNullOrEmpty();
      connection.publish("secret.a", new byte[0]);
      connection.flush(Duration.ofSeconds(10));
      assertThat(connection.getLastError()).contains("Permissions Violation");
    }
  }

  @Test
  void bcrypt_rightOneIsIn_wrongOneIsOut_clearTextIsNotOnDisk() throws IOException {
    try (NatsServer server = start(new Authentication.Bcrypt("ann", "a-secret", 4))) {
      Clients.connect(with(server).userInfo("ann", "a-secret"));
      assertRefused(server, with(server).userInfo("ann", "wrong"));
      assertThat(server.logFile().resolveSibling("server.conf"))
          .content()
          .contains("$2a$04$")
          .doesNotContain("a-secret");
    }
  }

  @Test
  void bcrypt_loginsCostTheBrokerProcessorTime() throws IOException {
    try (NatsServer server = start(new Authentication.Bcrypt("ann", "a-secret"))) {
      Duration before = server.cpuTime().orElseThrow();
      for (int i = 0; i < 4; i++) {
        Clients.connect(with(server).userInfo("ann", "a-secret"));
      }
      // Cost 11 takes 130 ms here; a machine ten times as fast still shows.
      assertThat(server.cpuTime().orElseThrow().minus(before)).isGreaterThan(Duration.ofMillis(50));
      server.kill();
      assertThat(server.cpuTime()).isEmpty();
    }
  }

  @Test
  void token_rightOneIsIn_wrongOneIsOut() throws IOException {
    try (NatsServer server = start(new Authentication.Token("open sesame"))) {
      Clients.connect(with(server).token("open sesame".toCharArray()));
      assertRefused(server, with(server).token("close sesame".toCharArray()));
    }
  }

  @Test
  void nkey_holderOfTheSeedIsIn_anotherIsOut() throws IOException {
    UserNKey user = UserNKey.create();
    try (NatsServer server = start(user.authentication())) {
      Clients.connect(with(server).authHandler(handler(user)));
      assertRefused(server, with(server).authHandler(handler(UserNKey.create())));
    }
  }

  @Test
  void jwt_credentialsOfTheOperatorAreIn_othersAreOut(@TempDir Path directory) throws Exception {
    JwtAccounts accounts = JwtAccounts.create();
    Path credentials = accounts.writeCredentials(directory.resolve("a.creds"), "ann", null);
    Path foreign = JwtAccounts.create().writeCredentials(directory.resolve("b.creds"), "bob", null);
    ServerConfig config =
        ServerConfig.builder().jetStream().authentication(accounts.authentication()).build();
    try (NatsServer server = NatsServer.start(config)) {
      try (Connection connection =
          Clients.connect(with(server).authHandler(Nats.credentials(credentials.toString())))) {
        assertThat(connection.jetStreamManagement().getAccountStatistics().getStreams()).isZero();
      }
      assertRefused(server, with(server).authHandler(Nats.credentials(foreign.toString())));
      assertRefused(server, with(server));
    }
  }

  @Test
  void noSecretInAnyString() throws IOException {
    UserNKey user = UserNKey.create();
    Authentication[] all = {
      new Authentication.Password("ann", "a-secret"),
      new Authentication.Bcrypt("ann", "a-secret"),
      new Authentication.Token("a-secret"),
      new Authentication.Raw("authorization { token: a-secret }")
    };
    for (Authentication one : all) {
      assertThat(ServerConfig.builder().authentication(one).build().toString())
          .doesNotContain("a-secret");
    }
    assertThat(user.toString()).contains(user.publicKey()).doesNotContain(user.seed());
  }

  @Test
  void passwordThatLooksLikeAHash_isRefused_withoutShowingIt() {
    assertThatThrownBy(() -> new Authentication.Password("ann", "$2a$04$abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("password of user ann looks like a bcrypt hash: use Authentication.Bcrypt");
    assertThatThrownBy(() -> new Authentication.Bcrypt("ann", "x", 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void credentialsFile_holdsTheSeedOnlyForItsOwner(@TempDir Path directory) throws IOException {
    Path file = JwtAccounts.create().writeCredentials(directory.resolve("a"), "ann", null);
    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
  }

  private static NatsServer start(Authentication authentication) {
    return NatsServer.start(ServerConfig.builder().authentication(authentication).build());
  }

  private static Options.Builder with(NatsServer server) {
    return Clients.options(server.url());
  }

  private static void assertRefused(NatsServer server, Options.Builder options) {
    long before = rejections(server);
    // On a busy machine a client may hang up before the server has come to its answer; jnats waits
    // out its whole timeout after a no, so a long one for all would cost more than another dial.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              assertThatThrownBy(() -> Clients.connect(options.connectionTimeout(REJECTED_TIMEOUT)))
                  .isInstanceOf(IOException.class);
              return rejections(server) > before;
            });
  }

  /** Returns how many the server refused by its own account: a timeout alone proves nothing. */
  private static long rejections(NatsServer server) {
    try (Stream<String> lines = Files.lines(server.logFile())) {
      return lines.filter(line -> line.contains("authentication error")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuthHandler handler(UserNKey user) {
    return Nats.staticCredentials(null, user.seed().toCharArray());
  }
}
