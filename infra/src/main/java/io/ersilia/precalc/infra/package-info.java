/** What precalc needs on AWS: the store's bucket, the table, the lookup API and the roles of the jobs on GitHub. */
@NullMarked
package io.ersilia.precalc.infra;

import org.jspecify.annotations.NullMarked;
