/** Where the files of a run are stored: a folder or an S3 bucket. */
@NullMarked
package io.ersilia.precalc.store;

import org.jspecify.annotations.NullMarked;
