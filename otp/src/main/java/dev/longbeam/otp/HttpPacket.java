package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One line of an HTTP message as a term: a request, a response, a header, the end of the headers, or {@code http_error}.
 *
 * <p>Used once, by one thread.
 */
final class HttpPacket {
    private static final long AM_HTTP_REQUEST = Atom.of("http_request");
    private static final long AM_HTTP_RESPONSE = Atom.of("http_response");
    private static final long AM_HTTP_HEADER = Atom.of("http_header");
    private static final long AM_HTTP_EOH = Atom.of("http_eoh");
    private static final long AM_HTTP_ERROR = Atom.of("http_error");
    private static final long AM_ABS_PATH = Atom.of("abs_path");
    private static final long AM_ABSOLUTE_URI = Atom.of("absoluteURI");
    private static final long AM_SCHEME = Atom.of("scheme");
    private static final long AM_HTTP = Atom.of("http");
    private static final long AM_HTTPS = Atom.of("https");
    private static final long AM_STAR = Atom.of("*");
    private static final long AM_UNDEFINED = Atom.of("undefined");
    private static final int MAX_NAME = 50;
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";
    private static final String[] HEADERS = {"Cache-Control", "Connection", "Date", "Pragma", "Transfer-Encoding", "Upgrade", "Via",
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "From", "Host", "If-Modified-Since", "If-Match",
        "If-None-Match", "If-Range", "If-Unmodified-Since", "Max-Forwards", "Proxy-Authorization", "Range", "Referer", "User-Agent", "Age",
        "Location", "Proxy-Authenticate", "Public", "Retry-After", "Server", "Vary", "Warning", "Www-Authenticate", "Allow", "Content-Base",
        "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-Md5", "Content-Range", "Content-Type", "Etag",
        "Expires", "Last-Modified", "Accept-Ranges", "Set-Cookie", "Set-Cookie2", "X-Forwarded-For", "Cookie", "Keep-Alive",
        "Proxy-Connection"};
    private static final Map<String, Integer> HEADER_NUMBERS = new HashMap<>();
    private static final Map<String, Long> METHODS = new HashMap<>();

    static {
        for (int i = 0; i < HEADERS.length; i++) {
            HEADER_NUMBERS.put(HEADERS[i], i + 1);
            Atom.of(HEADERS[i]);
        }
        for (final String method : new String[] {"OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE"}) {
            METHODS.put(method, Atom.of(method));
        }
    }

    private final TermHeap heap;
    private final String packet;
    private final boolean binaries;
    private int at;
    private int end;

    /** A line with its line end; strings become binaries or lists. */
    HttpPacket(final TermHeap heap, final byte[] packet, final boolean binaries) {
        this.heap = heap;
        this.packet = new String(packet, StandardCharsets.ISO_8859_1);
        this.binaries = binaries;
        end = packet.length;
        if (end >= 2 && packet[end - 2] == '\r') {
            end -= 2;
        } else if (end >= 1 && packet[end - 1] == '\n') {
            end--;
        }
    }

    /** The term of a header line, or of a request or status line. */
    long parse(final boolean header) {
        final long term = header ? header() : packet.startsWith("HTTP/") && end >= 5 ? response() : request();
        return term != Term.NON_VALUE ? term : Tuple.make(heap, AM_HTTP_ERROR, string(packet));
    }

    private long string(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (binaries) {
            return Bitstring.make(heap, bytes);
        }
        long list = Term.NIL;
        for (int i = bytes.length - 1; i >= 0; i--) {
            list = Cons.make(heap, Term.makeSmall(bytes[i] & 0xFF), list);
        }
        return list;
    }

    private boolean skipSpaces() {
        final int from = at;
        while (at < end && (packet.charAt(at) == ' ' || packet.charAt(at) == '\t')) {
            at++;
        }
        return at > from;
    }

    private int number() {
        int value = 0;
        while (at < end && packet.charAt(at) >= '0' && packet.charAt(at) <= '9') {
            value = 10 * value + packet.charAt(at++) - '0';
        }
        return value;
    }

    private long version() {
        at += 5;
        final int majorAt = at;
        final int major = number();
        if (at == majorAt || at == end || packet.charAt(at) != '.') {
            return Term.NON_VALUE;
        }
        final int minorAt = ++at;
        final int minor = number();
        return at == minorAt ? Term.NON_VALUE : Tuple.make(heap, Term.makeSmall(major), Term.makeSmall(minor));
    }

