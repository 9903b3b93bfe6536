package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.breakwater.policy.AttemptOutcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeClassifierTest {

  static Stream<Arguments> exceptions() {
    return Stream.of(
        arguments(new UnknownHostException("h"), AttemptOutcome.UNRESOLVED),
        arguments(new UnresolvedAddressException(), AttemptOutcome.UNRESOLVED),
        arguments(new ConnectException("Connection refused"), AttemptOutcome.REFUSED),
        arguments(
            new IOException(new ConnectException("Connection refused")), AttemptOutcome.REFUSED),
        arguments(new ConnectException("Connection timed out"), null),
        arguments(new NoRouteToHostException("No route to host"), null),
        arguments(new SocketTimeoutException("Connect timed out"), null),
        arguments(new TimeoutException(), null),
        arguments(new SocketException("Connection reset"), null),
        arguments(
            new ExecutionException(
                new SSLHandshakeException("PKIX path building failed: unable to find")),
            AttemptOutcome.TLS_FAILED),
        arguments(
            caused(new SSLHandshakeException("failed"), new CertificateExpiredException()),
            AttemptOutcome.TLS_FAILED),
        arguments(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            AttemptOutcome.TLS_FAILED),
        arguments(
            new SSLException("Unsupported or unrecognized SSL message"), AttemptOutcome.TLS_FAILED),
        arguments(
            caused(
                new SSLHandshakeException("Remote host terminated the handshake"),
                new EOFException("SSL peer shut down incorrectly")),
            null),
        arguments(
            caused(new SSLException("Connection reset"), new SocketException("Connection reset")),
            null),
        arguments(
            caused(new SSLException("Broken pipe"), new SocketException("Broken pipe")), null),
        arguments(
            caused(
                new SSLException("Read timed out"), new SocketTimeoutException("Read timed out")),
            null),
        arguments(new IOException("SSL required by server."), AttemptOutcome.TLS_FAILED),
        arguments(new IOException("SSL connection wanted by client."), AttemptOutcome.TLS_FAILED),
        arguments(
            new IOException("Received non-info initial message."), AttemptOutcome.PROTOCOL_ERROR),
        arguments(
            new IOException("Missed LF after CR waiting for INFO."), AttemptOutcome.PROTOCOL_ERROR),
        arguments(
            new IOException("Read past initial info message."), AttemptOutcome.PROTOCOL_ERROR),
        arguments(new IOException(), null));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exception(Throwable thrown, @Nullable AttemptOutcome outcome) {
    assertThat(OutcomeClassifier.ofException(thrown)).isEqualTo(Optional.ofNullable(outcome));
  }

  private static Throwable caused(Throwable thrown, Throwable cause) {
    return thrown.initCause(cause);
  }
}
