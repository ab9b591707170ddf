/** The runners that speak HTTP, against a small model server with faults. */
@NullMarked
package io.ersilia.precalc.model.server;

import org.jspecify.annotations.NullMarked;
