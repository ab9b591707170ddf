/** The lookup API that the page came from. */

import { parsed, type Exact } from './exact';

export const MOST_INPUTS = 1000;

const KEY_PLACE = 'precalc api key';

export interface ColumnFacts {
  readonly name: string;
  readonly type?: 'integer' | 'float' | 'string';
  readonly direction?: 'high' | 'low';
  readonly description?: string;
  readonly unit?: string;
}

export interface ListedModel {
  readonly model_id: string;
  readonly title?: string;
  readonly columns: readonly string[];
  readonly items: number | null;
  readonly model_version: string | null;
  readonly run_id: string;
  readonly created: string;
}

export interface Model {
  readonly model_id: string;
  readonly columns: readonly string[];
  readonly run_id: string;
  readonly model_version: string | null;
  readonly title?: string;
  readonly description?: string;
  readonly interpretation?: string;
  readonly license?: string;
  readonly publication?: string;
  readonly source_code?: string;
  readonly column_facts?: readonly ColumnFacts[];
}

export type Value = number | Exact | string | null;

export interface Predictions {
  readonly columns: readonly string[];
  readonly output: readonly {
    readonly index: number;
    readonly key: string;
    readonly smiles: string;
    readonly value: readonly Value[];
    readonly model_version: string | null;
    readonly stale: boolean;
    readonly columns?: readonly string[];
    readonly percentiles?: readonly (number | null)[];
  }[];
  readonly missing: readonly { readonly index: number }[];
  readonly invalid: readonly { readonly index: number; readonly reason: string }[];
  readonly rejected: readonly { readonly index: number; readonly key: string; readonly reason: string }[];
  readonly next?: number;
}

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface ColumnBars {
  readonly column: string;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  readonly bars: readonly Bar[];
}

export interface InModel {
  readonly model_id: string;
  readonly columns: readonly string[];
  readonly value: readonly Value[];
  readonly model_version: string | null;
  readonly stale?: boolean;
  readonly run_id: string;
}

export interface MoleculeAnswer {
  readonly smiles: string;
  readonly predictions: readonly InModel[];
  readonly rejected?: readonly { readonly model_id: string; readonly reason: string }[];
  readonly next?: string;
}

/** An answer that is none; detail says what to do. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string
  ) {
    super(detail);
  }
}

/** The key is asked for once and forgotten with the tab. */
export const apiKey = {
  get: (): string => sessionStorage.getItem(KEY_PLACE) ?? '',
  set: (key: string): void => sessionStorage.setItem(KEY_PLACE, key)
};

/** Where the API is, as a program would name it. */
export function apiUrl(): string {
  return new URL('.', location.href).href.replace(/\/$/, '');
}

async function ask<T>(path: string, options: RequestInit = {}): Promise<T> {
  const headers = new Headers(options.headers);
  if (apiKey.get() !== '') {
    headers.set('x-api-key', apiKey.get());
  }
  let answer: Response;
  try {
    answer = await fetch(`${apiUrl()}${path}`, { ...options, headers });
  } catch (trouble) {
    options.signal?.throwIfAborted();
    throw new Refusal(0, 'The server does not answer. Is it running, and is this machine online? Then try again.');
  }
  if (!answer.ok) {
    throw new Refusal(answer.status, await detail(answer));
  }
  return parsed(await answer.text());
}

async function detail(answer: Response): Promise<string> {
  try {
    const said = await answer.json();
    return said.detail ?? `${said.message}. Try again later.`; // the latter by what stands before a deployed API
  } catch {
    return `The server answers ${answer.status} without a reason. Try again later.`;
  }
}

export async function models(): Promise<ListedModel[]> {
  const found: ListedModel[] = [];
  for (let from: string | undefined = ''; from !== undefined; ) {
    const page: { models: ListedModel[]; next?: string } = await ask(`/models${from === '' ? '' : `?from=${from}`}`);
    found.push(...page.models);
    from = page.next;
  }
  return found;
}

const known = new Map<string, Promise<unknown>>();

/** Before each lookup: a run may have been published since. */
export const forget = (): void => known.clear();

/** What one lookup needs several times is asked for once. */
function once<T>(path: string): Promise<T> {
  let answer = known.get(path) as Promise<T> | undefined;
  if (answer === undefined) {
    answer = ask<T>(path);
    answer.catch(() => known.delete(path));
    known.set(path, answer);
  }
  return answer;
}

export const model = (id: string): Promise<Model> => once(`/models/${id}`);

export const distributions = (id: string): Promise<{ columns: readonly ColumnBars[] }> => once(`/models/${id}/distributions`);

/** One molecule in all models; null if none has it. */
export async function molecule(key: string): Promise<MoleculeAnswer | null> {
  try {
    const first = await once<MoleculeAnswer>(`/predictions/${key}`);
    const predictions = [...first.predictions];
    for (let next = first.next; next !== undefined; ) {
      const page: MoleculeAnswer = await once(`/predictions/${key}?from=${next}`);
      predictions.push(...page.predictions);
      next = page.next;
    }
    return { ...first, predictions };
  } catch (trouble) {
    if (trouble instanceof Refusal && trouble.status === 404) {
      return null;
    }
    throw trouble;
  }
}

/** What a program would send for the same. */
export function request(model: string, inputs: readonly string[], areSmiles: boolean): object {
  return { modelId: model, [areSmiles ? 'smilesArray' : 'inputKeyArray']: inputs, percentiles: true };
}

/** One call; an answer that stops early has next. */
export function predictions(model: string, inputs: readonly string[], areSmiles: boolean, from: number, stop: AbortSignal): Promise<Predictions> {
  return ask('/predictions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...request(model, inputs, areSmiles), ...(from > 0 ? { from } : {}) }),
    signal: stop
  });
}
