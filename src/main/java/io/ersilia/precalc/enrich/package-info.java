/** Files of molecules that are given back in their own form, with predictions added to each record. */
@NullMarked
package io.ersilia.precalc.enrich;

import org.jspecify.annotations.NullMarked;
