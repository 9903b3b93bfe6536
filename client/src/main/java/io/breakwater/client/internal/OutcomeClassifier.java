package io.breakwater.client.internal;

import io.breakwater.policy.AttemptOutcome;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Tells the outcomes of failed attempts apart, from what the socket threw. */
final class OutcomeClassifier {
  private OutcomeClassifier() {}

  /**
   * Returns what an exception says of the attempt it ended, or empty if it says nothing more than
   * that the attempt is over.
   */
  static Optional<AttemptOutcome> ofException(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
        return Optional.of(AttemptOutcome.UNRESOLVED);
      }
      if (t instanceof ConnectException && mentions(t, "refused")) {
        return Optional.of(AttemptOutcome.REFUSED);
      }
      if (t instanceof SSLException) {
        return ofTls(t);
      }
      if (mentions(t, "SSL required by server") || mentions(t, "SSL connection wanted by client")) {
        return Optional.of(AttemptOutcome.TLS_FAILED);
      }
      if (mentions(t, "non-info initial message")
          || mentions(t, "Missed LF")
          || mentions(t, "Invalid Server Info")
          || mentions(t, "Read past initial info")) {
        return Optional.of(AttemptOutcome.PROTOCOL_ERROR);
      }
    }
    return Optional.empty();
  }

  /** A handshake that broke off may be overload; one that was answered with a no is not. */
  private static Optional<AttemptOutcome> ofTls(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof SocketException
          || t instanceof SocketTimeoutException
          || t instanceof EOFException) {
        return Optional.empty();
      }
      if (t instanceof CertificateException) {
        return Optional.of(AttemptOutcome.TLS_FAILED);
      }
    }
    boolean brokenOff =
        (!(failure instanceof SSLHandshakeException) && mentions(failure, "closed"))
            || mentions(failure, "terminated the handshake")
            || mentions(failure, "reset");
    return brokenOff ? Optional.empty() : Optional.of(AttemptOutcome.TLS_FAILED);
  }

  private static boolean mentions(Throwable t, String words) {
    String message = t.getMessage();
    return message != null
        && message.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
