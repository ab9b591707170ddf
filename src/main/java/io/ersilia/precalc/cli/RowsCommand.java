package io.ersilia.precalc.cli;

/** A command whose data are rows, which can be printed as CSV. */
abstract class RowsCommand extends JobCommand {}
