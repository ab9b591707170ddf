/** Models behind HTTP: a server that somebody runs, or one in a container of our own. */
@NullMarked
package io.ersilia.precalc.model.server;

import org.jspecify.annotations.NullMarked;
