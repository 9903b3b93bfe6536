package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as a judge of what the gateway really answers. */
final class ApiContract {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document = MAPPER.readTree(OpenApi.document());

  JsonNode document() {
    return document;
  }

  /** Fails if the document does not foresee that answer to that request. */
  void check(String method, String path, HttpResponse<String> answer) {
    String template = template(path.split("\\?", 2)[0]);
    String where = method + " " + path + " " + answer.statusCode();
    if (template.isEmpty()) {
      assertThat(answer.statusCode()).as(where).isIn(401, 404);
      return;
    }
    JsonNode operation = document.at(pointer(template, method.toLowerCase(Locale.ROOT)));
    JsonNode foreseen =
        operation.isMissingNode()
            ? notAllowed(template, where, answer)
            : resolved(operation.path(Integer.toString(answer.statusCode())));
    assertThat(foreseen.isMissingNode()).as("not in the document: " + where).isFalse();
    if (method.equals("HEAD")) {
      assertThat(answer.body()).as(where).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    JsonNode schema = foreseen.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as(where + ": " + type).isFalse();
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", document.path("components"));
    List<com.networknt.schema.Error> errors =
        SCHEMAS.getSchema(whole).validate(MAPPER.readTree(answer.body()));
    assertThat(errors).as(where + " " + answer.body()).isEmpty();
  }

  /** A method that is not in the document is not allowed, and the answer says which ones are. */
  private JsonNode notAllowed(String template, String where, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(where).isEqualTo(405);
    List<String> allowed =
        document.path("paths").path(template).propertyNames().stream()
            .map(name -> name.toUpperCase(Locale.ROOT))
            .toList();
    assertThat(answer.headers().firstValue("Allow").orElse("").split(", *"))
        .as(where)
        .containsExactlyInAnyOrderElementsOf(allowed);
    return document.at("/components/responses/MethodNotAllowed");
  }

  private JsonNode resolved(JsonNode response) {
    return response.has("$ref")
        ? document.at(response.path("$ref").stringValue().substring(1))
        : response;
  }

  private static String pointer(String template, String method) {
    return "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/" + method + "/responses";
  }

  private String template(String path) {
    String[] parts = path.split("/");
    return document.path("paths").propertyNames().stream()
        .filter(candidate -> fits(candidate.split("/"), parts))
        .findFirst()
        .orElse("");
  }

  private static boolean fits(String[] template, String[] parts) {
    return template.length == parts.length
        && java.util.stream.IntStream.range(0, parts.length)
            .allMatch(i -> template[i].startsWith("{") || template[i].equals(parts[i]))
        && Arrays.stream(parts).skip(1).noneMatch(String::isEmpty);
  }
}
