package dev.bowstring.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.channels.FileChannel;
import org.agrona.IoUtil;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** The lines between modules and packages that ARCHITECTURE.md draws. */
@AnalyzeClasses(packages = "dev.bowstring", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    /** The API is the root of the others: a pattern would miss it. */
    private static final SliceAssignment PACKAGES_OF_THE_SDK = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("dev.bowstring.node")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of the SDK";
        }
    };

    @ArchTest
    static final ArchRule TRANSPORT_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bowstring.node..", "dev.bowstring.runtime..", "org.apache.arrow..");

    @ArchTest
    static final ArchRule SDK_DOES_NOT_KNOW_THE_RUNTIME = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.node..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.bowstring.runtime..");

    @ArchTest
    static final ArchRule SUPERVISOR_DOES_NOT_KNOW_THE_SDK = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.runtime..")
            .and()
            .resideOutsideOfPackage("dev.bowstring.runtime.record")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bowstring.node..", "org.apache.arrow..", "dev.bowstring.transport.journal");

    @ArchTest
    static final ArchRule ONLY_ITS_OWN_MAIN_CLASS_KNOWS_THE_RECORDER = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.runtime..")
            .and()
            .resideOutsideOfPackage("dev.bowstring.runtime.record")
            .and()
            .doNotHaveFullyQualifiedName("dev.bowstring.runtime.cli.JournalMain")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.bowstring.runtime.record");

    @ArchTest
    static final ArchRule ONLY_THE_DESCRIPTOR_READS_YAML = noClasses()
            .that()
            .resideOutsideOfPackage("dev.bowstring.runtime.descriptor")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule ONLY_THE_JOURNAL_KNOWS_CHRONICLE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.bowstring.transport.journal")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft..");

    @ArchTest
    static final ArchRule ONLY_THE_ARROW_PACKAGE_AND_THE_API_KNOW_ARROW = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.bowstring.node",
                    "dev.bowstring.node.arrow",
                    "dev.bowstring.node.session..",
                    "dev.bowstring.node.flow",
                    "dev.bowstring.node.pattern",
                    "dev.bowstring.node.testing",
                    "dev.bowstring.runtime.record")
            .and()
            .resideInAnyPackage("dev.bowstring.node..", "dev.bowstring.transport..", "dev.bowstring.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.arrow..");

    @ArchTest
    static final ArchRule THE_SESSION_KNOWS_OF_ARROW_WHAT_THE_API_SHOWS = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.node.session..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.arrow..")
                    .and(not(belongToAnyOf(
                            BufferAllocator.class,
                            DictionaryProvider.class,
                            FieldVector.class,
                            Schema.class,
                            VectorSchemaRoot.class))));

    @ArchTest
    static final ArchRule THE_API_KNOWS_NEITHER_THE_SESSION_NOR_THE_ARROW_PACKAGE = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.node")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bowstring.node.session..", "dev.bowstring.node.arrow");

    @ArchTest
    static final ArchRule OPERATORS_AND_PATTERNS_STAND_ON_THE_API_ALONE = noClasses()
            .that()
            .resideInAnyPackage("dev.bowstring.node.flow", "dev.bowstring.node.pattern")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.bowstring.node.session..", "dev.bowstring.node.arrow", "dev.bowstring.transport..");

    @ArchTest
    static final ArchRule NOTHING_BELOW_KNOWS_OPERATORS_OR_PATTERNS = noClasses()
            .that()
            .resideInAnyPackage("dev.bowstring.node", "dev.bowstring.node.session..", "dev.bowstring.node.arrow")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bowstring.node.flow", "dev.bowstring.node.pattern");

    @ArchTest
    static final ArchRule THE_ARROW_PACKAGE_DOES_NOT_KNOW_THE_SESSION = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.node.arrow")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.bowstring.node.session..");

    @ArchTest
    static final ArchRule NO_PART_OF_THE_SESSION_KNOWS_WHETHER_IT_STANDS_ON_A_RUN_OR_A_REHEARSAL = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.bowstring.node.session",
                    "dev.bowstring.node.session.wait",
                    "dev.bowstring.node.session.send",
                    "dev.bowstring.node.session.message")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bowstring.node.session.run", "dev.bowstring.node.session.rehearsal");

    @ArchTest
    static final ArchRule ONLY_SEGMENTS_MAP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.bowstring.transport.segment")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.MappedByteBuffer");

    @ArchTest
    static final ArchRule NOBODY_ELSE_HAS_OTHERS_MAP_FOR_IT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.bowstring.transport.segment")
            .should()
            .callMethodWhere(target(owner(assignableTo(IoUtil.class))).and(target(nameStartingWith("map"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(FileChannel.class))).and(target(name("map"))));

    @ArchTest
    static final ArchRule ONLY_PROCESS_STARTS_PROCESSES = noClasses()
            .that()
            .resideInAnyPackage("dev.bowstring.transport..", "dev.bowstring.node..", "dev.bowstring.runtime..")
            .and()
            .resideOutsideOfPackages("dev.bowstring.runtime.process", "dev.bowstring.node.testing")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule NOTHING_THAT_RUNS_KNOWS_THE_TESTING_SUPPORT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.bowstring.node.testing")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bowstring.node.testing", "org.junit..");

    @ArchTest
    static final ArchRule ONLY_THE_TESTING_SUPPORT_REHEARSES = noClasses()
            .that()
            .resideOutsideOfPackages("dev.bowstring.node.session.rehearsal", "dev.bowstring.node.testing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.bowstring.node.session.rehearsal");

    @ArchTest
    static final ArchRule THE_TESTING_SUPPORT_REACHES_THE_SESSION_BY_ITS_REHEARSAL_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.bowstring.node.testing")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.bowstring.node.session..")
                    .and(not(nameMatching("dev\\.bowstring\\.node\\.session\\.rehearsal\\.Rehearsal(\\$.*)?"))));

    @ArchTest
    static final ArchRule PURE_PACKAGES_TOUCH_NO_CLOCK_THREAD_OR_FILE = noClasses()
            .that()
            .resideInAnyPackage("dev.bowstring.runtime.lifecycle", "dev.bowstring.runtime.graph")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.io..", "java.util.concurrent..", "java.time..")
            .orShould()
            .accessClassesThat()
            .belongToAnyOf(Thread.class, System.class);

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_EXITS = noClasses()
            .that()
            .resideInAnyPackage("dev.bowstring.transport..", "dev.bowstring.node..", "dev.bowstring.runtime..")
            .and()
            .resideOutsideOfPackage("dev.bowstring.runtime.cli")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule LAYOUTS_HAVE_NO_STATE = classes()
            .that()
            .resideInAPackage("dev.bowstring.transport.layout")
            .should()
            .haveOnlyFinalFields();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_TRANSPORT =
            slices().matching("dev.bowstring.transport.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_SDK =
            slices().assignedFrom(PACKAGES_OF_THE_SDK).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_RUNTIME =
            slices().matching("dev.bowstring.runtime.(*)..").should().beFreeOfCycles();
}
