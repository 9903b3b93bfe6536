package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may call, and how often. */
@Timeout(60)
class AuthenticationTest {
  @TempDir Path folder;

  @Test
  void keys_areKeptAsHashes_forTheirOwnerAlone() throws Exception {
    Path file = folder.resolve("keys");
    String key = new ApiKeyFile(file).add(new Caller("ann", "acme"));
    assertThat(key).matches("bwk_[A-Za-z0-9_-]{43}");
    assertThat(Files.readString(file)).doesNotContain(key).startsWith("ann acme ");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    ApiKeys keys = ApiKeys.load(new ApiKeyFile(file));
    assertThat(keys.caller(key)).contains(new Caller("ann", "acme"));
    assertThat(keys.caller(key + "x")).isEmpty();
    assertThat(keys.caller("")).isEmpty();
  }

  @Test
  void fileThatIsWrong_isOneLineThatSaysWhere() throws Exception {
    Path file = folder.resolve("keys");
    assertThatThrownBy(() -> ApiKeys.load(new ApiKeyFile(file))).hasMessageContaining("keys");
    Files.writeString(file, "# ours\n\nann acme\n");
    assertThatThrownBy(() -> ApiKeys.load(new ApiKeyFile(file)))
        .hasMessage(file + ":3: expected an id, a tenant and a hash");
    Files.writeString(file, "ann acme secret\n");
    assertThatThrownBy(() -> ApiKeys.load(new ApiKeyFile(file)))
        .hasMessage(file + ":1: expected a hash of 64 hexadecimal digits");
    Files.delete(file);
    new ApiKeyFile(file).add(new Caller("ann", "acme"));
    assertThatThrownBy(() -> new ApiKeyFile(file).add(new Caller("ann", "other")))
        .hasMessageContaining("ann already");
    assertThatThrownBy(() -> new ApiKeyFile(file).add(new Caller("a b", "other")))
        .hasMessageContaining("letters");
  }

  @Test
  void withoutAKey_nothingIsSaid_andAKeyThatIsTakenAwayIsRefusedSoon() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      var none = it.send(HttpRequest.newBuilder(it.uri("/api/v1/jobs")).build());
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(it.call("GET", "/api/v1/jobs", "wrong", "", List.of()).statusCode())
          .isEqualTo(401);
      assertThat(it.call("GET", "/api/v1/none", "wrong", "", List.of()).statusCode())
          .isEqualTo(401);
      var header =
          it.send(
              HttpRequest.newBuilder(it.uri("/api/v1/jobs")).header("X-API-Key", it.key).build());
      assertThat(header.statusCode()).isEqualTo(200);

      Path keys = folder.resolve("keys");
      List<String> lines = Files.readAllLines(keys);
      Files.write(keys, lines.subList(1, lines.size()));
      await().atMost(GatewayFixture.LIMIT).until(() -> it.get("/api/v1/jobs").statusCode() == 401);
      assertThat(it.call("GET", "/api/v1/jobs", it.otherKey, "", List.of()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void tooManyRequests_areRefusedUntilLater_othersAreNot() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder, settings -> settings.withRate(1, 3))) {
      var last = it.get("/api/v1/jobs");
      for (int i = 0; i < 20 && last.statusCode() == 200; i++) {
        last = it.get("/api/v1/jobs");
      }
      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValue("Retry-After")).contains("1");
      assertThat(it.call("GET", "/api/v1/jobs", it.otherKey, "", List.of()).statusCode())
          .isEqualTo(200);
      await().atMost(GatewayFixture.LIMIT).until(() -> it.get("/api/v1/jobs").statusCode() == 200);
    }
  }
}
