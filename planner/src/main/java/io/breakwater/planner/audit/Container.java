package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod.
 *
 * @param workload whose
 * @param tree its part of the manifest
 */
record Container(Workload workload, Tree tree) {
  private static final Pattern NATS_URL = Pattern.compile("\\b(nats|tls|wss?)://[^\\s\"']+");
  private static final Pattern NATS_VARIABLE =
      Pattern.compile("(.*_)?NATS_.*|BREAKWATER_(NATS_.*|POLICY)");
  private static final Pattern JVM_IMAGE =
      Pattern.compile("(?i).*(java|jdk|jre|temurin|corretto|graalvm|spring|tomcat|quarkus).*");

  String name() {
    return tree.at("name").text("(no name)");
  }

  Subject subject() {
    Subject owner = workload.subject();
    return new Subject(owner.name() + ", container " + name(), owner.annotations());
  }

  /** Returns the last part of the image's name, without registry, tag and digest. */
  String image() {
    String image = tree.at("image").text();
    return image.substring(image.lastIndexOf('/') + 1).replaceAll("[:@].*", "");
  }

  /** Returns the tag of the image, or an empty text if it has none. */
  String tag() {
    String image = tree.at("image").text().replaceAll("@.*", "");
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    return colon < 0 ? "" : image.substring(colon + 1);
  }

  boolean isBroker() {
    return image().equals("nats")
        || image().equals("nats-server")
        || words().stream().anyMatch(word -> word.equals("nats-server"));
  }

  /** The helpers around a broker talk to it too, but nobody waits for them. */
  private boolean isTool() {
    return image()
        .matches(
            "nats-box|natscli|nats-exporter|prometheus-nats-exporter|nats-server-config-reloader");
  }

  /** Returns if something in the container's manifest says that it talks to NATS. */
  boolean isClient() {
    return !isBroker()
        && !isTool()
        && Stream.concat(
                env().entrySet().stream()
                    .filter(
                        one ->
                            NATS_VARIABLE.matcher(one.getKey()).matches()
                                || isNatsUrl(one.getValue().text()))
                    .map(Map.Entry::getKey),
                words().stream().filter(Container::isNatsUrl))
            .findAny()
            .isPresent();
  }

  private static boolean isNatsUrl(String text) {
    return NATS_URL.matcher(text).find() && (text.contains("nats") || text.contains(":4222"));
  }

  /** Returns if it runs on a JVM, as far as its manifest shows. */
  boolean isJvm() {
    return JVM_IMAGE.matcher(tree.at("image").text()).matches()
        || env().keySet().stream().anyMatch(name -> name.matches("JAVA_.*|JDK_.*|SPRING_.*"))
        || words().stream().anyMatch(word -> word.equals("java") || word.endsWith("/java"));
  }

  /** Returns the words of its command and arguments. */
  List<String> words() {
    return wordTrees().stream().map(Tree::text).toList();
  }

  List<Tree> wordTrees() {
    List<Tree> words = new ArrayList<>(tree.at("command").items());
    words.addAll(tree.at("args").items());
    return words;
  }

  /** Returns its variables; one whose value comes from elsewhere has no text. */
  Map<String, Tree> env() {
    Map<String, Tree> variables = new LinkedHashMap<>();
    for (Tree variable : tree.at("env").items()) {
      Tree value = variable.at("value");
      variables.put(variable.at("name").text(), value.exists() ? value : absent(variable));
    }
    return variables;
  }

  private static Tree absent(Tree variable) {
    return new Tree.Missing(variable.place());
  }

  /** Returns a probe of the container, if it is there: {@code startup}, ... */
  Optional<KubeProbe> probe(String which) {
    Tree probe = tree.at(which + "Probe");
    return probe.exists() ? Optional.of(new KubeProbe(this, which, probe)) : Optional.empty();
  }

  List<KubeProbe> probes() {
    return Stream.of("startup", "readiness", "liveness")
        .flatMap(which -> probe(which).stream())
        .toList();
  }

  /** Returns the limit of memory in bytes, if there is one. */
  OptionalDouble memoryLimit() {
    return Quantity.parse(tree.at("resources", "limits", "memory").text());
  }

  /** Returns the limit of processors, if there is one. */
  OptionalDouble cpuLimit() {
    return Quantity.parse(tree.at("resources", "limits", "cpu").text());
  }

  /** One container is itself: aliases can make a comparison of the trees endless. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Container container
        && container.tree == tree
        && container.workload.equals(workload);
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(tree);
  }
}
