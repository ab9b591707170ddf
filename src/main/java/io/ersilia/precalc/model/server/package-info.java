/** Models over HTTP: a server that someone else runs, or one in a container of our own. */
@NullMarked
package io.ersilia.precalc.model.server;

import org.jspecify.annotations.NullMarked;
