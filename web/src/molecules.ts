/** Molecules as people have them: recognises SMILES, InChIKeys, InChI and SDF, in lines, tables and files. */

export const MOST_MOLECULES = 10_000;
const LONGEST_SMILES = 4096;

const KEY = /^[A-Z]{14}-[A-Z]{8}SA-[A-Z]$/;
const ANY_KEY = /^[A-Z]{14}-[A-Z]{8,10}-[A-Z]$/;
const SMILES = /^(?:\[[^[\]]+\]|Br|Cl|[BCNOSPFIbcnosp]|[0-9%()=#$:/\\.\-+~@*])+$/;
const ATOM = /[A-Za-z*]/;

const MOLECULE_HEADERS = ['smiles', 'input', 'can_smiles', 'canonical_smiles', 'key', 'inchikey', 'inchi'];
const NAME_HEADERS = ['name', 'title', 'compound', 'molecule', 'drug', 'common_name', 'preferred_name', 'id', 'molecule_id', 'compound_id'];
const SEPARATORS = ['\t', ',', ';'];

export type Notation = 'smiles' | 'key' | 'inchi' | 'molfile';

/** A molecule to look up; text is in the notation. */
export interface Molecule {
  readonly text: string;
  readonly notation: Notation;
  readonly name: string;
}

/** A line that is no molecule, and why. */
export interface Unread {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

export interface Reading {
  readonly molecules: readonly Molecule[];
  readonly unread: readonly Unread[];
  /** How the text was read, in words. */
  readonly as: string;
  /** Molecules beyond the most that are looked up. */
  readonly beyond: number;
}

export function read(text: string): Reading {
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const { molecules, unread, as } = /^M {2}END/m.test(whole) ? readSdf(whole) : readLines(whole);
  return { molecules: molecules.slice(0, MOST_MOLECULES), unread, as, beyond: Math.max(0, molecules.length - MOST_MOLECULES) };
}

type Found = Omit<Reading, 'beyond'>;

function readLines(whole: string): Found {
  const rows = records(whole, separatorOf(whole));
  const header = rows[0]?.cells.map(cell => cell.toLowerCase()) ?? [];
  const columns = MOLECULE_HEADERS.map(name => header.indexOf(name)).filter(at => at >= 0);
  const nameAt = NAME_HEADERS.map(name => header.indexOf(name)).find(at => at >= 0);
  const hasHeader = columns.length > 0;
  const molecules: Molecule[] = [];
  const unread: Unread[] = [];
  for (const { line, cells, text } of hasHeader ? rows.slice(1) : rows) {
    const one = hasHeader ? fromColumns(cells, columns, nameAt) : fromCells(cells);
    if (typeof one === 'string') {
      unread.push({ line, text: text.slice(0, 200), why: one });
    } else {
      molecules.push(one);
    }
  }
  return { molecules, unread, as: hasHeader ? `a table; molecules from the column “${rows[0]!.cells[columns[0]!]}”` : 'one molecule per line' };
}

function fromColumns(cells: string[], columns: number[], nameAt: number | undefined): Molecule | string {
  const text = columns.map(at => cells[at] ?? '').find(cell => cell !== '');
  if (text === undefined) {
    return 'no molecule in this row';
  }
  const notation = notationOf(text);
  return notation in WHY_NOT ? WHY_NOT[notation as Refusal] : { text, notation: notation as Notation, name: nameAt === undefined ? '' : cells[nameAt] ?? '' };
}

/** The first cell that is a molecule; the first other one is its name. Blanks separate cells where nothing else does. */
function fromCells(given: string[]): Molecule | string {
  const [first = '', ...rest] = given;
  const parts = given.length === 1 ? /^(\S+)\s+(.*)$/.exec(first)?.slice(1) ?? [first] : [first, ...rest];
  for (const [at, part] of parts.entries()) {
    const notation = notationOf(part);
    if (!(notation in WHY_NOT)) {
      return { text: part, notation: notation as Notation, name: parts.find((other, i) => i !== at && other !== '') ?? '' };
    }
  }
  return WHY_NOT[notationOf(parts[0] ?? '') as Refusal] ?? WHY_NOT.neither;
}

const WHY_NOT = {
  odd: 'an InChIKey, but not of a standard InChI (“SA” at its end)',
  long: `longer than ${LONGEST_SMILES} characters`,
  neither: 'neither SMILES nor an InChIKey'
};
type Refusal = keyof typeof WHY_NOT;

function notationOf(text: string): Notation | Refusal {
  if (KEY.test(text)) {
    return 'key';
  }
  if (ANY_KEY.test(text)) {
    return 'odd';
  }
  if (text.startsWith('InChI=1')) {
    return 'inchi';
  }
  if (text.length > LONGEST_SMILES) {
    return 'long';
  }
  return SMILES.test(text) && ATOM.test(text) ? 'smiles' : 'neither';
}

function readSdf(whole: string): Found {
  const molecules: Molecule[] = [];
  const unread: Unread[] = [];
  let line = 1;
  for (const record of whole.split(/^\$\$\$\$.*\n?/m)) {
    const end = /^M {2}END.*$/m.exec(record);
    if (end !== null) {
      const text = record.slice(0, end.index + end[0].length);
      molecules.push({ text: `${text}\n`, notation: 'molfile', name: record.slice(0, record.indexOf('\n')).trim() });
    } else if (record.trim() !== '') {
      unread.push({ line, text: record.trim().slice(0, 200), why: 'a record without “M  END”' });
    }
    line += record.split('\n').length;
  }
  return { molecules, unread, as: 'an SDF file' };
}

/** SMILES hold none of these characters, names may: what the first line has separates. */
function separatorOf(whole: string): string | null {
  const first = /^.*\S.*$/m.exec(whole)?.[0] ?? '';
  return SEPARATORS.find(one => first.includes(one)) ?? null;
}

interface Row {
  readonly line: number;
  readonly cells: string[];
  readonly text: string;
}

/** Records of RFC 4180, for any separator; blank lines are none. */
function records(whole: string, separator: string | null): Row[] {
  const rows: Row[] = [];
  let at = 0;
  let line = 1;
  while (at < whole.length) {
    const start = at;
    const startLine = line;
    const cells: string[] = [];
    let cell = '';
    for (let ended = false; !ended; ) {
      if (separator !== null && cell.trim() === '' && whole[at] === '"') {
        const close = closing(whole, at + 1);
        cell = whole.slice(at + 1, close).replaceAll('""', '"');
        line += cell.split('\n').length - 1;
        at = close + 1;
      }
      const c = whole[at];
      ended = c === undefined || c === '\n';
      if (ended || c === separator) {
        cells.push(cell.trim());
        cell = '';
      } else {
        cell += c;
      }
      at++;
    }
    line++;
    if (cells.some(one => one !== '')) {
      rows.push({ line: startLine, cells, text: whole.slice(start, at).trim() });
    }
  }
  return rows;
}

/** Where the quote ends that began before from; the end of the text, if nowhere. */
function closing(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) {
      return text.length;
    }
    if (text[at + 1] !== '"') {
      return at;
    }
  }
}

/** The text of a file: UTF-8 or UTF-16, compressed by gzip or not. */
export async function textOf(file: Blob): Promise<string> {
  let bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  }
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
