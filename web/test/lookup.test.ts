import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Model, Predictions } from '../src/api';
import { parsed } from '../src/exact';
import { lookUp, type Row } from '../src/lookup';
import type { Molecule } from '../src/molecules';
import { csv, json, sdf, tabbed } from '../src/save';
import { shown } from '../src/values';

const MODELS: Model[] = ['eos1aaa', 'eos2bbb'].map(model_id => ({ model_id, columns: ['a', 'b'], run_id: 'r', model_version: null }));

const letters = (number: number) => [...String(number).padStart(6, '0')].map(digit => 'ABCDEFGHIJ'[Number(digit)]).join('');
const key = (number: number) => `AAAAAAAA${letters(number)}-UHFFFAOYSA-N`;
const molecule = (number: number, name = ''): Molecule => ({ text: key(number), notation: 'key', name });

/** Says of each key its own text, as far as seven molecules an answer, the last first; every tenth is missing. */
function answer({ modelId, inputKeyArray, from = 0 }: { modelId: string; inputKeyArray: string[]; from?: number }): Predictions {
  const part = inputKeyArray.map((text, index) => ({ text, index })).slice(from, from + 7).reverse();
  return {
    columns: ['a', 'b'],
    output: part.filter(({ text }) => !text.includes('A-U')).map(({ text, index }) => ({ index, key: text, smiles: text, value: [`${modelId} ${text}`, 1], model_version: null, stale: false })),
    missing: part.filter(({ text }) => text.includes('A-U')),
    invalid: [],
    rejected: [],
    ...(from + 7 < inputKeyArray.length ? { next: from + 7 } : {})
  };
}

let served: typeof answer;
let written: (said: Predictions) => string;

beforeEach(() => {
  served = answer;
  written = said => JSON.stringify(said);
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => ({ ok: true, text: async () => written(served(JSON.parse(body))) }));
});

async function rows(molecules: Molecule[]): Promise<readonly Row[]> {
  let last: readonly Row[] = [];
  await lookUp(molecules, MODELS, false, found => (last = found), new AbortController().signal);
  return last;
}

describe('looking up', () => {
  it('puts every value beside its molecule, however often that was asked for and in whatever order it is answered', async () => {
    const numbers = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 1700);

    for (const row of await rows(numbers.map(number => molecule(number)))) {
      for (const model of MODELS) {
        const said = row.answers.get(model.model_id)!;
        const isMissing = numbers[row.number - 1]! % 10 === 0;
        expect([row.key, said.status, ...said.values]).toEqual([key(numbers[row.number - 1]!), ...(isMissing ? ['missing'] : ['stored', `${model.model_id} ${row.key}`, 1])]);
      }
    }
  });

  it.each<[string, (said: Predictions) => Predictions]>([
    ['another version during the lookup', said => ({ ...said, columns: ['b', 'a'] })],
    ['other molecules than it was asked for', said => ({ ...said, output: said.output.map(one => ({ ...one, key: key(9) })) })]
  ])('believes no answer of %s', async (why, changed) => {
    served = asked => changed(answer(asked));

    await expect(rows([molecule(1), molecule(2)])).rejects.toThrow(why);
  });
});

describe('saving', () => {
  it('rounds no number, however many digits it has', async () => {
    const digits = '12345678901234567890123456789012345678';
    const text = `"],"value":[${digits},1]`;
    served = asked => ({ ...answer(asked), output: answer(asked).output.map(one => ({ ...one, value: [text, 42] })) });
    written = said => JSON.stringify(said).replaceAll(',42]', `,${digits}]`);

    const found = { rows: await rows([molecule(1)]), models: MODELS.slice(0, 1) };

    const values = found.rows[0]!.answers.get('eos1aaa')!.values;
    expect(values.map(one => shown(one, { name: 'b', type: 'integer' }))).toEqual([text, digits]);
    expect(values.map(one => shown(one, undefined))).toEqual([text, '1.23×10³⁷']);
    expect(csv(found).split('\n')[1]).toContain(`",${digits},stored,`);
    expect(tabbed(found).split('\n')[1]).toContain(`\t${digits}\tstored\t`);
    expect(json(found)).toMatch(new RegExp(`^ *"?${digits}"?$`, 'm'));
  });

  it('says at once that an answer is cut', () => {
    expect(() => parsed(`{"output":[{"input":"${'C'.repeat(100_000)}`)).toThrow(SyntaxError);
  });

  it('runs no formula in a spreadsheet, and ends no record of an SDF early', async () => {
    const found = await rows([molecule(1, '=1+1'), molecule(2, '$$$$')]);

    expect(tabbed({ rows: found, models: [] }).split('\n').map(line => line.split('\t')[2])).toEqual(['name', "'=1+1", '$$$$']);
    expect(sdf({ rows: found, models: [] }, [null, null]).match(/^\$\$\$\$/gm)).toHaveLength(2);
  });
});
