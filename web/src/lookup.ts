/** Looks molecules up: keys first, here in the browser, then calls of a thousand for each model. */

import { MOST_INPUTS, predictions, type Model, type Predictions, type Value } from './api';
import { identify, type Identified } from './kit';
import type { Molecule } from './molecules';

export type Status = 'stored' | 'stale' | 'rejected' | 'missing' | 'invalid' | 'waiting';

/** What one model says of one molecule, in the order of the model's current columns. */
export interface Answer {
  readonly status: Status;
  readonly values: readonly Value[];
  /** Of each value the share of the library that is lower, 0 to 100. */
  readonly percentiles: readonly (number | null)[];
  readonly version: string | null;
  readonly why: string;
}

export interface Row {
  /** Position among the molecules asked for, from 1. */
  readonly number: number;
  readonly molecule: Molecule;
  readonly key: string | null;
  readonly smiles: string | null;
  readonly answers: ReadonlyMap<string, Answer>;
}

export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly of: number;
}

export const REASONS: Readonly<Record<string, string>> = {
  invalid_smiles: 'the structure could not be read when the library was predicted',
  no_inchikey: 'it has no standard InChIKey',
  too_complex: 'its InChI takes too long to derive',
  empty_output: 'the model ran and gave no value for it',
  model_failed: 'the model failed on it',
  invalid_key: 'its key was no InChIKey',
  invalid_input: 'its row in the results could not be read',
  number_out_of_range: 'the model gave a number too large or too small to be stored',
  item_too_large: 'the model gave more than can be stored'
};

const WAITING: Answer = { status: 'waiting', values: [], percentiles: [], version: null, why: '' };

/**
 * @param byServer whether SMILES that cannot be read here are sent to the server
 * @param told after each step, with all rows so far
 */
export async function lookUp(
  molecules: readonly Molecule[],
  models: readonly Model[],
  byServer: boolean,
  told: (rows: readonly Row[], progress: Progress) => void,
  stop: AbortSignal
): Promise<void> {
  const identified = await keys(molecules, byServer, done => told([], { step: 'Deriving keys', done, of: molecules.length }), stop);
  const rows = molecules.map((molecule, at) => row(molecule, at + 1, identified[at]!, models, byServer));
  const byKey = inputs(rows, one => (one.key !== null ? one.key : null));
  const bySmiles = byServer ? inputs(rows, one => (one.key === null && one.molecule.notation === 'smiles' ? one.molecule.text : null)) : new Map();
  const total = models.length * (byKey.size + bySmiles.size);
  let done = 0;
  told([...rows], { step: 'Looking up', done, of: total });
  for (const model of models) {
    for (const [areSmiles, asked] of [[false, byKey], [true, bySmiles]] as const) {
      const all = [...asked.keys()];
      for (let from = 0; from < all.length; from += MOST_INPUTS) {
        const call = all.slice(from, from + MOST_INPUTS);
        for (let next: number | undefined = 0; next !== undefined; ) {
          const answer: Predictions = await predictions(model.model_id, call, areSmiles, next, stop);
          requireFitting(answer, model, areSmiles ? null : call);
          spread(answer, model, call, asked, rows);
          next = answer.next;
        }
        told([...rows], { step: 'Looking up', done: (done += call.length), of: total });
      }
    }
  }
}

async function keys(molecules: readonly Molecule[], byServer: boolean, told: (done: number) => void, stop: AbortSignal): Promise<Identified[]> {
  try {
    return await identify(molecules, told, stop);
  } catch (trouble) {
    stop.throwIfAborted();
    if (!byServer) {
      throw trouble;
    }
    return molecules.map(one => (one.notation === 'key' ? { key: one.text, smiles: null } : { why: 'the chemistry kit cannot be loaded' }));
  }
}

