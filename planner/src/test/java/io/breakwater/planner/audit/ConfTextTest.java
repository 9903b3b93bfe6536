package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.NatsServerBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader takes and refuses what the real nats-server takes and refuses. */
class ConfTextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port: 4222\nhttp: 8222;max_payload=1MB // all three\n",
        "{\"port\": 4222, \"max_connections\": 64K, \"server_name\": \"x\"}",
        "authorization\n{ user: a, password: b }\n",
        "authorization { users: [ {user: a, password: b}\n {user: c, password: 'd'} ] }",
        "cluster { name: x, listen: 0.0.0.0:6222\n routes: [ nats://a:1, nats://b:2 # two\n ] }",
        "A: \"x\"\nserver_name: $A\n",
        "authorization { token: $2a$11$abcdefghijk }",
        "PORT 4222\n# the end",
        "cluster: { name: x, routes [\n nats://a:1\n nats://b:1\n] }",
      })
  void bothTakeIt(String text) throws Exception {
    assertThat(acceptedByServer(text)).isTrue();
    assertThat(ConfText.parse(text, new Place("x", 1)).entries()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization { user: a password: b }\n",
        "cluster { routes: [ nats://a:1 nats://b:2 ] }",
        "cluster {\n port: 6222\n",
        "authorization:\n{ user: a }\n",
        "server_name: \"x\nport: 4222\n",
        "cluster { routes: [ nats://a:1",
      })
  void bothRefuseIt(String text) throws Exception {
    assertThat(acceptedByServer(text)).isFalse();
    assertThatThrownBy(() -> ConfText.parse(text, new Place("x.conf", 1)))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("not a nats-server configuration: expected");
  }

  @Test
  void values_haveTheirLines() {
    Tree conf =
        ConfText.parse(
            "# first\nport: 4222\njetstream {\n  store_dir: /data\n}\nx: (\n a\n)\ny: 1\n",
            new Place("n", 1));
    assertThat(conf.at("port").place().line()).isEqualTo(2);
    assertThat(conf.at("jetstream", "store_dir").place().line()).isEqualTo(4);
    assertThat(conf.at("jetstream", "store_dir").text()).isEqualTo("/data");
    assertThat(conf.at("y").place().line()).isEqualTo(9);
  }

  @Test
  void include_isReadFromBesideTheFile() throws IOException {
    Files.writeString(folder.resolve("users.conf"), "authorization { user: a, password: b }\n");
    Path main = Files.writeString(folder.resolve("nats.conf"), "port: 4222\ninclude users.conf\n");
    Tree conf = Sources.conf(main, 0).parse();
    assertThat(conf.at("authorization", "password").place().file()).endsWith("users.conf");
  }

  @Test
  void includeInACircle_isRefused() throws IOException {
    Path main = Files.writeString(folder.resolve("nats.conf"), "include nats.conf\n");
    assertThatThrownBy(() -> Sources.conf(main, 0).parse()).hasMessageContaining("circle");
  }

  @Test
  void numbers() {
    assertThat(BrokerConf.number("64K")).hasValue(64_000);
    assertThat(BrokerConf.number("1MB")).hasValue(1 << 20);
    assertThat(BrokerConf.number("100")).hasValue(100);
    assertThat(BrokerConf.number("many")).isEmpty();
  }

  private boolean acceptedByServer(String text) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("test.conf"), text, StandardCharsets.UTF_8);
    Process server =
        new ProcessBuilder(NatsServerBinary.find().path().toString(), "-t", "-c", file.toString())
            .redirectErrorStream(true)
            .start();
    server.getInputStream().readAllBytes();
    return server.waitFor() == 0;
  }
}
