package io.breakwater.controlplane.gateway;

import java.util.Locale;

/** All kinds of problems that the gateway answers with. */
enum ProblemType {
  INVALID_REQUEST(400, "The request is not valid"),
  UNAUTHORIZED(401, "An API key is needed"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  CONFLICT(409, "The present state does not allow it"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON in UTF-8"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
  RATE_LIMITED(429, "Too many requests"),
  INTERNAL(500, "The gateway failed"),
  UNAVAILABLE(503, "The broker cannot be reached, or does not answer"),
  NO_SERVICE(503, "No service is active that does this"),
  BUSY(503, "Too much is at work already"),
  OUTCOME_UNKNOWN(504, "It is not known if the request was carried out");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String urn() {
    return "urn:breakwater:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
