package io.breakwater.cli;

import io.breakwater.controlplane.contract.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** JSON on the command line: itself, {@code @FILE}, or {@code -} for the standard input. */
record JsonArgument(JsonNode value) {
  static JsonArgument of(String text) {
    try {
      return new JsonArgument(GatewayClient.parse(text(text)));
    } catch (JacksonException e) {
      throw new TypeConversionException("expected JSON, @FILE or -; it is " + Json.reason(e));
    } catch (IOException e) {
      throw new TypeConversionException(text.substring(1) + " cannot be read");
    }
  }

  private static String text(String argument) throws IOException {
    if (argument.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return argument.startsWith("@") ? Files.readString(Path.of(argument.substring(1))) : argument;
  }
}
