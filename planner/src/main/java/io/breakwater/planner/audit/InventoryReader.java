package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sorts what the files say into an inventory; what cannot be read becomes a problem. */
final class InventoryReader {
  private final Inventory inventory;
  private final List<Problem> problems;
  private final List<Pending> pending = new ArrayList<>();
  private int ignored;

  /** A policy of a ConfigMap; who mounts it is known only when all files are read. */
  private record Pending(KubeObject map, YamlText.Document policy) {}

  InventoryReader(Inventory inventory, List<Problem> problems) {
    this.inventory = inventory;
    this.problems = problems;
  }

  /** Returns how many documents were of no kind that is audited. */
  int ignored() {
    return ignored;
  }

  /** Reads one YAML text. */
  void yaml(String text, String file, boolean spring) {
    for (YamlText.Document document : YamlText.documents(text, file, problems)) {
      guarded(() -> document(document, file, spring));
    }
  }

  /** Reads one nats-server configuration. */
  void conf(Tree.Mapping root, String file) {
    inventory.addDocument(root);
    inventory.add(new BrokerConf(root, new Subject("nats-server " + file, missing(root))));
  }

  /** To be called once, after the last file. */
  void finish() {
    for (Pending one : pending) {
      guarded(() -> mounted(one));
    }
    for (Workload workload : inventory.workloads()) {
      problems.addAll(KubeNumbers.check(workload));
      for (Container container : workload.containers()) {
        guarded(() -> settings(container));
      }
    }
  }

  private void settings(Container container) {
    Function<Container, Optional<Connection>> policy =
        one -> inventory.connectionOf(one).isPresent() ? Optional.empty() : PolicySettings.of(one);
    policy
        .apply(container)
        .or(() -> container.isBroker() ? Optional.empty() : JnatsSettings.of(container))
        .ifPresent(inventory::add);
  }

  private void document(YamlText.Document document, String file, boolean spring) {
    Tree root = document.root();
    Flat.of(root); // Refuses a bomb of aliases here, so that no rule walks into it.
    if (root.at("apiVersion").exists() && root.at("kind").exists()) {
      inventory.addDocument(root);
      object(new KubeObject(root));
    } else if (PolicySettings.isPolicy(root) && !spring) {
      inventory.addDocument(root);
      Subject subject = new Subject("", missing(root));
      inventory.add(PolicySettings.parse(document.text(), root, subject, Map.of()));
    } else if (spring || root.at("spring").exists() || root.at("management").exists()) {
      inventory.addDocument(root);
      spring(new SpringSettings(root, new Subject("Spring application " + file, missing(root))));
    } else {
      ignored++;
    }
  }

  private void object(KubeObject object) {
    if (object.kind().equals("List")) {
      object.tree().at("items").items().forEach(item -> object(new KubeObject(item)));
      return;
    }
    inventory.add(object);
    String data = object.kind().equals("ConfigMap") ? "data" : "stringData";
    if (object.kind().matches("ConfigMap|Secret")) {
      for (Map.Entry<String, Tree> entry : object.tree().at(data).entries().entrySet()) {
        if (entry.getValue() instanceof Tree.Scalar scalar) {
          guarded(() -> configuration(object, entry.getKey(), scalar));
        }
      }
    }
  }

  private void configuration(KubeObject map, String key, Tree.Scalar value) {
    Place start = value.textPlace();
    if (key.endsWith(".conf")) {
      boolean named = key.contains("nats");
      try {
        BrokerConf conf = new BrokerConf(ConfText.parse(value.text(), start), map.subject());
        if (named || conf.looksReal()) {
          inventory.add(conf, map);
        }
      } catch (UnreadableException other) {
        if (named) {
          throw other; // Else it is some other program's file.
        }
      }
    } else if (key.matches(".*\\.ya?ml")) {
      String padded = "\n".repeat(start.line() - 1) + value.text();
      boolean spring = key.startsWith("application");
      for (YamlText.Document inner :
          YamlText.documents(padded, start.file(), spring ? problems : new ArrayList<>())) {
        if (spring) {
          spring(new SpringSettings(inner.root(), map.subject()));
        } else if (PolicySettings.isPolicy(inner.root())) {
          pending.add(new Pending(map, inner));
        }
      }
    }
  }

  private void spring(SpringSettings spring) {
    inventory.add(spring);
    PolicySettings.of(spring).or(() -> JnatsSettings.of(spring)).ifPresent(inventory::add);
  }

  private void mounted(Pending policy) {
    Subject owner = policy.map().subject();
    Subject subject = new Subject(owner.name() + ", ", owner.annotations());
    Optional<Container> user =
        inventory.workloads().stream()
            .filter(one -> inventory.configMapsOf(one).anyMatch(policy.map()::equals))
            .flatMap(one -> one.containers().stream())
            .filter(container -> !container.isBroker())
            .findFirst();
    Map<String, String> environment = user.map(PolicySettings::environment).orElse(Map.of());
    Tree root = policy.policy().root();
    Connection found = PolicySettings.parse(policy.policy().text(), root, subject, environment);
    inventory.add(user.map(found::inside).orElse(found));
  }

  private void guarded(Runnable reading) {
    try {
      reading.run();
    } catch (UnreadableException unreadable) {
      problems.add(unreadable.problem());
    }
  }

  private static Tree missing(Tree root) {
    return new Tree.Missing(root.place());
  }
}
