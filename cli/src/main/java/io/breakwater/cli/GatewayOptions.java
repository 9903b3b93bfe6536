package io.breakwater.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where the gateway is, and who asks. The key itself is never an argument: others could read it.
 */
final class GatewayOptions {
  private static final String URL_VARIABLE = "BREAKWATER_GATEWAY";
  private static final String KEY_VARIABLE = "BREAKWATER_API_KEY";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description =
          "where the gateway is (the one in BREAKWATER_GATEWAY, else http://127.0.0.1:8080)")
  Optional<URI> gateway;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "a file with nothing but the API key (the key in BREAKWATER_API_KEY)")
  Optional<Path> keyFile;

  @Option(names = "--json", description = "print the result as JSON, alone on stdout")
  boolean json;

  GatewayClient client() {
    return new GatewayClient(url(), key());
  }

  private URI url() {
    URI url =
        gateway.orElseGet(
            () -> {
              String text = System.getenv(URL_VARIABLE);
              return URI.create(
                  text == null || text.isBlank() ? "http://127.0.0.1:8080" : text.strip());
            });
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw wrong("--gateway: expected a URL such as http://127.0.0.1:8080, got \"" + url + "\"");
    }
    return url;
  }

  private String key() {
    String key;
    if (keyFile.isPresent()) {
      try {
        key = Files.readString(keyFile.get()).strip();
      } catch (IOException e) {
        throw wrong("--api-key-file: " + keyFile.get() + " cannot be read");
      }
    } else {
      key = Optional.ofNullable(System.getenv(KEY_VARIABLE)).orElse("").strip();
    }
    if (!key.matches("[\\x21-\\x7e]+")) {
      throw wrong("an API key is needed: --api-key-file FILE, or " + KEY_VARIABLE);
    }
    return key;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
