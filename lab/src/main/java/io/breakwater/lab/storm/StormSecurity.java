package io.breakwater.lab.storm;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.KeyKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes each connection work for the broker.
 *
 * @param authentication how the replicas prove who they are
 * @param bcryptCost 4 to 31, matters for bcrypt alone
 * @param tlsKey the server's key, matters for TLS alone
 */
public record StormSecurity(StormAuthentication authentication, int bcryptCost, KeyKind tlsKey) {

  /** Returns what it is where nothing else is said. */
  public static StormSecurity of(StormAuthentication authentication) {
    return new StormSecurity(authentication, Authentication.DEFAULT_BCRYPT_COST, KeyKind.EC);
  }

  /** Returns what a journal says of it. */
  Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("authentication", authentication.text());
    if (authentication == StormAuthentication.BCRYPT) {
      parameters.put("bcryptCost", bcryptCost);
    }
    if (authentication == StormAuthentication.TLS) {
      parameters.put("tlsKey", tlsKey.text());
    }
    return parameters;
  }
}
