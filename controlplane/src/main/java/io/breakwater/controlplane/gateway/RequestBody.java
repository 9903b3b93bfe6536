package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of a request: UTF-8, one value, no key twice, no text that is no text. */
final class RequestBody {
  private static final Pattern JSON_TYPE =
      Pattern.compile("application/(?:json|[a-z0-9.+-]+\\+json)(?:;charset=\"?utf-8\"?)?");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(Limits.DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RequestBody() {}

  /**
   * Returns the body.
   *
   * @throws ProblemException with 415 if it is said to be something else, with 400 if it is not
   *     JSON
   */
  static JsonNode json(Context request) {
    String type = request.contentType();
    if (type == null
        || !JSON_TYPE.matcher(type.toLowerCase(Locale.ROOT).replace(" ", "")).matches()) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: expected application/json in UTF-8, got "
              + (type == null ? "none" : type));
    }
    if (request.header("Content-Encoding") != null) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding: expected none");
    }
    return parse(request.bodyAsBytes());
  }

  static JsonNode parse(byte[] body) {
    JsonNode value;
    try {
      value = MAPPER.readTree(decode(body));
    } catch (MismatchedInputException e) {
      throw invalid("not JSON: more follows after its end");
    } catch (JacksonException e) {
      throw invalid(Json.reason(e));
    }
    if (value.isMissingNode()) {
      throw invalid("empty, expected a JSON object");
    }
    try {
      Json.check(value, "body");
    } catch (ContractException e) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
    check(value);
    return value;
  }

  private static String decode(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw invalid("not UTF-8");
    }
  }

  /** Refuses a text that is JSON, and yet could not be written as UTF-8 again. */
  private static void check(JsonNode value) {
    if (value.isString()) {
      check(value.stringValue());
    } else if (value.isObject()) {
      value.propertyNames().forEach(RequestBody::check);
    }
    value.values().forEach(RequestBody::check);
  }

  private static void check(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw invalid("a text has half of a surrogate pair");
    }
  }

  private static ProblemException invalid(String what) {
    return new ProblemException(ProblemType.INVALID_REQUEST, "body: " + what);
  }
}
