/** Puts a node together: the command line and the Java embedding API. */
package dev.longbeam.node;