function row(molecule: Molecule, number: number, found: Identified, models: readonly Model[], byServer: boolean): Row {
  if ('key' in found) {
    return { number, molecule, ...found, answers: answers(models, WAITING) };
  }
  const isSent = byServer && molecule.notation === 'smiles';
  return { number, molecule, key: null, smiles: null, answers: answers(models, isSent ? WAITING : { ...WAITING, status: 'invalid', why: found.why }) };
}

function answers(models: readonly Model[], answer: Answer): Map<string, Answer> {
  return new Map(models.map(model => [model.model_id, answer]));
}

/** Each input once, with the positions of the rows that have it. */
function inputs(rows: readonly Row[], input: (row: Row) => string | null): Map<string, number[]> {
  const found = new Map<string, number[]>();
  rows.forEach((one, at) => {
    const text = input(one);
    if (text !== null) {
      const places = found.get(text);
      if (places === undefined) {
        found.set(text, [at]);
      } else {
        places.push(at);
      }
    }
  });
  return found;
}

/** Values stand under the columns that the model had when the lookup began, and beside the molecule that was asked for. */
function requireFitting(said: Predictions, model: Model, keys: readonly string[] | null): void {
  if (said.columns.join('\n') !== model.columns.join('\n')) {
    throw new Error(`${model.model_id} got another version during the lookup, with other columns: look it up again`);
  }
  if (keys !== null && said.output.some(one => one.key !== keys[one.index])) {
    throw new Error(`The server answered about other molecules than it was asked for: look ${model.model_id} up again`);
  }
}

function spread(said: Predictions, model: Model, call: readonly string[], places: ReadonlyMap<string, number[]>, rows: Row[]): void {
  const put = (index: number, answer: Answer, found: Partial<Pick<Row, 'key' | 'smiles'>>) => {
    for (const at of places.get(call[index]!)!) {
      const one = rows[at]!;
      rows[at] = { ...one, ...found, smiles: one.smiles ?? found.smiles ?? null, answers: new Map(one.answers).set(model.model_id, answer) };
    }
  };
  const without = (status: Status, why: string): Answer => ({ ...WAITING, status, why });
  for (const one of said.output) {
    const order = one.columns === undefined ? null : model.columns.map(column => one.columns!.indexOf(column));
    const pick = <T>(all: readonly T[]): (T | null)[] => (order === null ? [...all] : order.map(at => all[at] ?? null));
    put(
      one.index,
      {
        status: one.stale ? 'stale' : 'stored',
        values: pick(one.value),
        percentiles: pick(one.percentiles ?? []),
        version: one.model_version,
        why: one.stale ? changed(one.model_version, one.columns, model) : ''
      },
      { key: one.key, smiles: one.smiles }
    );
  }
  said.missing.forEach(one => put(one.index, without('missing', 'nothing is stored for it'), {}));
  said.invalid.forEach(one => put(one.index, without('invalid', one.reason), {}));
  said.rejected.forEach(one => put(one.index, without('rejected', REASONS[one.reason] ?? one.reason), { key: one.key }));
}

/** What is different about a prediction of an earlier version. */
export function changed(version: string | null, columns: readonly string[] | undefined, model: Model): string {
  const said = `it is of version ${version ?? 'unknown'}, and the model is now ${model.model_version ?? 'of an unknown version'}`;
  if (columns === undefined) {
    return `${said}; the columns are the same`;
  }
  const gone = columns.filter(one => !model.columns.includes(one));
  const added = model.columns.filter(one => !columns.includes(one));
  return [said, gone.length > 0 ? `no longer a column: ${gone.join(', ')}` : '', added.length > 0 ? `new: ${added.join(', ')}` : ''].filter(one => one !== '').join('; ');
}

/** The one word for a molecule: that of its models if they agree, else the worst. */
export function overall(row: Row): Status {
  const order: Status[] = ['waiting', 'invalid', 'rejected', 'missing', 'stale', 'stored'];
  return order.find(status => [...row.answers.values()].some(answer => answer.status === status)) ?? 'waiting';
}
