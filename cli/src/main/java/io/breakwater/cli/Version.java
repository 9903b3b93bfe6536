package io.breakwater.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; there is none when the classes run without their jar. */
final class Version implements IVersionProvider {
  static @Nullable String text() {
    return Version.class.getPackage().getImplementationVersion();
  }

  @Override
  public String[] getVersion() {
    String version = text();
    return new String[] {"breakwater " + (version == null ? "(not packaged)" : version)};
  }
}
