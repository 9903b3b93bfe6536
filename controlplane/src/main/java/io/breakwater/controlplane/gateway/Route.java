package io.breakwater.controlplane.gateway;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * What the gateway answers to.
 *
 * @param method GET, which answers to HEAD too, or POST
 * @param path the path, with parameters as {@code {id}}
 * @param handler answers
 */
record Route(HandlerType method, String path, Handler handler) {
  static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, path, handler);
  }

  static Route post(String path, Handler handler) {
    return new Route(HandlerType.POST, path, handler);
  }
}
