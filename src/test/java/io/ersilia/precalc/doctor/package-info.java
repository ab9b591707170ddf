@NullMarked
package io.ersilia.precalc.doctor;

import org.jspecify.annotations.NullMarked;
