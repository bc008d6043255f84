package dev.longbeam.interp.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.tools.Diagnostic;

/**
 * Writes for each class of built-in functions a class {@code ...Calls} that registers and calls them without reflection, and for their
 * package a class {@code BifTables} that lists these. It names what it needs by text, so that it compiles alone.
 */
@SupportedAnnotationTypes(BifProcessor.BIF)
public final class BifProcessor extends AbstractProcessor {
    static final String BIF = "dev.longbeam.interp.Bif";
    private static final String PROCESS = "dev.longbeam.sched.Process";

    /** Made by the compiler. */
    public BifProcessor() {
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(final Set<? extends TypeElement> annotations, final RoundEnvironment round) {
        final Map<String, List<ExecutableElement>> families = new TreeMap<>();
        for (final TypeElement annotation : annotations) {
            for (final Element method : round.getElementsAnnotatedWith(annotation)) {
                if (isGood((ExecutableElement)method)) {
                    families.computeIfAbsent(((TypeElement)method.getEnclosingElement()).getQualifiedName().toString(), name -> new ArrayList<>())
                        .add((ExecutableElement)method);
                }
            }
        }
        if (!families.isEmpty()) {
            final String packageName = before(families.keySet().iterator().next());
            families.forEach((name, methods) -> write(name + "Calls", methods.getFirst(), calls(name, methods)));
            write(packageName + ".BifTables", families.values().iterator().next().getFirst(), tables(packageName, families.keySet()));
        }
        return true;
    }

    private boolean isGood(final ExecutableElement method) {
        boolean isGood = method.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC))
            && method.getReturnType().getKind() == TypeKind.LONG && !method.getParameters().isEmpty()
            && method.getParameters().getFirst().asType().toString().equals(PROCESS);
        for (final String name : names(method)) {
            isGood &= name.endsWith("/" + (method.getParameters().size() - 1) + "\"");
        }
        if (!isGood) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "a BIF has the wrong signature", method);
        }
        return isGood;
    }

    private void write(final String name, final Element origin, final String text) {
        try (Writer out = processingEnv.getFiler().createSourceFile(name, origin).openWriter()) {
            out.write(text);
        } catch (final IOException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "cannot write " + name + ": " + e);
        }
    }

    private static String tables(final String packageName, final Set<String> families) {
        final StringBuilder text = new StringBuilder("package " + packageName + ";\n\n/** All families of built-in functions; made by the compiler. */\n"
            + "final class BifTables {\n    private BifTables() {\n    }\n\n    static dev.longbeam.interp.BifCalls[] all() {\n"
            + "        return new dev.longbeam.interp.BifCalls[] {");
        families.forEach(name -> text.append("\n            new ").append(name).append("Calls(),"));
        return text.append("\n        };\n    }\n}\n").toString();
    }

    private String calls(final String family, final List<ExecutableElement> methods) {
        final String simpleName = family.substring(family.lastIndexOf('.') + 1);
        final StringBuilder text = new StringBuilder("package " + before(family) + ";\n\nimport dev.longbeam.interp.Bif;\n"
            + "import dev.longbeam.interp.BifCalls;\nimport dev.longbeam.interp.BifRegistry;\nimport " + PROCESS + ";\n\n"
            + "/** Calls functions of {@link " + simpleName + "}; made by the compiler. */\nfinal class " + simpleName + "Calls extends BifCalls {\n    "
            + simpleName + "Calls() {\n        super(\"" + family + "\");\n    }\n\n    @Override\n    public void register(final BifRegistry to) {\n");
        final Map<Integer, StringBuilder> byArity = new LinkedHashMap<>();
        for (int i = 0; i < methods.size(); i++) {
            final ExecutableElement method = methods.get(i);
            final int arity = method.getParameters().size() - 1;
            for (final String name : names(method)) {
                text.append("        to.add(this, ").append(i).append(", ").append(name).append(", Bif.Kind.").append(value(method, "kind", "BIF"))
                    .append(", ").append(value(method, "since", "0")).append(", \"").append(method.getSimpleName()).append("\");\n");
            }
            byArity.computeIfAbsent(arity, BifProcessor::signature).append("            case ").append(i).append(" -> ").append(simpleName)
                .append('.').append(method.getSimpleName()).append("(p").append(parameters(arity, ", ")).append(");\n");
        }
        text.append("    }\n");
        byArity.values().forEach(call -> text.append(call).append("            default -> noSuch(index);\n        };\n    }\n"));
        return text.append("}\n").toString();
    }

    private static StringBuilder signature(final int arity) {
        return new StringBuilder("\n    @Override\n    public long call" + arity + "(final int index, final Process p" + parameters(arity, ", final long ")
            + ") {\n        return switch (index) {\n");
    }

    private static String parameters(final int arity, final String before) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < arity; i++) {
            text.append(before).append((char)('a' + i));
        }
        return text.toString();
    }

    /** The names of a function, as literals of Java. */
    private static List<String> names(final ExecutableElement method) {
        final AnnotationValue names = value(method, "value");
        return ((List<?>)names.getValue()).stream().map(Object::toString).toList();
    }

    private static String value(final ExecutableElement method, final String name, final String otherwise) {
        final AnnotationValue value = value(method, name);
        return value == null ? otherwise : value.getValue().toString();
    }

    private static AnnotationValue value(final ExecutableElement method, final String name) {
        for (final AnnotationMirror mirror : method.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().toString().equals(BIF)) {
                for (final Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry : mirror.getElementValues().entrySet()) {
                    if (entry.getKey().getSimpleName().contentEquals(name)) {
                        return entry.getValue();
                    }
                }
            }
        }
        return null;
    }

    private static String before(final String qualifiedName) {
        return qualifiedName.substring(0, qualifiedName.lastIndexOf('.'));
    }
}
