// Puts the standard InChIKey of RDKit between the columns of make_expected.py, whose head comment says how to run both.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const rdkit = await createRequire(import.meta.url)('@rdkit/rdkit')();
const [header, ...rows] = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n');
if (header !== 'smiles,mol_weight') {
  throw new Error(`not what make_expected.py writes: ${header}`);
}

const lines = ['smiles,inchikey,mol_weight'];
const seen = new Map();
rows.forEach((row, index) => {
  const [smiles, weight] = row.split(','); // no SMILES here holds a comma or a quote
  const molecule = rdkit.get_mol(smiles);
  const key = rdkit.get_inchikey_for_inchi(molecule.get_inchi());
  molecule.delete();
  if (!/^[A-Z]{14}-[A-Z]{8}SA-[A-Z]$/.test(key)) {
    throw new Error(`row ${index + 1}: no standard InChIKey for ${smiles}: '${key}'`);
  }
  if (seen.has(key)) {
    throw new Error(`rows ${seen.get(key)} and ${index + 1} are one molecule: ${key}`);
  }
  seen.set(key, index + 1);
  lines.push(`${smiles},${key},${weight}`);
});
process.stdout.write(lines.join('\n') + '\n');
