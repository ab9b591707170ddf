/** Values as people read them. */

import type { ColumnFacts, Value } from './api';
import { numberOf } from './exact';

/** Four digits that count; the whole number stands in exports and in the tooltip. */
export function shown(value: Value, facts: ColumnFacts | undefined): string {
  if (value === null) {
    return '–';
  }
  const number = numberOf(value);
  if (number === undefined) {
    return String(value);
  }
  if (number === 0 || (facts?.type === 'integer' && Number.isInteger(number))) {
    return minus(String(value));
  }
  const size = Math.abs(number);
  if (size >= 1e6 || size < 1e-3) {
    const [digits, power] = number.toExponential(2).split('e') as [string, string];
    return minus(`${digits}×10${[...power.replace('+', '')].map(one => SUPERSCRIPT[one]).join('')}`);
  }
  return minus(size >= 1000 ? number.toFixed(1) : String(Number(number.toPrecision(4))));
}

const SUPERSCRIPT: Readonly<Record<string, string>> = Object.fromEntries([...'-0123456789'].map((one, at) => [one, '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'[at]!]));

function minus(text: string): string {
  return text.replace(/^-/, '−');
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

export function many(number: number, one: string, several = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : several}`;
}

export function percent(percentile: number): string {
  return `${percentile > 0 && percentile < 1 ? '<1' : percentile > 99 && percentile < 100 ? '>99' : Math.round(percentile)} %`;
}

/** What a column means, in a sentence or two. */
export function meaning(name: string, facts: ColumnFacts | undefined): string {
  return [
    facts?.description ?? name,
    facts?.unit === undefined ? '' : `Unit: ${facts.unit}`,
    facts?.direction === undefined ? '' : `${facts.direction === 'high' ? 'High' : 'Low'} values are the interesting ones`
  ]
    .filter(one => one !== '')
    .map(one => one.replace(/\.?$/, '.'))
    .join(' ');
}
