package io.breakwater.controlplane.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The description of the API, for programs: {@code openapi.json} beside this class. */
final class OpenApi {
  static final String PATH = "/openapi.json";

  private OpenApi() {}

  static Route route() {
    byte[] document = document();
    return Route.get(PATH, request -> request.contentType("application/json").result(document));
  }

  static byte[] document() {
    try (InputStream file =
        Objects.requireNonNull(
            OpenApi.class.getResourceAsStream("openapi.json"), "openapi.json is missing")) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("openapi.json cannot be read", e);
    }
  }
}
