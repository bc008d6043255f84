package dev.longbeam.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The class files of all our modules, as the build left them, and what each of them refers to. */
final class CompiledClasses {
    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([^;<]+)[;<]");

    private CompiledClasses() {
    }

    static List<ClassModel> ours() {
        final List<ClassModel> models = new ArrayList<>();
        for (final Path directory : directories()) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (final Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    models.add(ClassFile.of().parse(file));
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return models;
    }

    private static List<Path> directories() {
        final Path own = Path.of(OtpInstallation.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        if (own.endsWith("target/quick/classes")) {
            return List.of(own);
        }
        final Path root = own.resolve("../../..").normalize();
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("target/classes")).filter(Files::isDirectory).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(final ClassModel model) {
        return model.thisClass().asInternalName();
    }

    /** Internal names of the classes that a class file mentions as classes or in descriptors. */
    static Set<String> referredTo(final ClassModel model) {
        final Set<String> names = new TreeSet<>();
        for (final PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry c -> addClass(names, c.asInternalName());
                case NameAndTypeEntry nameAndType -> addDescriptor(names, nameAndType.type());
                case MethodTypeEntry type -> addDescriptor(names, type.descriptor());
                default -> { }
            }
        }
        model.fields().forEach(field -> addDescriptor(names, field.fieldType()));
        model.methods().forEach(method -> addDescriptor(names, method.methodType()));
        return names;
    }

    private static void addClass(final Set<String> names, final String internalName) {
        if (internalName.startsWith("[")) {
            addText(names, internalName);
        } else {
            names.add(internalName);
        }
    }

    private static void addDescriptor(final Set<String> names, final Utf8Entry descriptor) {
        addText(names, descriptor.stringValue());
    }

    private static void addText(final Set<String> names, final String descriptor) {
        final Matcher matcher = CLASS_IN_DESCRIPTOR.matcher(descriptor);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
    }
}
