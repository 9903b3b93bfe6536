package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class FreePortsTest {

  @Test
  void portsDifferAndCanBeBound() throws IOException {
    int[] ports = IntStream.range(0, 50).map(i -> FreePorts.take()).toArray();
    try {
      assertThat(ports).doesNotHaveDuplicates();
      for (int port : ports) {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      }
    } finally {
      IntStream.of(ports).forEach(FreePorts::giveBack);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noPortIsOneThatAClientMayGetAsItsSource() throws IOException {
    int[] range;
    try (Scanner scanner =
        new Scanner(Path.of("/proc/sys/net/ipv4/ip_local_port_range"), StandardCharsets.US_ASCII)) {
      range = new int[] {scanner.nextInt(), scanner.nextInt()};
    }
    assertThat(FreePorts.ephemeralRange()).isEqualTo(range);
    for (int i = 0; i < 200; i++) {
      int port = FreePorts.take();
      FreePorts.giveBack(port);
      assertThat(port).matches(p -> p < range[0] || p > range[1]);
    }
  }
}