    private long response() {
        final long versionTerm = version();
        if (versionTerm == Term.NON_VALUE || !skipSpaces()) {
            return Term.NON_VALUE;
        }
        final int status = number();
        if (!skipSpaces() && at < end) {
            return Term.NON_VALUE;
        }
        return Tuple.make(heap, new long[] {AM_HTTP_RESPONSE, versionTerm, Term.makeSmall(status), string(packet.substring(at, end))});
    }

    private static boolean isSeparator(final char c) {
        return c <= 32 || c >= 128 || SEPARATORS.indexOf(c) >= 0;
    }

    private long request() {
        while (at < end && !isSeparator(packet.charAt(at))) {
            at++;
        }
        final String method = packet.substring(0, at);
        if (method.isEmpty() || at == end || !skipSpaces()) {
            return Term.NON_VALUE;
        }
        final int uriAt = at;
        while (at < end && packet.charAt(at) != ' ' && packet.charAt(at) != '\t') {
            at++;
        }
        final String uri = packet.substring(uriAt, at);
        if (uri.isEmpty()) {
            return Term.NON_VALUE;
        }
        skipSpaces();
        final long versionTerm;
        if (at == end) {
            versionTerm = Tuple.make(heap, Term.makeSmall(0), Term.makeSmall(9));
        } else {
            versionTerm = end - at >= 8 && packet.startsWith("HTTP/", at) ? version() : Term.NON_VALUE;
        }
        if (versionTerm == Term.NON_VALUE) {
            return Term.NON_VALUE;
        }
        final Long methodAtom = METHODS.get(method);
        return Tuple.make(heap, new long[] {AM_HTTP_REQUEST, methodAtom != null ? methodAtom : string(method), uri(uri), versionTerm});
    }

    private long uri(final String uri) {
        if (uri.equals("*")) {
            return AM_STAR;
        }
        if (uri.length() <= 1 || uri.charAt(0) == '/') {
            return Tuple.make(heap, AM_ABS_PATH, string(uri));
        }
        if (uri.regionMatches(true, 0, "http://", 0, 7)) {
            return absoluteUri(AM_HTTP, uri.substring(7));
        }
        if (uri.regionMatches(true, 0, "https://", 0, 8)) {
            return absoluteUri(AM_HTTPS, uri.substring(8));
        }
        final int colon = uri.indexOf(':');
        return colon < 0 ? string(uri) : Tuple.make(heap, AM_SCHEME, string(uri.substring(0, colon)), string(uri.substring(colon + 1)));
    }

    private long absoluteUri(final long schemeTerm, final String rest) {
        final int slash = rest.indexOf('/');
        final String path = slash < 0 ? "/" : rest.substring(slash);
        final String authority = slash < 0 ? rest : rest.substring(0, slash);
        final int colon = authority.indexOf(':');
        final String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = 0;
        if (colon >= 0) {
            int i = colon + 1;
            while (i < authority.length() && authority.charAt(i) >= '0' && authority.charAt(i) <= '9') {
                port = port * 10 + authority.charAt(i++) - '0';
            }
            port = i < authority.length() ? 0 : port;
        }
        return Tuple.make(heap,
            new long[] {AM_ABSOLUTE_URI, schemeTerm, string(host), port == 0 ? AM_UNDEFINED : Term.makeSmall(port), string(path)});
    }

    private long header() {
        if (end == 0) {
            return AM_HTTP_EOH;
        }
        while (!isSeparator(packet.charAt(at))) {
            if (++at == end) {
                return Term.NON_VALUE;
            }
        }
        if (packet.charAt(at) != ':') {
            return Term.NON_VALUE;
        }
        final String original = packet.substring(0, at);
        final String name = original.length() <= MAX_NAME ? capitalized(original) : original;
        final Integer number = HEADER_NUMBERS.get(name);
        at++;
        skipSpaces();
        return Tuple.make(heap, new long[] {AM_HTTP_HEADER, Term.makeSmall(number != null ? number : 0),
            number != null ? Atom.of(name) : string(name), string(original), string(packet.substring(at, end))});
    }

    private static String capitalized(final String name) {
        final StringBuilder text = new StringBuilder(name);
        boolean upper = true;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (upper) {
                text.setCharAt(i, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
                upper = false;
            } else {
                text.setCharAt(i, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
                upper = c == '-';
            }
        }
        return text.toString();
    }
}
