package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

  @Test
  void eachWay_isRead() {
    assertThat(nats(""))
        .extracting(NatsSettings::authentication)
        .isEqualTo(new Authentication.Anonymous());
    assertThat(nats(", user: u, passwordFile: /p").authentication())
        .isEqualTo(new Authentication.UserPassword("u", new SecretSource.FromFile(Path.of("/p"))));
    assertThat(nats(", tokenFile: /t").authentication())
        .isEqualTo(new Authentication.Token(new SecretSource.FromFile(Path.of("/t"))));
    assertThat(nats(", credentialsFile: /c").authentication())
        .isEqualTo(new Authentication.CredentialsFile(Path.of("/c")));
    assertThat(nats(", nkeyFile: /n").authentication())
        .isEqualTo(new Authentication.NkeyFile(Path.of("/n")));
  }

  @Test
  void mutualTls_isRead() {
    NatsSettings nats = nats(", tls: { caFile: /ca, certificateFile: /c, keyFile: /k }");
    assertThat(nats.usesTls()).isTrue();
    assertThat(nats.tls().orElseThrow().keyFile()).contains(Path.of("/k"));
    assertThat(nats("").usesTls()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", user: u, password: s3cret, token: s3cret|nats.token: conflicts with nats.user; keep one"
            + " of the two",
        ", user: u, password: s3cret, passwordFile: /f|nats.passwordFile: conflicts with"
            + " nats.password; keep one of the two",
        ", password: s3cret|nats.password: needs nats.user beside it",
        ", user: u|nats.user: needs nats.password or nats.passwordFile beside it",
        ", nkeyFile: /n, credentialsFile: /c|nats.nkeyFile: conflicts with nats.credentialsFile;"
            + " keep one of the two",
        ", tls: { certificateFile: /c }|nats.tls.certificateFile: needs nats.tls.keyFile beside it",
        ", tls: { keyFile: /c }|nats.tls.keyFile: needs nats.tls.certificateFile beside it",
        ", token: [s3cret]|nats.token: expected a single value, got a list",
      })
  void contradiction_isRefused(String keys, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> nats(keys))
        .withMessage("p:2: " + message);
  }

  @Test
  void userInfoBesideAToken_isRefused() {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> parse("[nats://u:s3cret@h], token: t"))
        .withMessage(
            "p:2: nats.token: conflicts with the user info of a URL in nats.servers; keep one of"
                + " the two");
  }

  @Test
  void noSecret_showsInAPolicysText() {
    LifecyclePolicy inUrl = parse("[nats://u:s3cret@h:1]");
    assertThat(inUrl.nats().servers().get(0)).hasToString("nats://***@h:1");
    assertThat(inUrl.nats().servers().get(0).userInfo().orElseThrow().reveal())
        .isEqualTo("u:s3cret");
    assertThat(inUrl.toString()).doesNotContain("s3cret").contains("nats://***@h:1");
    assertThat(parse("[nats://h], token: s3cret").toString()).doesNotContain("s3cret");
    assertThat(parse("[nats://h], user: u, password: s3cret").toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['nats://u:s3cret@h:99999']",
        "['nats://u:s3cret@h ost']",
        "nats://u:s3cret,x@h",
        "[nats://u:s3cret,x@h]",
        "['nats://u:s3cret/x@h']",
        "['http://u:s3cret@h']",
        "['nats://u:%s3cret@h']",
        "[nats://h], token: *s3cret",
        "[nats://h], token: {s3cret: 1}",
        "[nats://h], token: 's3cret",
        "[nats://h], token: \"\\s3cret\"",
      })
  void noSecret_showsInAnError(String servers) {
    Throwable error = catchThrowable(() -> parse(servers));
    assertThat(error).isInstanceOf(PolicyException.class).hasNoCause();
    assertThat(error.getMessage()).doesNotContain("s3cret").doesNotContain("\n");
  }

  private static NatsSettings nats(String keys) {
    return parse("[nats://h]" + keys).nats();
  }

  private static LifecyclePolicy parse(String servers) {
    return LifecyclePolicy.parse(
        "service: x\nnats: { servers: " + servers + " }", "p", Map.of("HOSTNAME", "h"));
  }
}
