package io.breakwater.controlplane.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not granted, as RFC 9457 writes it.
 *
 * @param type what kind of problem it is; the last part of a URN
 * @param status the HTTP status
 * @param title the kind in words, always the same
 * @param detail what is wrong with this request
 * @param more what else a program may want to know, by name
 */
record Problem(String type, int status, String title, String detail, Map<String, Object> more) {
  static final String CONTENT_TYPE = "application/problem+json";

  Problem {
    more = Map.copyOf(more);
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type.urn(), type.status(), type.title(), detail, Map.of());
  }

  Problem with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(more);
    all.put(name, value);
    return new Problem(type, status, title, detail, all);
  }

  /** Returns the members of the JSON object. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    members.putAll(more);
    return members;
  }
}
