package dev.longbeam.jit;

import dev.longbeam.interp.CallLinks;
import dev.longbeam.interp.Code;
import dev.longbeam.interp.CompiledCode;
import dev.longbeam.interp.CompiledEntry;
import dev.longbeam.term.Atom;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One generated class: some functions of a code.
 *
 * <p>Made, written and loaded by one thread.
 */
final class ClassPlan {
    /** HotSpot compiles no method of more bytes. */
    static final int MOST_METHOD_BYTES = 8000;

    static final int PUBLIC_STATIC = ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC;
    /** Bytes that a case of the switch of {@code enter} takes at most. */
    private static final int ENTER_GROUP = 64;

    final Code code;
    final ClassDesc self;
    final CompilerOptions options;
    private final String sourceFile;
    private final List<FunctionPlan> functions = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    /** Methods that hold a call site each, by name. */
    private final Map<String, DynamicCallSiteDesc> sites = new LinkedHashMap<>();

    /** A place where the engine comes in: the front of a function, or a place in a part. */
    private record Entry(FunctionPlan function, int pc, boolean isFront) {
    }

    ClassPlan(final Code code, final CompilerOptions options) {
        this.code = code;
        this.options = options;
        final String module = identifier(Atom.name(code.moduleTerm));
        self = ClassDesc.of("dev.longbeam.jit." + module);
        sourceFile = Atom.name(code.moduleTerm) + ".erl";
    }

    /** Adds a function. */
    void add(final FunctionPlan plan) {
        functions.add(plan);
        names.put(plan.shape.entry, plan.name);
        entries.add(new Entry(plan, plan.shape.entry, true));
        for (final int pc : plan.places.keySet()) {
            if (pc != plan.shape.entry) {
                entries.add(new Entry(plan, pc, false));
            }
        }
    }

    /** A name that the JVM takes, and that people know again. */
    static String methodName(final Code code, final int function) {
        return identifier(Atom.name(code.functionTerms[function])) + "\u2215" + code.functionArities[function];
    }

    /** Characters that names in the JVM must not have become others that look like them. */
    private static String identifier(final String name) {
        final StringBuilder cleaned = new StringBuilder();
        name.chars().forEach(c -> {
            final int at = ".;[/<>:\\".indexOf(c);
            cleaned.append(at < 0 ? (char)c : "\u2024\u204f\u27e6\u2215\u2039\u203a\u2236\u2216".charAt(at));
        });
        return cleaned.isEmpty() ? "_" : cleaned.toString();
    }

    /** The method of the function at a position, when it stands in this class. */
    String nameAt(final int position) {
        return names.get(position);
    }

    /** Number of arguments that are parameters. */
    int parameters(final int arity) {
        return arity <= CallLinks.MOST_PARAMETERS ? arity : 0;
    }

    /** Type of the method of a function. */
    MethodTypeDesc type(final int arity) {
        return Names.type("JP" + "J".repeat(parameters(arity)));
    }

    /** Notes the line of the source that an instruction comes from. */
    void line(final MethodEmitter m, final int pc) {
        final int line = code.lineAt(pc);
        if (line > 0 && code.lines != null) {
            final int number = code.lines.line(line);
            if (number > 0 && number <= 0xFFFF) {
                m.out.lineNumber(number);
            }
        }
    }

    /** Lets functions that call each other last share methods: after all have been added. */
    void group() {
        TailGroup.find(functions, CallLinks.MOST_PARAMETERS);
    }

    // Writing

    /** The class file. */
    byte[] write() {
        return ClassFile.of().build(self, clazz -> {
            clazz.withFlags(AccessFlag.FINAL, AccessFlag.PUBLIC, AccessFlag.SUPER);
            clazz.withSuperclass(Names.COMPILED_CODE);
            clazz.with(SourceFileAttribute.of(sourceFile));
            clazz.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, out -> {
                out.aload(0);
                out.invokespecial(Names.COMPILED_CODE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
                out.return_();
            });
            for (final FunctionPlan function : functions) {
                final TailGroup group = function.group;
                clazz.withMethodBody(function.name, type(function.shape.arity), PUBLIC_STATIC,
                    out -> {
                        if (group == null) {
                            new MethodEmitter(out, this, function, function.front).emit();
                        } else {
                            callGroup(out, group, function.shape);
                        }
                    });
                if (group != null && group.members.getFirst() == function.shape) {
                    clazz.withMethodBody(group.name, group.type(), PUBLIC_STATIC, out -> new MethodEmitter(out, this, function, group).emit());
                }
                for (final Method part : function.parts) {
                    clazz.withMethodBody(part.name(), Names.type("JPI"), PUBLIC_STATIC,
                        out -> new MethodEmitter(out, this, function, part).emit());
                }
            }
            sites.forEach((name, site) -> clazz.withMethodBody(name, site.invocationType(), PUBLIC_STATIC, out -> site(out, site)));
            final int groups = (entries.size() + ENTER_GROUP - 1) / ENTER_GROUP;
            clazz.withMethodBody("enter", Names.type("JPXI"), ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL, out -> enter(out, groups));
            for (int group = 0; group < groups; group++) {
                final int first = group * ENTER_GROUP;
                clazz.withMethodBody("enter" + group, Names.type("JPXI"), PUBLIC_STATIC, out -> enterGroup(out, first));
            }
        });
    }

