package dev.longbeam.interp;

/** Where a call goes: a position in a code. Immutable, so that it changes as one when code is replaced. */
public record CodeTarget(Code code, int position) {
}
