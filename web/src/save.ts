/** Results in forms that other programs read. */

import { apiKey, apiUrl, MOST_INPUTS, request, type Model, type Value } from './api';
import type { Exact } from './exact';
import { overall, type Row } from './lookup';

type Cell = string | number | Exact | null;

/** Keys that are shown in a command; longer lists are in a file. */
const MOST_SHOWN = 10;

export interface Results {
  readonly rows: readonly Row[];
  readonly models: readonly Model[];
}

/** As precalc query writes it: key, input, the columns, status, smiles, version; columns carry the model's id if there are several. */
export function table({ rows, models }: Results): Cell[][] {
  const isOne = models.length === 1;
  const columns = models.flatMap(model => model.columns.map(column => (isOne ? column : `${model.model_id} ${column}`)));
  const statuses = models.map(model => (isOne ? 'status' : `${model.model_id} status`));
  const versions = models.map(model => (isOne ? 'model_version' : `${model.model_id} model_version`));
  return [
    ['key', 'input', 'name', ...columns, ...statuses, 'smiles', ...versions],
    ...rows.map(row => [
      row.key,
      input(row),
      row.molecule.name,
      ...models.flatMap(model => values(row, model)),
      ...models.map(model => row.answers.get(model.model_id)?.status ?? null),
      row.smiles,
      ...models.map(model => row.answers.get(model.model_id)?.version ?? null)
    ])
  ];
}

function input(row: Row): string {
  return row.molecule.notation === 'molfile' ? row.smiles ?? '' : row.molecule.text;
}

function values(row: Row, model: Model): Value[] {
  const answer = row.answers.get(model.model_id);
  return model.columns.map((_, at) => answer?.values[at] ?? null);
}

export function csv(results: Results): string {
  return table(results)
    .map(row => row.map(quoted).join(','))
    .join('\n')
    .concat('\n');
}

/** With a mark by which Excel knows UTF-8. */
export function excelCsv(results: Results): string {
  const lines = table(results).map(row => row.map(cell => quoted(text(cell))).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

export function tabbed(results: Results): string {
  return table(results)
    .map(row => row.map(cell => String(text(cell) ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');
}

/** What a spreadsheet would take for a formula stays text. */
function text(cell: Cell): Cell {
  return typeof cell === 'string' && /^\s*[=+@-]|^[\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function json({ rows, models }: Results): string {
  const all = rows.map(row => ({
    key: row.key,
    input: input(row),
    ...(row.molecule.name === '' ? {} : { name: row.molecule.name }),
    smiles: row.smiles,
    predictions: models.map(model => {
      const { status, values: value, percentiles, version, why } = row.answers.get(model.model_id)!;
      return { model_id: model.model_id, status, ...(why === '' ? {} : { reason: why }), columns: model.columns, value, percentiles, model_version: version };
    })
  }));
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** @param molfiles of the rows, in their order; a molecule without one is an empty structure */
export function sdf({ rows, models }: Results, molfiles: readonly (string | null)[]): string {
  const [header, ...records] = table({ rows, models }) as [Cell[], ...Cell[][]];
  return records
    .map((record, at) => {
      const molfile = molfiles[at] ?? '\n\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n';
      const name = line(rows[at]!.molecule.name);
      const properties = record.map((cell, i) => (cell === null || cell === '' ? '' : `> <${property(header[i])}>\n${line(cell)}\n\n`)).join('');
      return `${name}${molfile.slice(molfile.indexOf('\n'))}${properties}$$$$\n`;
    })
    .join('');
}

/** The format ends a name with >, a value with an empty line, and the record with four dollars at the start of a line. */
function property(name: Cell | undefined): string {
  return String(name).replace(/[<>\r\n]+/g, '_');
}

function line(cell: Cell): string {
  return String(cell).replace(/[\r\n]+/g, ' ').replace(/^\$\$\$\$/, ' $&');
}

/** The file of molecules without a prediction, which precalc run takes. */
export function missing({ rows }: Results): string {
  const smiles = rows.filter(row => overall(row) === 'missing' && row.smiles !== null).map(row => row.smiles!);
  return ['smiles', ...new Set(smiles)].map(quoted).join('\n').concat('\n');
}

export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Keys where they are known, as they are here in any case. */
export function keysOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap(row => row.key ?? []))];
}

export function requestFile({ rows }: Results, model: Model): string {
  return `${JSON.stringify(request(model.model_id, keysOf(rows).slice(0, MOST_INPUTS), false))}\n`;
}

export function curl(results: Results, model: Model): string {
  const isShort = keysOf(results.rows).length <= MOST_SHOWN;
  const key = apiKey.get() === '' ? '' : ' -H "x-api-key: $PRECALC_API_KEY"';
  const body = isShort ? word(requestFile(results, model).trim()) : '@request.json';
  return `curl ${word(`${apiUrl()}/predictions`)}${key} -H 'content-type: application/json' -d ${body}`;
}

export function query({ rows }: Results, model: Model): string {
  const keys = keysOf(rows);
  return `precalc query --model ${model.model_id} --api ${word(apiUrl())} ${keys.length <= MOST_SHOWN ? keys.join(' ') : '--input predictions.csv'}`;
}

export function citation(model: Model, day: Date): string {
  const on = day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return [
    `${model.title ?? model.model_id}. Ersilia Model Hub, model ${model.model_id}${model.model_version === null ? '' : `, version ${model.model_version}`}.`,
    model.publication === undefined ? '' : `Published at ${model.publication}.`,
    `Predictions over a reference library, run ${model.run_id}; looked up with precalc on ${on}.`,
    model.license === undefined ? '' : `Licence of the model: ${model.license}.`
  ]
    .filter(one => one !== '')
    .join(' ');
}

export function save(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