    private void callGroup(final CodeBuilder out, final TailGroup group, final FunctionShape shape) {
        out.aload(0);
        out.loadConstant(group.members.indexOf(shape));
        for (int i = 0; i < group.arity; i++) {
            if (i < shape.arity) {
                out.lload(1 + 2 * i);
            } else {
                out.lconst_0();
            }
        }
        out.invokestatic(self, group.name, group.type());
        out.lreturn();
    }

    /**
     * Calls what a call site leads to, by way of a method of its own. HotSpot's second compiler puts all the method handles of a site into
     * its caller, however rarely that goes there; a small method it leaves alone until it is called often.
     */
    void invokeSite(final CodeBuilder out, final String name, final DynamicCallSiteDesc site) {
        sites.putIfAbsent(name, site);
        out.invokestatic(self, name, site.invocationType());
    }

    private static void site(final CodeBuilder out, final DynamicCallSiteDesc site) {
        int slot = 0;
        for (final ClassDesc parameter : site.invocationType().parameterList()) {
            final TypeKind kind = TypeKind.from(parameter);
            out.loadLocal(kind, slot);
            slot += kind.slotSize();
        }
        out.invokedynamic(site);
        out.lreturn();
    }

    private void enter(final CodeBuilder out, final int groups) {
        final List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            cases.add(SwitchCase.of(i, out.newLabel()));
        }
        out.iload(3);
        out.loadConstant(ENTER_GROUP);
        out.idiv();
        out.tableswitch(0, groups - 1, cases.get(0).target(), cases);
        for (int i = 0; i < groups; i++) {
            out.labelBinding(cases.get(i).target());
            out.aload(1);
            out.aload(2);
            out.iload(3);
            out.invokestatic(self, "enter" + i, Names.type("JPXI"));
            out.lreturn();
        }
    }

    private void enterGroup(final CodeBuilder out, final int first) {
        final List<SwitchCase> cases = new ArrayList<>();
        for (int i = first; i < Math.min(entries.size(), first + ENTER_GROUP); i++) {
            cases.add(SwitchCase.of(i, out.newLabel()));
        }
        out.iload(2);
        out.tableswitch(first, first + cases.size() - 1, cases.get(0).target(), cases);
        for (final SwitchCase c : cases) {
            final Label label = c.target();
            out.labelBinding(label);
            final Entry entry = entries.get(c.caseValue());
            out.aload(0);
            if (entry.isFront) {
                final int arity = entry.function.shape.arity;
                for (int i = 0; i < parameters(arity); i++) {
                    out.aload(1);
                    out.loadConstant(i);
                    out.laload();
                }
                out.invokestatic(self, entry.function.name, type(arity));
            } else {
                out.loadConstant(entry.function.places.get(entry.pc));
                out.invokestatic(self, entry.function.partOf(entry.pc).name(), Names.type("JPI"));
            }
            out.lreturn();
        }
    }

    /** Names of the methods of a class file that are too large for HotSpot. */
    static List<String> tooLarge(final byte[] classFile) {
        final List<String> names = new ArrayList<>();
        for (final MethodModel method : ClassFile.of().parse(classFile).methods()) {
            final CodeAttribute body = method.findAttribute(java.lang.classfile.Attributes.code()).orElse(null);
            if (body != null && body.codeLength() > MOST_METHOD_BYTES) {
                names.add(method.methodName().stringValue());
            }
        }
        return names;
    }

    // Loading

    /** Loads the class file: the compiled entries by position. */
    Map<Integer, CompiledEntry> load(final byte[] classFile) throws ReflectiveOperationException {
        final MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClassWithClassData(classFile, code, true);
        SiteRehearsal.rehearse(sites.values());
        final CompiledCode instance = (CompiledCode)lookup.lookupClass().getDeclaredConstructor().newInstance();
        final Map<Integer, CompiledEntry> loaded = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            final Entry entry = entries.get(i);
            final MethodHandle handle = entry.isFront
                ? lookup.findStatic(lookup.lookupClass(), entry.function.name, CallLinks.type(entry.function.shape.arity)) : null;
            loaded.put(entry.pc, new CompiledEntry(instance, i, handle));
        }
        return loaded;
    }
}
