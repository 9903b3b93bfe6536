package io.breakwater.lab.storm;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.Certificates;
import io.breakwater.broker.Directories;
import io.breakwater.broker.KeyKind;
import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.broker.ServerConfigBuilder;
import io.breakwater.broker.UserNKey;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.Login;
import io.breakwater.lab.light.TrustedAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The kind of broker that a storm is about, and both sides' credentials for it. Each start is a
 * fresh broker. The files are removed on close.
 */
public final class StormBroker implements AutoCloseable {
  static final String USER = "storm";

  /** Of brokers on loopback that live for a drill. */
  static final String PASSWORD = "storm-drill";

  private final Path folder;
  private final ServerConfig config;
  private final Login login;
  private final @Nullable SSLContext tls;
  private final Optional<Path> authority;
  private final Optional<Path> seed;

  private StormBroker(
      Path folder,
      ServerConfig config,
      Login login,
      Optional<Path> authority,
      Optional<Path> seed) {
    this.folder = folder;
    this.config = config;
    this.login = login;
    this.authority = authority;
    this.seed = seed;
    tls = authority.map(TrustedAuthority::of).orElse(null);
  }

  /**
   * Makes the credentials and the configuration, of a broker that runs wherever the system likes.
   *
   * @param lines further lines of broker configuration
   * @throws UncheckedIOException if the files cannot be written
   * @throws IllegalArgumentException if the cost of bcrypt or a line cannot be
   */
  public static StormBroker of(StormSecurity security, List<String> lines) {
    return of(security, lines, List.of());
  }

  /**
   * As {@link #of(StormSecurity, List)}, of a broker that is kept on some processors.
   *
   * @param processors their numbers; empty is wherever the system likes
   */
  static StormBroker of(StormSecurity security, List<String> lines, List<Integer> processors) {
    return in(Directories.createTemporary("storm"), security, lines, processors);
  }

  /** Makes them in a folder that is removed with them, and if they cannot be made. */
  static StormBroker in(
      Path folder, StormSecurity security, List<String> lines, List<Integer> processors) {
    ServerConfigBuilder builder = ServerConfig.builder().monitoring().processors(processors);
    lines.forEach(builder::extraLine);
    try {
      return made(folder, security, builder);
    } catch (IOException e) {
      Directories.remove(folder);
      throw new UncheckedIOException("cannot write the broker's credentials", e);
    } catch (RuntimeException e) {
      Directories.remove(folder);
      throw e;
    }
  }

  private static StormBroker made(Path folder, StormSecurity security, ServerConfigBuilder builder)
      throws IOException {
    return switch (security.authentication()) {
      case NONE -> plain(folder, builder, new Authentication.None(), new Login.Anonymous());
      case PASSWORD ->
          plain(
              folder,
              builder,
              new Authentication.Password(USER, PASSWORD),
              new Login.UserPassword(USER, PASSWORD));
      case BCRYPT ->
          plain(
              folder,
              builder,
              new Authentication.Bcrypt(USER, PASSWORD, security.bcryptCost()),
              new Login.UserPassword(USER, PASSWORD));
      case TOKEN ->
          plain(folder, builder, new Authentication.Token(PASSWORD), new Login.Token(PASSWORD));
      case NKEY -> nkey(folder, builder);
      case TLS -> tls(folder, builder, security.tlsKey());
    };
  }

  private static StormBroker plain(
      Path folder, ServerConfigBuilder builder, Authentication authentication, Login login) {
    return new StormBroker(
        folder,
        builder.authentication(authentication).build(),
        login,
        Optional.empty(),
        Optional.empty());
  }

  private static StormBroker nkey(Path folder, ServerConfigBuilder builder) throws IOException {
    UserNKey user = UserNKey.create();
    Path seed = Files.writeString(folder.resolve("user.nk"), user.seed());
    return new StormBroker(
        folder,
        builder.authentication(user.authentication()).build(),
        new Login.Nkey(user.seed()),
        Optional.empty(),
        Optional.of(seed));
  }

  private static StormBroker tls(Path folder, ServerConfigBuilder builder, KeyKind key) {
    Certificates certificates = Certificates.write(folder, Certificates.Server.VALID, key);
    return new StormBroker(
        folder,
        builder.tls(certificates.tls()).build(),
        new Login.Anonymous(),
        Optional.of(certificates.ca()),
        Optional.empty());
  }

  /** Starts a fresh broker. */
  public NatsServer start() {
    return NatsServer.start(config);
  }

  /** Starts a fresh cluster of brokers of this kind. */
  public NatsCluster startCluster(int servers) {
    return NatsCluster.start(servers, config);
  }

  /**
   * Starts a fresh broker that does not permit its clients to ask who is connected.
   *
   * @throws IllegalArgumentException if a server cannot forbid such clients anything
   */
  NatsServer startSilent() {
    return NatsServer.start(
        config.toBuilder()
            .authentication(new Authentication.Restricted(config.authentication(), "$SYS.REQ.>"))
            .build());
  }

  /** Returns how light clients reach a broker of this kind. */
  public LightTarget target(NatsServer broker) {
    return target(List.of(broker.port()));
  }

  /** Returns how light clients reach brokers of this kind that listen on these ports. */
  public LightTarget target(List<Integer> ports) {
    return new LightTarget(
        ports.stream()
            .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .toList(),
        login,
        tls);
  }

  /** Returns if the connections are over TLS. */
  boolean usesTls() {
    return tls != null;
  }

  Login login() {
    return login;
  }

  @Nullable SSLContext tls() {
    return tls;
  }

  /** Returns the file of the authority to trust, with TLS. */
  Optional<Path> authority() {
    return authority;
  }

  /** Returns the file with the seed of the user's NKey, with NKeys. */
  Optional<Path> seed() {
    return seed;
  }

  @Override
  public void close() {
    Directories.remove(folder);
  }
}
