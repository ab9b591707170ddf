/** The command line: one class per command, which parses, calls one job and prints. */
@NullMarked
package io.ersilia.precalc.cli;

import org.jspecify.annotations.NullMarked;
