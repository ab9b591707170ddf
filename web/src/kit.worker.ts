/** The chemistry kit in a thread of its own: keys, drawings, molfiles and parents of molecules. */

import startKit, { type MainModule, type Mol } from '@rdkit/rdkit';
import kitBinary from '@rdkit/rdkit/RDKit_minimal.wasm?url';
import type { Molecule } from './molecules';
import type { Answers, Drawing, Identified, Job } from './kit';

const STANDARD_KEY = /^[A-Z]{14}-[A-Z]{8}SA-[A-Z]$/;
/** The layer of an InChI that says how many protons more or fewer there are than in the neutral molecule. */
const PROTONS = /\/p[+-]\d+/;

const LIGHT_ON_DARK = {
  atomColourPalette: {
    '-1': [0.88, 0.88, 0.86], 0: [0.88, 0.88, 0.86], 1: [0.88, 0.88, 0.86], 6: [0.88, 0.88, 0.86], 7: [0.5, 0.66, 1], 8: [1, 0.5, 0.47],
    9: [0.45, 0.85, 0.6], 15: [1, 0.66, 0.3], 16: [0.9, 0.78, 0.3], 17: [0.45, 0.85, 0.45], 35: [0.9, 0.6, 0.45], 53: [0.8, 0.55, 1]
  },
  symbolColour: [0.88, 0.88, 0.86]
};

let loading: Promise<MainModule> | undefined;

function kit(): Promise<MainModule> {
  loading ??= startKit({
    instantiateWasm(imports: WebAssembly.Imports, take: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
      const binary = fetch(kitBinary, { headers: { accept: 'application/wasm' } });
      WebAssembly.instantiateStreaming(binary, imports).then(
        made => take(made.instance, made.module),
        trouble => self.postMessage({ trouble: String(trouble) })
      );
      return {};
    }
  });
  return loading;
}

/** What use makes of the molecule; null if the kit cannot read it. */
function using<T>(chem: MainModule, text: string, use: (molecule: Mol) => T): T | null {
  const molecule = chem.get_mol(text);
  try {
    return molecule !== null && molecule.is_valid() ? use(molecule) : null;
  } finally {
    molecule?.delete();
  }
}

function identify(chem: MainModule, one: Molecule): Identified {
  if (one.notation === 'key') {
    return { key: one.text, smiles: null };
  }
  if (one.notation === 'inchi') {
    return standard(chem.get_inchikey_for_inchi(one.text), null);
  }
  const found = using(chem, one.text, molecule => {
    const smiles = one.notation === 'smiles' ? one.text : molecule.get_smiles();
    const inchi = molecule.get_inchi();
    return inchi === '' ? { why: 'it has no InChIKey (a wildcard, or too large)' } : standard(chem.get_inchikey_for_inchi(inchi), smiles);
  });
  return found ?? { why: 'the structure cannot be read' };
}

function standard(key: string, smiles: string | null): Identified {
  return STANDARD_KEY.test(key) ? { key, smiles } : { why: 'it has no standard InChIKey' };
}

function draw(molecule: Mol, { width, height, dark }: Drawing): string {
  return molecule.get_svg_with_highlights(
    JSON.stringify({ width, height, clearBackground: false, bondLineWidth: 1.4, padding: 0.06, maxFontSize: 15, ...(dark ? LIGHT_ON_DARK : {}) })
  );
}

/** The key of the largest part without its charge, as far as protons can take it away. */
function parent(chem: MainModule, molecule: Mol): string | null {
  const parts = molecule.get_frags();
  try {
    const found: { size: number; weight: number; key: string }[] = [];
    while (!parts.molList.at_end()) {
      const part: Mol = parts.molList.next();
      const key = chem.get_inchikey_for_inchi(part.get_inchi().replace(PROTONS, ''));
      found.push({ size: part.get_num_atoms(true), weight: JSON.parse(part.get_descriptors()).amw, key });
      part.delete();
    }
    found.sort((a, b) => b.size - a.size || b.weight - a.weight || (a.key < b.key ? -1 : 1));
    return found[0]?.key ?? null;
  } finally {
    parts.molList.delete();
  }
}

const WORK: { [K in Job['kind']]: (job: Extract<Job, { kind: K }>) => Promise<Answers[K]> } = {
  identify: job => each(job.molecules, async one => (await attempt(chem => identify(chem, one))) ?? { why: 'the structure cannot be read' }),
  draw: job => attempt(chem => using(chem, job.smiles, molecule => draw(molecule, job.drawing))),
  molfiles: job => each(job.smiles, one => attempt(chem => using(chem, one, molecule => molecule.get_molblock()))),
  parent: job => attempt(chem => using(chem, job.smiles, molecule => parent(chem, molecule)))
};

/** One after the other. */
async function each<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const one of all) {
    done.push(await work(one));
  }
  return done;
}

/**
 * Whatever the kit throws at one molecule is no reason to fail for the others. One of a thousand atoms overflows its stack: what
 * it says afterwards is not to be trusted, so that the next molecule has a new one.
 */
async function attempt<T>(work: (chem: MainModule) => T): Promise<T | null> {
  const chem = await kit();
  try {
    return work(chem);
  } catch (trouble) {
    if (trouble instanceof WebAssembly.RuntimeError || trouble instanceof RangeError) {
      loading = undefined;
    }
    return null;
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<{ id: number; job: Job }>) => {
  const work = WORK[data.job.kind] as (job: Job) => Promise<unknown>;
  self.postMessage({ id: data.id, answer: await work(data.job) });
});
