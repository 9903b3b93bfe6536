package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.KeyKind;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StormBrokerTest {
  @TempDir Path parent;

  @Test
  void aBrokerThatCannotBe_leavesNoFolderBehind() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("made"));
    StormSecurity tooCostly = new StormSecurity(StormAuthentication.BCRYPT, 99, KeyKind.EC);
    assertThatThrownBy(() -> StormBroker.in(folder, tooCostly, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).doesNotExist();
  }

  @Test
  void itsFolder_isThereUntilItIsClosed() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("made"));
    StormSecurity nkey = StormSecurity.of(StormAuthentication.NKEY);
    try (StormBroker broker = StormBroker.in(folder, nkey, List.of(), List.of())) {
      assertThat(broker.seed()).hasValueSatisfying(seed -> assertThat(seed).exists());
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void overTls_itsKeyIsOfTheKindThatWasAskedFor() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("made"));
    StormSecurity rsa = new StormSecurity(StormAuthentication.TLS, 11, KeyKind.RSA_2048);
    try (StormBroker kind = StormBroker.in(folder, rsa, List.of(), List.of());
        InputStream pem = Files.newInputStream(folder.resolve("server.pem"))) {
      assertThat(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(pem)
                  .getPublicKey()
                  .getAlgorithm())
          .isEqualTo("RSA");
      assertThat(kind.usesTls()).isTrue();
    }
  }
}
