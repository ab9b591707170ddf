@NullMarked
package io.ersilia.precalc.pipeline.campaign;

import org.jspecify.annotations.NullMarked;
