package io.breakwater.controlplane.gateway;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side: threads, limits, who may call, and what every failure looks like. */
final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  /** Of every path of the API; what lies outside is for everybody. */
  static final String API = "/api/v1";

  /** A client that sends or reads nothing for so long is given up. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** The same for those that are there when there are as many connections as there may be. */
  private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(5);

  /** Acceptors, selectors, and those who refuse while all others are at work. */
  private static final int SPARE_THREADS = 12;

  private final GatewaySettings settings;
  private final Authentication authentication;
  private final Room room;
  private final Javalin javalin;

  /**
   * Starts to listen.
   *
   * @throws IllegalArgumentException if the address cannot be had; the message is one line
   */
  HttpServer(GatewaySettings settings, ApiKeys keys, List<Route> routes) {
    this.settings = settings;
    authentication =
        new Authentication(keys, new RateLimits(settings.perSecond(), settings.burst()));
    room = new Room(settings.maxRequests());
    javalin = Javalin.create(config -> configure(config, routes));
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new IllegalArgumentException(
          "cannot listen at %s:%d: %s".formatted(settings.host(), settings.port(), reason(e)), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private void configure(JavalinConfig config, List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.host = settings.host();
    config.jetty.port = settings.port();
    config.jetty.threadPool = threads();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setIdleTimeout(IDLE.toMillis());
        });
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new ProblemErrors());
          server.setHandler(new DetachedAnswers());
          server.addBean(connections(server));
        });
    config.http.maxRequestSize = settings.maxBody();
    config.http.prefer405over404 = true;
    config.http.strictContentTypes = true;
    config.router.handlerWrapper(this::bounded);
    config.routes.before(API + "/*", authentication::check);
    for (Route route : routes) {
      config.routes.addHttpHandler(route.method(), route.path(), route.handler());
      if (route.method().equals(HandlerType.GET)) {
        // As GET, without its body: Jetty leaves that out. A stream would only be its body.
        boolean stream = route.path().equals(EventRoutes.PATH);
        config.routes.addHttpHandler(
            HandlerType.HEAD,
            route.path(),
            stream ? request -> request.contentType("text/event-stream") : route.handler());
      }
    }
    config.routes.exception(ProblemException.class, (e, request) -> Replies.problem(request, e));
    config.routes.exception(HttpResponseException.class, HttpServer::refused);
    config.routes.exception(Exception.class, HttpServer::failed);
  }

  private QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(settings.maxRequests() + SPARE_THREADS, 4);
    pool.setName("breakwater-http");
    pool.setDaemon(true);
    return pool;
  }

  /** So many that all requests may be at work while as many clients rest between two. */
  private NetworkConnectionLimit connections(Server server) {
    int most = 2 * settings.maxRequests() + settings.maxStreams();
    NetworkConnectionLimit limit = new NetworkConnectionLimit(most, server);
    limit.setEndPointIdleTimeout(IDLE_WHEN_FULL.toMillis());
    return limit;
  }

  /** Refuses at once what would only wait for the others. */
  private Handler bounded(Endpoint endpoint) {
    if (!endpoint.method.isHttpMethod()) {
      return endpoint.handler;
    }
    return request -> {
      String keyId = Authentication.keyId(request);
      room.enter(keyId);
      if (!endpoint.path.equals(EventRoutes.PATH)) {
        // Until the answer is read, too: what waits for its reader takes memory.
        Request.addCompletionListener(
            ServletContextRequest.getServletContextRequest(request.req()),
            failure -> room.leave(keyId));
        endpoint.handler.handle(request);
        return;
      }
      try {
        endpoint.handler.handle(request);
      } finally {
        room.leave(keyId);
      }
    };
  }

  private static void refused(HttpResponseException e, Context request) {
    ProblemType type =
        switch (e.getStatus()) {
          case 404 -> ProblemType.NOT_FOUND;
          case 405 -> ProblemType.METHOD_NOT_ALLOWED;
          case 413 -> ProblemType.TOO_LARGE;
          case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
          default -> ProblemType.INVALID_REQUEST;
        };
    Optional.ofNullable(e.getDetails().get("availableMethods"))
        .ifPresent(methods -> request.header("Allow", methods));
    Replies.problem(request, Problem.of(type, request.method() + " " + request.path()));
  }

  private static void failed(Exception e, Context request) {
    if (hungUp(e)) {
      log.debug("gateway: {} {}: the client is gone: {}", request.method(), request.path(), e);
      return;
    }
    log.error("gateway: {} {} failed", request.method(), request.path(), e);
    Replies.problem(
        request, Problem.of(ProblemType.INTERNAL, "the log of the gateway says what happened"));
  }

  /** Whoever is gone needs no answer, and is no failure of the gateway. */
  private static boolean hungUp(@Nullable Throwable e) {
    return e != null
        && (e instanceof EofException
            || e instanceof ClosedChannelException
            || hungUp(e.getCause()));
  }

  /** Returns the port, the one that was taken where the settings say 0. */
  int port() {
    return javalin.port();
  }

  /** Takes no more requests, and lets those at work finish for a moment. */
  @Override
  public void close() {
    javalin.stop();
  }
}
