package io.breakwater.broker;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates, with a key on a curve. */
final class CertificateAuthority {

  private static final X500Name NAME = new X500Name("CN=Breakwater test authority");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Certificates start in the past, or a skewed clock finds them not yet valid. */
  private static final Duration HEAD_START = Duration.ofDays(1);

  private static final Duration LIFE = Duration.ofDays(2);

  private final KeyPair keys;
  private final Instant start;
  private final X509CertificateHolder certificate;

  private CertificateAuthority(Instant now) throws GeneralSecurityException, IOException {
    keys = KeyKind.EC.generate(RANDOM);
    start = now.minus(HEAD_START);
    X509v3CertificateBuilder builder = builder(NAME, keys, now.plus(LIFE));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    certificate = sign(builder);
  }

  static CertificateAuthority create(Instant now) {
    try {
      return new CertificateAuthority(now);
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("cannot make a certificate authority: " + e.getMessage(), e);
    }
  }

  Path writeOwn(Path directory) {
    return writePem(directory.resolve("ca.pem"), certificate);
  }

  Certificates.Pair writeServer(Path directory, List<String> hosts, Instant end, KeyKind key) {
    GeneralName[] names =
        hosts.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new);
    return write(directory, "server", hosts.get(0), end, key, KeyPurposeId.id_kp_serverAuth, names);
  }

  Certificates.Pair writeClient(Path directory, String commonName, Instant end) {
    return write(directory, "client", commonName, end, KeyKind.EC, KeyPurposeId.id_kp_clientAuth);
  }

  private Certificates.Pair write(
      Path directory,
      String file,
      String commonName,
      Instant end,
      KeyKind key,
      KeyPurposeId purpose,
      GeneralName... alternatives) {
    try {
      KeyPair own = key.generate(RANDOM);
      X509v3CertificateBuilder builder = builder(new X500Name("CN=" + commonName), own, end);
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      if (alternatives.length > 0) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      }
      return new Certificates.Pair(
          writePem(directory.resolve(file + ".pem"), sign(builder)),
          writePem(
              directory.resolve(file + "-key.pem"),
              new JcaPKCS8Generator(own.getPrivate(), null).generate()));
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("cannot make the certificate of the " + file, e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair of, Instant end) {
    return new JcaX509v3CertificateBuilder(
        NAME,
        new BigInteger(64, RANDOM).add(BigInteger.ONE),
        Date.from(start),
        Date.from(end),
        subject,
        of.getPublic());
  }

  private X509CertificateHolder sign(X509v3CertificateBuilder builder)
      throws GeneralSecurityException {
    try {
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    } catch (OperatorException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static GeneralName name(String host) {
    boolean address = Character.isDigit(host.charAt(0));
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static Path writePem(Path file, Object content) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    } catch (IOException e) {
      throw new BrokerException("cannot encode " + file + ": " + e.getMessage(), e);
    }
    Directories.writePrivate(file, text.toString());
    return file;
  }
}
