import { useState } from 'preact/hooks';
import { molfiles } from './kit';
import { overall, type Row } from './lookup';
import { Menu } from './menus';
import { citation, csv, curl, excelCsv, json, keysOf, missing, query, requestFile, save, sdf, tabbed, type Results } from './save';
import { many } from './values';

/** The results for other programs, and the commands that give the same. */
export function SaveMenu({ results, selected, all }: { results: Results; selected: number; all: readonly Row[] }) {
  const [said, setSaid] = useState('');
  const { rows, models } = results;
  const absent = all.filter(row => overall(row) === 'missing' && row.smiles !== null).length;
  const copy = (text: string, what: string) =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(`${what} copied`),
      () => setSaid('this browser does not let the page copy: save a file')
    );
  const saveSdf = async () => {
    try {
      const drawn = await molfiles(rows.map(row => row.smiles ?? ''));
      save('predictions.sdf', 'chemical/x-mdl-sdfile', sdf(results, drawn));
    } catch (trouble) {
      setSaid((trouble as Error).message);
    }
  };
  return (
    <Menu title="Save or copy">
      <p class="hint">{selected > 0 ? `${many(selected, 'selected row')}` : `All ${many(rows.length, 'row')} shown; select rows to save fewer`}</p>
      <div class="buttons">
        <button onClick={() => save('predictions.csv', 'text/csv', csv(results))}>CSV</button>
        <button onClick={() => save('predictions-excel.csv', 'text/csv', excelCsv(results))}>CSV for Excel</button>
        <button onClick={() => save('predictions.json', 'application/json', json(results))}>JSON</button>
        <button onClick={() => void saveSdf()}>SDF</button>
        <button onClick={() => void copy(tabbed(results), 'table')}>Copy as a table</button>
        <button onClick={() => window.print()}>Print</button>
      </div>
      {absent > 0 && (
        <>
          <h3>Predict what is missing</h3>
          <p>
            {many(absent, 'molecule has', 'molecules have')} no prediction. Save them as <button class="link" onClick={() => save('missing.csv', 'text/csv', missing({ rows: all, models }))}>missing.csv</button>, then run:
          </p>
          {models.filter(model => all.some(row => row.answers.get(model.model_id)!.status === 'missing')).map(model => (
            <Command key={model.model_id} text={`precalc run --model ${model.model_id} --library missing.csv`} copy={copy} />
          ))}
        </>
      )}
      <h3>The same from a terminal</h3>
      {models.map(model => (
        <div key={model.model_id}>
          <Command text={query(results, model)} copy={copy} />
          <Command text={curl(results, model)} copy={copy} />
          {curl(results, model).endsWith('@request.json') && (
            <p class="hint">
              With <button class="link" onClick={() => save('request.json', 'application/json', requestFile(results, model))}>request.json</button>
              {keysOf(rows).length > 1000 && ', which has the first 1,000 keys: a call takes no more'}, and the CSV from above
            </p>
          )}
        </div>
      ))}
      <h3>Cite</h3>
      {models.map(model => (
        <Command key={model.model_id} text={citation(model, new Date())} copy={copy} />
      ))}
      <p role="status">{said}</p>
    </Menu>
  );
}

function Command({ text, copy }: { text: string; copy: (text: string, what: string) => void }) {
  return (
    <div class="command">
      <code>{text}</code>
      <button onClick={() => copy(text, 'text')}>Copy</button>
    </div>
  );
}
