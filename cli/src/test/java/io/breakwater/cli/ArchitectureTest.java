package io.breakwater.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between modules, and what the arithmetic must not touch. */
class ArchitectureTest {

  private static final String ROOT = "io.breakwater.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.breakwater");

  /** A module, and all that it may use, directly or through another. */
  @ParameterizedTest
  @CsvSource({
    "policy,       ''",
    "broker,       ''",
    "client,       policy",
    "journal,      policy",
    "simulator,    policy journal",
    "planner,      policy journal",
    "controlplane, client policy",
    "lab,          broker client journal policy",
  })
  void module_usesOnlyWhatItMay(String module, String mayUse) {
    String[] allowed =
        Stream.concat(Stream.of(module), Stream.of(mayUse.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.breakwater..").or(resideInAnyPackage(allowed)))
        .check(CLASSES);
  }

  @Test
  void modules_makeNoCircle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void internals_areUsedByTheirOwnModuleOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "client.internal..")
        .check(CLASSES);
  }

  @Test
  void policy_touchesNoFileAndNoSocket_butInTheOnePlaceThatReadsItsFile() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "policy..")
        .and()
        .haveSimpleNameNotEndingWith("PolicyFile")
        .and()
        .haveSimpleNameNotEndingWith("HostName")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.channels..", "java.net.http..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(.*Socket.*|InetAddress|URL|URLConnection)")
        .check(CLASSES);
  }

  @Test
  void policy_hasNoThreadAndNoRandomnessOfItsOwn() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "policy..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.Thread|java\\.util\\.(Timer|Random)|java\\.util\\.random.*")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void policy_hasNoClockOfItsOwn() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "policy..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
        .check(CLASSES);
  }

  @Test
  void allModules_areLookedAt() {
    assertThat(
            CLASSES.stream()
                .map(type -> type.getPackageName().replaceAll("^io[.]breakwater[.](\\w+).*", "$1"))
                .distinct())
        .containsExactlyInAnyOrder(
            "policy",
            "broker",
            "client",
            "journal",
            "simulator",
            "planner",
            "controlplane",
            "lab",
            "cli");
  }
}
