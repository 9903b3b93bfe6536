package io.breakwater.controlplane.gateway;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client calls a request of its own, so that it may send it again.
 *
 * <p>The id of what is made follows from it, so nothing has to be kept and nothing can be left
 * behind: the same key, of the same API key, always means the same job. If it was refused, there is
 * no such job, and the key is as free as before; if nobody knows, asking again makes it known; and
 * two requests at the same moment are one message to the stream, and one record to the scheduler.
 */
final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

  /** As many random bits as other ids have. */
  private static final int ID_BYTES = 16;

  private IdempotencyKey() {}

  /**
   * Returns what follows the prefix in the id of a thing, if the request has a key.
   *
   * @param what the kind of thing: a key for a job means nothing for a run
   * @throws ProblemException with 400 if the key is no key
   */
  static Optional<String> of(Context request, String what) {
    List<String> keys = Collections.list(request.req().getHeaders(HEADER));
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (keys.size() > 1) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, HEADER + ": expected one, got " + keys.size());
    }
    String key = keys.get(0);
    if (!FORM.matcher(key).matches()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          HEADER + ": expected 1 to 255 visible ASCII characters without spaces");
    }
    return Optional.of(derive(what, Authentication.caller(request).keyId() + " " + key));
  }

  /** Returns an id that follows from a text. */
  static String derive(String what, String text) {
    byte[] hash = ApiKey.hash(what + " " + text);
    byte[] first = Arrays.copyOf(hash, ID_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(first);
  }
}
