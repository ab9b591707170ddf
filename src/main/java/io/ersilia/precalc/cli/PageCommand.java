package io.ersilia.precalc.cli;

/** A command whose text can be a page. */
abstract class PageCommand extends JobCommand {}
