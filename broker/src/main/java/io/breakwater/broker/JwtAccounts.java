package io.breakwater.broker;

import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decentralized authentication for tests and drills: one operator, one account for applications,
 * one system account, and users that this object signs. The claims are those of version 2 of NATS's
 * JWT library. Immutable, thread-safe.
 */
public final class JwtAccounts {

  /** "No limit" in every limit of an account claim. */
  private static final String UNLIMITED =
      "{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true,"
          + "\"conn\":-1,\"leaf\":-1,\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,"
          + "\"consumer\":-1}";

  /** JetStream on the system account is refused by the server: no storage there. */
  private static final String UNLIMITED_WITHOUT_STORAGE =
      "{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true,"
          + "\"conn\":-1,\"leaf\":-1}";

  private final NKey account;
  private final Authentication.Raw authentication;

  private JwtAccounts() throws GeneralSecurityException, IOException {
    SecureRandom random = new SecureRandom();
    NKey operator = NKey.createOperator(random);
    account = NKey.createAccount(random);
    NKey system = NKey.createAccount(random);
    String systemKey = publicKey(system);
    String operatorJwt =
        sign(
            operator,
            publicKey(operator),
            "operator",
            "{\"type\":\"operator\",\"version\":2,\"system_account\":\"" + systemKey + "\"}");
    authentication =
        new Authentication.Raw(
            String.join(
                "\n",
                "operator: " + ConfigText.quote(operatorJwt),
                "system_account: " + ConfigText.quote(systemKey),
                "resolver: MEMORY",
                "resolver_preload: {",
                "  " + publicKey(account) + ": " + accountJwt(operator, account, "app", UNLIMITED),
                "  "
                    + systemKey
                    + ": "
                    + accountJwt(operator, system, "system", UNLIMITED_WITHOUT_STORAGE),
                "}"));
  }

  /** Creates a new operator with its accounts. */
  public static JwtAccounts create() {
    try {
      return new JwtAccounts();
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("cannot make JWT accounts: " + e.getMessage(), e);
    }
  }

  /** Returns the authentication of a server under this operator. */
  public Authentication authentication() {
    return authentication;
  }

  /**
   * Signs a new user of the account and writes its credentials file.
   *
   * @param file the {@code .creds} file; it holds the user's secret
   * @param name the user's name
   * @param expiresIn how long the user is valid, whole seconds; null is for ever
   * @return the file
   */
  public Path writeCredentials(Path file, String name, @Nullable Duration expiresIn) {
    try {
      NKey user = NKey.createUser(new SecureRandom());
      String jwt =
          JwtUtils.issueUserJWT(account, publicKey(account), publicKey(user), name, expiresIn);
      Directories.writePrivate(
          file, String.format(JwtUtils.NATS_USER_JWT_FORMAT, jwt, new String(user.getSeed())));
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("cannot sign user " + name + ": " + e.getMessage(), e);
    }
  }

  private static String accountJwt(NKey operator, NKey account, String name, String limits)
      throws GeneralSecurityException, IOException {
    String claim = "{\"type\":\"account\",\"version\":2,\"limits\":" + limits + "}";
    return sign(operator, publicKey(account), name, claim);
  }

  private static String sign(NKey by, String subject, String name, String claim)
      throws GeneralSecurityException, IOException {
    JsonSerializable nats = () -> claim;
    return JwtUtils.issueJWT(
        by, subject, name, null, JwtUtils.currentTimeSeconds(), publicKey(by), nats);
  }

  private static String publicKey(NKey key) throws GeneralSecurityException, IOException {
    return new String(key.getPublicKey());
  }
}
