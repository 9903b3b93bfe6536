package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServerListTest {

  @Test
  void next_goesRound() {
    ServerList servers = list("nats://a:1", "nats://b:2", "nats://c:3");
    List<String> first = List.of(take(servers), take(servers), take(servers));
    assertThat(first).containsExactlyInAnyOrder("nats://a:1", "nats://b:2", "nats://c:3");
    assertThat(List.of(take(servers), take(servers), take(servers))).isEqualTo(first);
  }

  @Test
  void replicas_doNotAllBeginWithTheSameServer() {
    Set<String> firsts = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      firsts.add(
          take(
              new ServerList(
                  List.of("nats://a:1", "nats://b:2", "nats://c:3"),
                  OptionalInt.empty(),
                  new Random(seed))));
    }
    assertThat(firsts).hasSize(3);
  }

  @Test
  void replicas_thatAreToldTheSame_doNotAllGoToTheSameServer() {
    Set<String> firsts = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      ServerList servers =
          new ServerList(List.of("nats://a:1"), OptionalInt.empty(), new SplittableRandom(seed));
      servers.discovered(List.of("b:2", "c:3"));
      firsts.add(take(servers));
    }
    assertThat(firsts).containsExactlyInAnyOrder("nats://b:2", "nats://c:3");
  }

  @Test
  void aLameDuck_isPassedOver_unlessThereIsNoOther() {
    ServerList servers = list("nats://a:1", "nats://b:2");
    ServerList.Server lame = servers.next().orElseThrow();
    servers.lameDuck(lame);
    assertThat(servers.hasStaying()).isTrue();
    assertThat(List.of(take(servers), take(servers))).doesNotContain(lame.display());

    servers.lameDuck(servers.next().orElseThrow());
    assertThat(servers.hasStaying()).isFalse();
    assertThat(List.of(take(servers), take(servers))).contains(lame.display());
  }

  @Test
  void aLameDuck_thatIsReached_orToldOf_isOneNoMore() {
    ServerList servers = list("nats://a:1", "nats://b:2");
    ServerList.Server lame = servers.next().orElseThrow();
    servers.lameDuck(lame);
    servers.succeeded(lame);
    assertThat(List.of(take(servers), take(servers))).contains(lame.display());

    servers.lameDuck(lame);
    servers.discovered(List.of(lame.uri().getHost() + ":" + lame.uri().getPort()));
    assertThat(List.of(take(servers), take(servers))).contains(lame.display());
  }

  @Test
  void aLameDuck_thatCameBackAndGivesNoticeAgain_isPassedOverUntilThatNoticeLapses() {
    ServerList servers = list("nats://a:1", "nats://b:2");
    ServerList.Server lame = servers.next().orElseThrow();
    int first = servers.lameDuck(lame);
    servers.succeeded(lame);
    int second = servers.lameDuck(lame);

    servers.noticeLapses(lame, first);
    assertThat(List.of(take(servers), take(servers))).doesNotContain(lame.display());
    servers.noticeLapses(lame, second);
    assertThat(List.of(take(servers), take(servers))).contains(lame.display());
  }

  @Test
  void duplicates_areOneServer() {
    assertThat(list("nats://a:4222", "nats://a", "nats://u:p@a:4222").size()).isEqualTo(1);
  }

  @Test
  void discovered_areAdded_onceEach() {
    ServerList servers = list("nats://a:1");
    assertThat(servers.discovered(List.of("10.0.0.2:2", "10.0.0.3:3"))).isTrue();
    assertThat(servers.discovered(List.of("10.0.0.3:3", "10.0.0.2:2"))).isFalse();
    assertThat(servers.display())
        .containsExactlyInAnyOrder("nats://a:1", "nats://10.0.0.2:2", "nats://10.0.0.3:3");
  }

  @Test
  void noLongerToldOf_isForgotten_butNeverAConfiguredOneOrTheOneInUse() {
    ServerList servers = list("nats://a:1");
    servers.discovered(List.of("10.0.0.2:2", "10.0.0.3:3"));
    ServerList.Server used = servers.next().orElseThrow();
    while (!used.display().endsWith(":2")) {
      used = servers.next().orElseThrow();
    }
    servers.succeeded(used);
    servers.discovered(List.of("10.0.0.4:4"));
    assertThat(servers.display())
        .containsExactlyInAnyOrder("nats://a:1", "nats://10.0.0.2:2", "nats://10.0.0.4:4");
  }

  @Test
  void discoveredFromATlsServer_areTlsToo_andTheirCertificateIsForTheConfiguredName() {
    ServerList servers = list("tls://nats.example.test:1");
    servers.discovered(List.of("10.0.0.2:2", "other.example.test:3"));
    assertThat(servers.secure()).isTrue();
    for (int i = 0; i < 3; i++) {
      ServerList.Server server = servers.next().orElseThrow();
      assertThat(server.display()).startsWith("tls://");
      assertThat(server.tlsName())
          .isEqualTo(server.display().endsWith(":3") ? "other.example.test" : "nats.example.test");
    }
  }

  @Test
  void urlThatAServerGotWrong_doesNotHideTheOthers() {
    ServerList servers = list("nats://a:1");
    assertThat(servers.discovered(List.of("not a url", "10.0.0.2:2"))).isTrue();
    assertThat(servers.size()).isEqualTo(2);
  }

  @Test
  void userInfo_isMasked_evenInTheErrorOfAMalformedUrl() {
    assertThat(list("nats://u:secret@a:1").display()).containsExactly("nats://***@a:1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list("ftp://u:secret@a:1"))
        .withMessage("not a NATS URL: ftp://***@a:1");
  }

  private static ServerList list(String... urls) {
    return new ServerList(List.of(urls), OptionalInt.empty(), new Random(7));
  }

  private static String take(ServerList servers) {
    return servers.next().orElseThrow().display();
  }
}
