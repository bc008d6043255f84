package dev.longbeam.trace.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks JSON against a schema, as far as speedscope's needs it; fails on a word of the schema that it does not know. */
final class JsonSchema {
    private static final Set<String> KNOWN = Set.of("$ref", "$schema", "anyOf", "const", "definitions", "enum", "items", "properties", "required",
        "title", "type");

    private final Map<?, ?> root;

    JsonSchema(final String schema) {
        root = (Map<?, ?>)JsonText.parse(schema);
    }

    /** What is wrong with a value; nothing when it keeps the schema. */
    List<String> problems(final Object value) {
        return problems(root, value, "$");
    }

    private List<String> problems(final Map<?, ?> schema, final Object value, final String path) {
        final List<String> problems = new ArrayList<>();
        schema.keySet().stream().filter(word -> !KNOWN.contains(word)).forEach(word -> problems.add("unknown word of the schema: " + word));
        if (schema.get("$ref") instanceof String reference) {
            problems.addAll(problems(definition(reference), value, path));
        }
        if (schema.get("type") instanceof String type && !isOfType(type, value)) {
            problems.add(path + " is no " + type + ": " + value);
        }
        if (schema.containsKey("const") && !schema.get("const").equals(value)) {
            problems.add(path + " is not " + schema.get("const") + ": " + value);
        }
        if (schema.get("enum") instanceof List<?> values && !values.contains(value)) {
            problems.add(path + " is none of " + values + ": " + value);
        }
        if (schema.get("anyOf") instanceof List<?> choices
            && choices.stream().noneMatch(choice -> problems((Map<?, ?>)choice, value, path).isEmpty())) {
            problems.add(path + " is none of " + choices);
        }
        if (value instanceof Map<?, ?> object) {
            problems.addAll(problemsOfObject(schema, object, path));
        }
        if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
            for (int i = 0; i < list.size(); i++) {
                problems.addAll(problems(items, list.get(i), path + '[' + i + ']'));
            }
        }
        return problems;
    }

    private List<String> problemsOfObject(final Map<?, ?> schema, final Map<?, ?> object, final String path) {
        final List<String> problems = new ArrayList<>();
        if (schema.get("required") instanceof List<?> required) {
            required.stream().filter(name -> !object.containsKey(name)).forEach(name -> problems.add(path + " has no " + name));
        }
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                if (object.containsKey(name)) {
                    problems.addAll(problems((Map<?, ?>)property, object.get(name), path + '.' + name));
                }
            });
        }
        return problems;
    }

    private Map<?, ?> definition(final String reference) {
        return (Map<?, ?>)((Map<?, ?>)root.get("definitions")).get(reference.substring("#/definitions/".length()));
    }

    private static boolean isOfType(final String type, final Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "number" -> value instanceof Double;
            default -> throw new IllegalArgumentException("unknown type in the schema: " + type);
        };
    }
}
