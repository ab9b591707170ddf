import { describe, expect, it } from 'vitest';
import { fromLink } from '../src/link';
import { MOST_MOLECULES, read, textOf } from '../src/molecules';

const ASPIRIN = 'CC(=O)Oc1ccccc1C(=O)O';
const KEY = 'BSYNRYMUTXBXSQ-UHFFFAOYSA-N';
const ETHANOL = 'InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3';
const SALT = 'InChI=1S/C2H4O2.Na/c1-2(3)4;/h1H3,(H,3,4);/q;+1/p-1';

function molecules(text: string) {
  return read(text).molecules.map(one => [one.notation, one.text, one.name]);
}

describe('reading', () => {
  it.each([
    ['a SMILES per line', `${ASPIRIN}\nCCO\n`, [['smiles', ASPIRIN, ''], ['smiles', 'CCO', '']]],
    ['a name behind a blank', 'CCO ethyl alcohol', [['smiles', 'CCO', 'ethyl alcohol']]],
    ['a key, and blank lines around it', `\n\n ${KEY} \n`, [['key', KEY, '']]],
    ['an InChI', 'InChI=1S/CH4/h1H4', [['inchi', 'InChI=1S/CH4/h1H4', '']]],
    ['InChIs with commas and semicolons of their own', `${ETHANOL} ethanol\n${SALT}\n`, [['inchi', ETHANOL, 'ethanol'], ['inchi', SALT, '']]],
    ['InChIs in a table', `name,inchi,cas\n(R)-x,"${ETHANOL}",64-17-5\nmethane,InChI=1S/CH4/h1H4,1H-y\n`, [['inchi', ETHANOL, '(R)-x'], ['inchi', 'InChI=1S/CH4/h1H4', 'methane']]],
    ['a quote that begins a name and ends nowhere', 'smiles,name\nCCO,"spirit\nCCC,"so called" gas\nCCN,"x"\n', [['smiles', 'CCO', '"spirit'], ['smiles', 'CCC', '"so called" gas'], ['smiles', 'CCN', 'x']]],
    ['what a spreadsheet copies', `Name\tSMILES\nethanol\tCCO\n`, [['smiles', 'CCO', 'ethanol']]],
    ['a CSV with quotes, a BOM and CRLF', '\uFEFFsmiles,name\r\n"CCO","so called ""spirit"", pure"\r\n', [['smiles', 'CCO', 'so called "spirit", pure']]],
    ['a line break within quotes', 'name,smiles\n"two\nlines",CCO\n', [['smiles', 'CCO', 'two\nlines']]],
    ['semicolons and no header', 'ethanol;CCO\n', [['smiles', 'CCO', 'ethanol']]],
    ['CR alone as line end', 'CCO\rCCC\r', [['smiles', 'CCO', ''], ['smiles', 'CCC', '']]],
    ['a charged, isotopic, stereo SMILES', 'F/C=C/[13C@@H](N)[O-].[Na+]', [['smiles', 'F/C=C/[13C@@H](N)[O-].[Na+]', '']]],
    ['the smiles column before the key column', `key,smiles\n${KEY},CCO\n`, [['smiles', 'CCO', '']]],
    ['the key where the smiles is empty', `key,smiles\n${KEY},\n`, [['key', KEY, '']]]
  ])('%s', (_, text, expected) => {
    expect(molecules(text)).toEqual(expected);
  });

  it('says of each other line why it is none', () => {
    expect(read(`CCO\nAspirin\nBSYNRYMUTXBXSQ-UHFFFAOYNA-N\n${'C'.repeat(4097)}`).unread.map(one => [one.line, one.why])).toEqual([
      [2, 'neither SMILES nor an InChIKey'],
      [3, 'an InChIKey, but not of a standard InChI (“SA” at its end)'],
      [4, 'longer than 4096 characters']
    ]);
  });

  it.each([`inchi,name\n${ETHANOL},ethanol\n`, `ethanol,${ETHANOL}\nC,${ETHANOL}\n`, `inchi;name\n${SALT};x\n`])('takes no part of an InChI for the whole: %s', text => {
    const { molecules, unread } = read(text);

    expect(molecules.filter(one => one.notation === 'inchi')).toEqual([]);
    expect(unread[0]!.why).toMatch(/^an InChI that ends at a comma/);
  });

  it('takes records of an SDF with their names', () => {
    const record = (name: string) => `${name}\n  kit\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0 0.0 0.0 C   0  0\nM  END\n> <id>\n7\n\n$$$$\n`;
    const sdf = read(record('methane') + record('') + 'broken\n$$$$\n');

    expect(sdf.as).toBe('an SDF file');
    expect(sdf.molecules.map(one => [one.notation, one.name])).toEqual([['molfile', 'methane'], ['molfile', '']]);
    expect(sdf.molecules[0]!.text.endsWith('M  END\n')).toBe(true);
    expect(sdf.unread).toHaveLength(1);
  });

  it('takes ten thousand and counts the rest', () => {
    const many = read('CCO\n'.repeat(MOST_MOLECULES + 3));

    expect(many.molecules).toHaveLength(MOST_MOLECULES);
    expect(many.beyond).toBe(3);
  });

  it('reads UTF-16 and gzip', async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, 0x43, 0, 0x4f, 0]);
    expect(await textOf(new Blob([utf16]))).toBe('CO');
    const packed = new Blob(['CCO']).stream().pipeThrough(new CompressionStream('gzip'));
    expect(await textOf(await new Response(packed).blob())).toBe('CCO');
  });
});

describe('a link', () => {
  it('asks each model once', () => {
    expect(fromLink('#models=eos1aaa,eos2bbb,eos1aaa&molecules=CCO')).toEqual({ models: ['eos1aaa', 'eos2bbb'], text: 'CCO' });
  });
});
