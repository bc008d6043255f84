/**
 * Runs within the Java compiler: makes the tables of built-in functions from their annotations, so that no start of a node has to look
 * for them. {@link dev.longbeam.interp.processor.BifProcessor} is all there is; nothing here is used at run time.
 */
package dev.longbeam.interp.processor;
