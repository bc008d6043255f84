package dev.longbeam.trace.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict reader of JSON: maps, lists, strings, doubles, booleans, null. */
final class JsonText {
    private final String text;
    private int at;

    private JsonText(final String text) {
        this.text = text;
    }

    static Object parse(final String text) {
        final JsonText json = new JsonText(text);
        final Object value = json.value();
        json.blanks();
        if (json.at != text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("at " + at + ": " + text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 20)));
    }

    private void blanks() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(final String word) {
        blanks();
        if (text.startsWith(word, at)) {
            at += word.length();
            return true;
        }
        return false;
    }

    private void need(final String word) {
        if (!take(word)) {
            throw wrong();
        }
    }

    private Object value() {
        if (take("{")) {
            final Map<String, Object> map = new LinkedHashMap<>();
            while (!take("}")) {
                if (!map.isEmpty()) {
                    need(",");
                }
                need("\"");
                final String name = string();
                need(":");
                map.put(name, value());
            }
            return map;
        }
        if (take("[")) {
            final List<Object> list = new ArrayList<>();
            while (!take("]")) {
                if (!list.isEmpty()) {
                    need(",");
                }
                list.add(value());
            }
            return list;
        }
        if (take("\"")) {
            return string();
        }
        if (take("null")) {
            return null;
        }
        if (take("true")) {
            return true;
        }
        return take("false") ? (Object)false : number();
    }

    private Double number() {
        final int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (!text.substring(from, at).matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw wrong();
        }
        return Double.valueOf(text.substring(from, at));
    }

    private String string() {
        final StringBuilder out = new StringBuilder();
        while (text.charAt(at) != '"') {
            final char c = text.charAt(at++);
            if (c < ' ') {
                throw wrong();
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            final char escaped = text.charAt(at++);
            if (escaped == 'u') {
                out.append((char)Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else if ("\"\\/".indexOf(escaped) >= 0) {
                out.append(escaped);
            } else {
                throw wrong();
            }
        }
        at++;
        return out.toString();
    }
}
