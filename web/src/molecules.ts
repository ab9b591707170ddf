/** Molecules as people have them: recognises SMILES, InChIKeys, InChI and SDF, in lines, tables and files. */

export const MOST_MOLECULES = 10_000;
const LONGEST_SMILES = 4096;

const KEY = /^[A-Z]{14}-[A-Z]{8}SA-[A-Z]$/;
const ANY_KEY = /^[A-Z]{14}-[A-Z]{8,10}-[A-Z]$/;
const SMILES = /^(?:\[[^[\]]+\]|Br|Cl|[BCNOSPFIbcnosp]|[0-9%()=#$:/\\.\-+~@*])+$/;
const ATOM = /[A-Za-z*]/;
const INCHI = /^InChI=1S?(?:\/(?:[A-Z0-9][A-Za-z0-9.]*|m[01.]+|[a-z][-+?,;()*0-9A-Zumn]*))+$/;
/** What stands behind a comma or semicolon of an InChI. */
const INCHI_GOES_ON = /^\/|^(?:\(H\d*|\d[\d-]*H\d*|\d+[-+?])(?:[,;/]|$)/;

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
  const place = columns.find(at => (cells[at] ?? '') !== '');
  if (place === undefined) {
    return 'no molecule in this row';
  }
  const text = cells[place]!;
  const notation = notationOf(text, cells[place + 1]);
  return notation in WHY_NOT ? WHY_NOT[notation as Refusal] : { text, notation: notation as Notation, name: nameAt === undefined ? '' : cells[nameAt] ?? '' };
}

/** The first cell that is a molecule; the first other one is its name. Blanks separate cells where nothing else does. */
function fromCells(given: string[]): Molecule | string {
  const [first = '', ...rest] = given;
  const parts = given.length === 1 ? /^(\S+)\s+(.*)$/.exec(first)?.slice(1) ?? [first] : [first, ...rest];
  for (const [at, part] of parts.entries()) {
    const notation = notationOf(part, parts[at + 1]);
    if (!(notation in WHY_NOT)) {
      return { text: part, notation: notation as Notation, name: parts.find((other, i) => i !== at && other !== '') ?? '' };
    }
  }
  const why = parts.map((part, at) => notationOf(part, parts[at + 1]) as Refusal);
  return WHY_NOT[why.find(one => one !== 'neither') ?? 'neither'];
}

const WHY_NOT = {
  odd: 'an InChIKey, but not of a standard InChI (“SA” at its end)',
  long: `longer than ${LONGEST_SMILES} characters`,
  cut: 'an InChI that ends at a comma or semicolon of its own: put it in quotes',
  neither: 'neither SMILES nor an InChIKey'
};
type Refusal = keyof typeof WHY_NOT;

/** @param next what the next cell has, if there is one */
function notationOf(text: string, next: string | undefined): Notation | Refusal {
  if (KEY.test(text)) {
    return 'key';
  }
  if (ANY_KEY.test(text)) {
    return 'odd';
  }
  if (INCHI.test(text)) {
    return isCut(text, next ?? '') ? 'cut' : 'inchi';
  }
  if (text.length > LONGEST_SMILES) {
    return 'long';
  }
  return SMILES.test(text) && ATOM.test(text) ? 'smiles' : 'neither';
}

/** A part of an InChI has a key, too, but not that of the molecule. */
function isCut(inchi: string, next: string): boolean {
  return INCHI_GOES_ON.test(next) || /\/[a-z]$/.test(inchi) || inchi.split('(').length !== inchi.split(')').length;
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

/** SMILES hold none of these characters, names may: what the first line has separates. Those of an InChI do not count. */
function separatorOf(whole: string): string | null {
  const first = (/^.*\S.*$/m.exec(whole)?.[0] ?? '').replace(/InChI=\S*/g, '');
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
      const close = separator !== null && cell.trim() === '' && whole[at] === '"' ? closing(whole, at + 1, separator) : -1;
      if (close >= 0) {
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

/** Where the quote ends that began before from; -1 if it is none but the first character of a text, or lines would be lost in it. */
function closing(text: string, from: number, separator: string): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || text[at + 1] !== '"') {
      const behind = at < 0 ? 'unclosed' : /[^ ]|$/.exec(text.slice(at + 1, at + 100))![0];
      return ['', '\n', separator].includes(behind) ? at : -1;
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
