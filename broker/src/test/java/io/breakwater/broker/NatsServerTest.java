package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class NatsServerTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void start_clientConnects_close_processAndFilesAreGone() throws Exception {
    Path files;
    long pid;
    try (NatsServer server = NatsServer.start()) {
      files = server.logFile().getParent();
      pid = server.pid();
      try (Connection connection = Clients.connect(server.url())) {
        assertThat(connection.getServerInfo().getPort()).isEqualTo(server.port());
      }
    }
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(files).doesNotExist();
  }

  @Test
  void kill_dialIsRefused_restart_samePortServesAgain() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      int port = server.port();
      long firstPid = server.pid();
      server.kill();
      assertThat(server.isAlive()).isFalse();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(IOException.class);
      server.restart();
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.pid()).isNotEqualTo(firstPid);
      Clients.connect(server.url()).close();
    }
  }

  @Test
  void interrupted_startThrows_andNothingIsLeft_closeWaitsForTheEnd() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(NatsServer::start).isInstanceOf(BrokerException.class);
      assertThat(Thread.interrupted()).as("the interrupt stays set").isTrue();
      assertThat(ProcessHandle.current().children())
          .as("nats-server that this test started")
          .noneMatch(child -> child.info().command().orElse("").contains("nats-server"));
      NatsServer server = NatsServer.start();
      ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
      Thread.currentThread().interrupt();
      server.close();
      assertThat(process.isAlive()).isFalse();
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  @Test
  void restart_whileClientsHoldTheirEndOfTheOldPort_binds() throws Exception {
    try (NatsServer server = NatsServer.start();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      server.restart();
      assertThat(client.isConnected()).isTrue();
      Clients.connect(server.url()).close();
    }
  }

  @Test
  void pause_noAnswer_resume_answers() throws Exception {
    try (NatsServer server = NatsServer.start();
        Connection connection = Clients.connect(server.url())) {
      server.pause();
      assertThatThrownBy(() -> connection.flush(Duration.ofMillis(300)))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      assertThat(server.isAlive()).isTrue();
      server.resume();
      connection.flush(LIMIT);
    }
  }

  /** On a busy machine it went on for a while: what was sent after the pause was answered. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void pause_returnsWhenNoThreadRunsAnyMore() throws Exception {
    try (NatsServer server = NatsServer.start();
        Connection connection = Clients.connect(server.url());
        Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(server.pid()), "task"))) {
      for (int i = 0; i < 10_000; i++) {
        connection.publish("a", new byte[1_000]);
      }
      server.pause();
      assertThat(threads.map(NatsServerTest::status))
          .isNotEmpty()
          .allMatch(it -> it.contains("State:\tT"));
    }
  }

  private static String status(Path thread) {
    try {
      return Files.readString(thread.resolve("status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stop_endsAPausedServerToo() {
    try (NatsServer server = NatsServer.start()) {
      server.pause();
      server.stop();
      assertThat(server.isAlive()).isFalse();
      assertThatThrownBy(server::pause)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the server on port " + server.port() + " is not running");
    }
  }

  @Test
  void lameDuck_clientIsTold() throws Exception {
    try (NatsServer server = NatsServer.start();
        Connection connection = Clients.connect(server.url())) {
      server.lameDuck();
      await().atMost(LIMIT).until(() -> connection.getServerInfo().isLameDuckMode());
    }
  }

  @Test
  void restart_keepsTheStreams_wipe_losesThem() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build())) {
      try (Connection connection = Clients.connect(server.url())) {
        connection
            .jetStreamManagement()
            .addStream(
                StreamConfiguration.builder().name("JOBS").storageType(StorageType.File).build());
      }
      server.kill();
      server.restart();
      assertThat(streams(server)).isEqualTo(1);
      assertThatThrownBy(server::wipe).isInstanceOf(IllegalStateException.class);
      server.kill();
      server.wipe();
      server.restart();
      assertThat(streams(server)).isZero();
    }
  }

  @Test
  void close_keepsADirectoryThatWasNamed(@TempDir Path directory) {
    NatsServer.start(ServerConfig.builder().jetStream(directory.resolve("store")).build()).close();
    assertThat(directory.resolve("store")).isDirectory();
  }

  @Test
  void takenPort_isNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> NatsServer.start(ServerConfig.builder().port(port).build()))
          .isInstanceOf(PortTakenException.class)
          .hasMessage("port " + port + " is taken: another process listens on it");
      assertThatThrownBy(
              () -> NatsServer.start(ServerConfig.builder().monitoringPort(port).build()))
          .isInstanceOf(PortTakenException.class)
          .hasMessage("port " + port + " is taken: another process listens on it");
    }
  }

  @Test
  void takenPort_byAnotherNatsServer_isNotMistakenForOurs() {
    try (NatsServer other = NatsServer.start()) {
      ServerConfig same = ServerConfig.builder().port(other.port()).build();
      assertThatThrownBy(() -> NatsServer.start(same)).isInstanceOf(PortTakenException.class);
    }
  }

  @Test
  void refusedConfiguration_saysTheServersOwnWords() {
    assertThatThrownBy(
            () -> NatsServer.start(ServerConfig.builder().extraLine("bogus_thing: 3").build()))
        .isInstanceOf(ConfigRefusedException.class)
        .hasMessageMatching(
            "nats-server refused its configuration: server.conf:\\d+:1:"
                + " unknown field \"bogus_thing\"");
    assertThatThrownBy(
            () ->
                NatsServer.start(
                    ServerConfig.builder().lameDuckDuration(Duration.ofSeconds(3)).build()))
        .isInstanceOf(ConfigRefusedException.class)
        .hasMessageContaining("lame_duck_duration")
        .hasMessageContaining("30 seconds");
  }

  @Test
  void serverThatEndsAtOnce_leavesNoFilesAndSaysWhy(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("not-a-directory"));
    assertThatThrownBy(
            () -> NatsServer.start(ServerConfig.builder().jetStream(file.resolve("x")).build()))
        .isInstanceOfSatisfying(
            ServerStartException.class, e -> assertThat(e.lastLogLines()).isNotEmpty())
        .hasMessageStartingWith("nats-server did not start: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void reload_appliesWhatWasConfigured_refusesWhatIsWrong() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Clients.connect(server.url()).close();
      server.configure(
          ServerConfig.builder()
              .authentication(new Authentication.Password("ann", "secret"))
              .build());
      server.reload();
      assertThatThrownBy(
              () ->
                  Clients.connect(
                      Clients.options(server.url()).connectionTimeout(Duration.ofMillis(300))))
          .isInstanceOf(IOException.class);
      assertThat(server.logFile()).content().contains("authentication error");
      Clients.connect(Clients.options(server.url()).userInfo("ann", "secret")).close();
      server.configure(ServerConfig.builder().extraLine("bogus_thing: 3").build());
      assertThatThrownBy(server::reload)
          .isInstanceOf(ConfigRefusedException.class)
          .hasMessageContaining("bogus_thing");
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void closedServer_doesNotRestart() {
    NatsServer server = NatsServer.start();
    server.close();
    server.close();
    assertThatThrownBy(server::restart).isInstanceOf(IllegalStateException.class);
    assertThat(server.isAlive()).isFalse();
  }

  private static int streams(NatsServer server) throws Exception {
    try (Connection connection = Clients.connect(server.url())) {
      return connection.jetStreamManagement().getStreamNames().size();
    }
  }
}
