package io.breakwater.controlplane.gateway;

import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a request: {@code Authorization: Bearer KEY}, or {@code X-API-Key: KEY}. Never in
 * the URL, which ends up in logs.
 */
final class Authentication {
  private static final String CALLER = "caller";
  private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+)", Pattern.CASE_INSENSITIVE);

  private final ApiKeys keys;
  private final RateLimits limits;

  Authentication(ApiKeys keys, RateLimits limits) {
    this.keys = keys;
    this.limits = limits;
  }

  /**
   * Finds out who calls, and counts the request.
   *
   * @throws ProblemException with 401 or 429
   */
  void check(Context request) {
    Caller caller =
        key(request)
            .flatMap(keys::caller)
            .orElseThrow(
                () -> {
                  request.header("WWW-Authenticate", "Bearer");
                  return new ProblemException(
                      ProblemType.UNAUTHORIZED,
                      "expected an API key that is valid, as Authorization: Bearer KEY");
                });
    limits.count(caller);
    request.attribute(CALLER, caller);
  }

  private static Optional<String> key(Context request) {
    @Nullable String authorization = request.header("Authorization");
    if (authorization == null) {
      return Optional.ofNullable(request.header("X-API-Key"));
    }
    Matcher matcher = BEARER.matcher(authorization);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns who calls, once that was checked. */
  static Caller caller(Context request) {
    return Objects.requireNonNull(request.attribute(CALLER));
  }

  /** Returns the id of the caller's key, once that was checked; empty where none is needed. */
  static String keyId(Context request) {
    @Nullable Caller caller = request.attribute(CALLER);
    return caller == null ? "" : caller.keyId();
  }
}
