/** The chemistry kit, loaded when it is first needed. */

import type { Molecule } from './molecules';

/** A molecule by its key; smiles is a spelling that can be drawn, null if none is known here. */
export type Identified = { key: string; smiles: string | null } | { why: string };

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
}

export type Job =
  | { kind: 'identify'; molecules: readonly Molecule[] }
  | { kind: 'draw'; smiles: string; drawing: Drawing }
  | { kind: 'molfiles'; smiles: readonly string[] }
  | { kind: 'parent'; smiles: string };

export interface Answers {
  identify: Identified[];
  draw: string | null;
  molfiles: (string | null)[];
  parent: string | null;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (trouble: Error) => void;
}

/** One thread of the kit. */
class KitThread {
  private readonly worker = new Worker(new URL('./kit.worker.ts', import.meta.url), { type: 'module' });
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  broken = false;

  constructor() {
    this.worker.addEventListener('message', ({ data }) => {
      if (data.trouble !== undefined) {
        this.fail();
        return;
      }
      this.waiting.get(data.id)?.resolve(data.answer as never);
      this.waiting.delete(data.id);
    });
    this.worker.addEventListener('error', () => this.fail());
  }

  ask<K extends Job['kind']>(job: Extract<Job, { kind: K }>): Promise<Answers[K]> {
    const id = ++this.asked;
    this.worker.postMessage({ id, job });
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  end(): void {
    this.fail();
    this.worker.terminate();
  }

  private fail(): void {
    this.broken = true;
    this.waiting.forEach(one => one.reject(new Error('the chemistry kit cannot be loaded: is the server there? Load the page again')));
    this.waiting.clear();
  }
}

const AT_ONCE = 50;
const MOST_THREADS = 4;
const KEPT_DRAWINGS = 2000;

let drawer: KitThread | undefined;

function kit(): KitThread {
  if (drawer === undefined || drawer.broken) {
    drawer = new KitThread();
  }
  return drawer;
}

/**
 * The keys of the molecules, in their order, on as many threads as there are processors to spare.
 *
 * @param told how many are done
 */
export async function identify(molecules: readonly Molecule[], told: (done: number) => void, stop: AbortSignal): Promise<Identified[]> {
  const found: Identified[] = molecules.map(one => ({ key: one.text, smiles: null }));
  const todo: number[] = [];
  for (let from = 0; from < molecules.length; from += AT_ONCE) {
    if (molecules.slice(from, from + AT_ONCE).some(one => one.notation !== 'key')) {
      todo.push(from);
    }
  }
  const spare = Math.min(todo.length, MOST_THREADS, Math.max(1, navigator.hardwareConcurrency - 1));
  const threads = spare === 1 ? [kit()] : Array.from({ length: spare }, () => new KitThread());
  let done = 0;
  try {
    await Promise.all(
      threads.map(async thread => {
        for (let from = todo.shift(); from !== undefined; from = todo.shift()) {
          stop.throwIfAborted();
          const some = molecules.slice(from, from + AT_ONCE);
          found.splice(from, some.length, ...(await thread.ask<'identify'>({ kind: 'identify', molecules: some })));
          told((done += some.length));
        }
      })
    );
  } finally {
    threads.filter(thread => thread !== drawer).forEach(thread => thread.end());
  }
  return found;
}

const drawings = new Map<string, Promise<string | null>>();

/** The structure as the address of an image; null if it cannot be drawn. */
export function draw(smiles: string, drawing: Drawing): Promise<string | null> {
  const name = `${drawing.width} ${drawing.height} ${drawing.dark} ${smiles}`;
  let known = drawings.get(name);
  if (known === undefined) {
    known = kit()
      .ask<'draw'>({ kind: 'draw', smiles, drawing })
      .then(svg => (svg === null ? null : `data:image/svg+xml,${encodeURIComponent(svg.replace("encoding='iso-8859-1'", ''))}`));
    known.catch(() => drawings.delete(name));
    drawings.set(name, known);
    if (drawings.size > KEPT_DRAWINGS) {
      drawings.delete(drawings.keys().next().value!);
    }
  }
  return known;
}

/** Molfiles with coordinates; null for what cannot be read. */
export function molfiles(smiles: readonly string[]): Promise<(string | null)[]> {
  return kit().ask<'molfiles'>({ kind: 'molfiles', smiles });
}

/** The key of the molecule without the rest of its salt; its own, if it is none. */
export function parentKey(smiles: string): Promise<string | null> {
  return kit().ask<'parent'>({ kind: 'parent', smiles });
}
