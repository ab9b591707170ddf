/** Where the files of a run live: a folder or an S3 bucket. */
@NullMarked
package io.ersilia.precalc.store;

import org.jspecify.annotations.NullMarked;
