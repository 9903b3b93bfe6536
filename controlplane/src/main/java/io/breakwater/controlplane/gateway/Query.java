package io.breakwater.controlplane.gateway;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** The parameters of a request's URL. */
final class Query {
  private final Context request;

  /**
   * Looks at the parameters.
   *
   * @param known all that there may be
   * @throws ProblemException with 400 if there is another one, or one comes twice
   */
  Query(Context request, String... known) {
    this.request = request;
    List<String> names = List.of(known);
    request
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (!names.contains(name)) {
                throw wrong("a parameter is unknown, expected one of " + String.join(", ", names));
              }
              if (values.size() != 1) {
                throw wrong(name + ": expected it once");
              }
            });
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(request.queryParam(name));
  }

  Optional<Long> number(String name, long least, long most) {
    return text(name)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,18}")
                  || Long.parseLong(text) < least
                  || Long.parseLong(text) > most) {
                throw wrong(name + ": expected a number from " + least + " to " + most);
              }
              return Long.parseLong(text);
            });
  }

  boolean flag(String name) {
    String text = text(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(name + ": expected true or false");
    }
    return text.equals("true");
  }

  static ProblemException wrong(String what) {
    return new ProblemException(ProblemType.INVALID_REQUEST, "query: " + what);
  }
}
