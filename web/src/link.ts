/** A small query in the address bar, behind the # that no browser sends to a server. */

import { read, type Molecule } from './molecules';

const LONGEST = 2000;

export function linkTo(models: readonly string[], molecules: readonly Molecule[]): string {
  const isSmall = molecules.every(one => one.notation !== 'molfile');
  const query = new URLSearchParams({ models: models.join(','), molecules: molecules.map(one => one.text).join('\n') });
  return isSmall && query.toString().length <= LONGEST ? `#${query}` : `#${new URLSearchParams({ models: models.join(',') })}`;
}

export function fromLink(hash: string): { models: string[]; text: string } {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const text = query.get('molecules') ?? '';
  return { models: [...new Set((query.get('models') ?? '').split(','))].filter(one => one !== ''), text: read(text).molecules.length > 0 ? text : '' };
}
