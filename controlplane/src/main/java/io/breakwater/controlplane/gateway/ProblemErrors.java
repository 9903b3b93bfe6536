package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty itself refuses, before any route sees it: as a problem, like all else. */
final class ProblemErrors extends ErrorHandler {
  /** Whoever sent it had no valid request: what HTTP calls it is all there is to say. */
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    Content.Sink.write(response, true, text(code), callback);
  }

  private static String text(int status) {
    return new String(Json.bytes(problem(status).members()), StandardCharsets.UTF_8);
  }

  private static Problem problem(int status) {
    ProblemType type = status >= 500 ? ProblemType.INTERNAL : ProblemType.INVALID_REQUEST;
    return new Problem(type.urn(), status, type.title(), HttpStatus.getMessage(status), Map.of());
  }
}
