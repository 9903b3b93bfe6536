package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DrillOptionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<ArmSpec> ARMS = List.of(ArmSpec.of("jnats"), ArmSpec.of("spread"));

  private static void create(
      List<ArmSpec> arms,
      int replicas,
      Duration outage,
      Duration limit,
      Duration connectTimeout,
      Duration publishInterval,
      int port) {
    var unused =
        new DrillOptions(
            arms,
            replicas,
            outage,
            limit,
            Optional.of(connectTimeout),
            publishInterval,
            OptionalInt.of(port),
            Path.of("run"),
            "");
  }

  @Test
  void theSmallestThatCanBe() {
    assertThatCode(() -> create(ARMS, 1, Duration.ofNanos(1), SECOND, SECOND, SECOND, 65_535))
        .doesNotThrowAnyException();
  }

  static Stream<Arguments> wrong() {
    List<ArmSpec> twice = List.of(ArmSpec.of("spread"), ArmSpec.of("spread"));
    Duration zero = Duration.ZERO;
    Duration less = SECOND.negated();
    return Stream.of(
        Arguments.of(
            List.of(), 1, SECOND, SECOND, SECOND, SECOND, 1, "arms: expected at least one"),
        Arguments.of(
            twice,
            1,
            SECOND,
            SECOND,
            SECOND,
            SECOND,
            1,
            "arms: expected distinct names, got [spread, spread]"),
        Arguments.of(
            ARMS, 0, SECOND, SECOND, SECOND, SECOND, 1, "replicas: expected at least 1, got 0"),
        Arguments.of(ARMS, 1, zero, SECOND, SECOND, SECOND, 1, "outage: expected more than zero"),
        Arguments.of(ARMS, 1, SECOND, less, SECOND, SECOND, 1, "limit: expected more than zero"),
        Arguments.of(
            ARMS, 1, SECOND, SECOND, zero, SECOND, 1, "connect timeout: expected more than zero"),
        Arguments.of(
            ARMS, 1, SECOND, SECOND, SECOND, zero, 1, "publish interval: expected more than zero"),
        Arguments.of(
            ARMS, 1, SECOND, SECOND, SECOND, SECOND, 0, "broker port: expected 1 to 65535, got 0"),
        Arguments.of(
            ARMS,
            1,
            SECOND,
            SECOND,
            SECOND,
            SECOND,
            65_536,
            "broker port: expected 1 to 65535, got 65536"));
  }

  @ParameterizedTest(name = "{7}")
  @MethodSource("wrong")
  void outOfRange(
      List<ArmSpec> arms,
      int replicas,
      Duration outage,
      Duration limit,
      Duration connectTimeout,
      Duration publishInterval,
      int port,
      String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> create(arms, replicas, outage, limit, connectTimeout, publishInterval, port))
        .withMessage(message);
  }
}
