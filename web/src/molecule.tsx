import { useEffect, useRef, useState } from 'preact/hooks';
import { distributions, model as loadModel, molecule, type ColumnBars, type InModel, type ListedModel, type Model, type MoleculeAnswer } from './api';
import { DistributionChart } from './chart';
import { numberOf } from './exact';
import { parentKey } from './kit';
import { changed, REASONS, type Row } from './lookup';
import { PercentileBar } from './results';
import { StatusMark } from './status';
import { Structure } from './structure';
import { save } from './save';
import { many, meaning, shown } from './values';

/** Of a model with thousands of columns so many are shown. */
const MOST_COLUMNS = 50;

interface Props {
  readonly row: Row;
  readonly models: readonly Model[];
  readonly listed: readonly ListedModel[];
  readonly close: () => void;
}

/** All that is known of one molecule. */
export function MoleculeDialog({ row, models, listed, close }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const [known, setKnown] = useState<MoleculeAnswer | null | undefined>(undefined);
  const [parent, setParent] = useState<{ key: string; has: readonly string[] } | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    box.current!.showModal();
    const fail = (reason: Error) => setTrouble(reason.message);
    if (row.key !== null) {
      molecule(row.key).then(setKnown, fail);
    }
    if (row.smiles !== null && row.smiles.includes('.')) {
      findParent(row.key, row.smiles).then(setParent, fail);
    }
  }, []);
  const name = row.molecule.name || row.key || row.molecule.text;
  const smiles = row.smiles ?? known?.smiles ?? null;
  const predicted = new Set(known?.predictions.map(one => one.model_id));
  const rejected = new Map(known?.rejected?.map(one => [one.model_id, one.reason]));
  const without = listed.filter(one => !predicted.has(one.model_id) && !rejected.has(one.model_id));
  const asked = models.map(one => one.model_id);
  const ordered = [...(known?.predictions ?? [])].sort((a, b) => Number(asked.includes(b.model_id)) - Number(asked.includes(a.model_id)));
  const invalid = row.key === null ? [...row.answers.values()].find(one => one.why !== '')?.why : undefined;
  return (
    <dialog ref={box} onClose={close} aria-labelledby="molecule-name" onClick={event => event.target === box.current && box.current!.close()}>
      <article>
        <header>
          <h2 id="molecule-name">{name}</h2>
          <button onClick={() => box.current!.close()}>Close</button>
        </header>
        <div class="identity">
          <Structure smiles={smiles} of={name} width={300} height={210} />
          <dl>
            <dt>InChIKey</dt>
            <dd><code>{row.key ?? 'none'}</code></dd>
            {smiles !== null && (
              <>
                <dt>SMILES</dt>
                <dd><code>{smiles}</code></dd>
              </>
            )}
            {invalid !== undefined && (
              <>
                <dt><StatusMark status="invalid" why="" /></dt>
                <dd>{invalid}. Correct it, or let the server read it.</dd>
              </>
            )}
            {parent !== null && (
              <>
                <dt>Parent</dt>
                <dd>
                  This is a salt or mixture. Its largest part is <code>{parent.key}</code>, which {parent.has.length === 0 ? 'has no predictions either' : <>
                    has <a href={`#${new URLSearchParams({ models: parent.has.join(','), molecules: parent.key })}`} target="_blank" rel="noopener">{many(parent.has.length, 'prediction')} of its own</a></>}. A model may answer differently for the two.
                </dd>
              </>
            )}
          </dl>
        </div>
        {trouble !== '' && <p class="notice" role="alert">{trouble}</p>}
        {row.key !== null && known === undefined && trouble === '' && <p class="hint" role="status">Asking all models…</p>}
        {ordered.map(one => (
          <Prediction key={one.model_id} prediction={one} row={row} listed={listed.find(model => model.model_id === one.model_id)} />
        ))}
        {[...rejected].map(([id, reason]) => (
          <section key={id}>
            <h3>{titleOf(id, listed)}</h3>
            <p><StatusMark status="rejected" why="" />: {REASONS[reason] ?? reason}. Running the model again gives the same, unless model or library change.</p>
          </section>
        ))}
        {known !== undefined && without.length > 0 && (
          <section>
            <h3><StatusMark status="missing" why="" /></h3>
            <p>
              Not predicted by {without.slice(0, 10).map(one => one.title ?? one.model_id).join(', ')}{without.length > 10 && ` and ${without.length - 10} more`}: it is not in the library that was predicted.
              {smiles !== null && <> To have it predicted, save <button class="link" onClick={() => save('missing.csv', 'text/csv', `smiles\n${/[",]/.test(smiles) ? `"${smiles.replaceAll('"', '""')}"` : smiles}\n`)}>missing.csv</button> and run <code>precalc run --model {without[0]!.model_id} --library missing.csv</code></>}
            </p>
          </section>
        )}
      </article>
    </dialog>
  );
}

function titleOf(id: string, listed: readonly ListedModel[]): string {
  return listed.find(one => one.model_id === id)?.title ?? id;
}

async function findParent(own: string | null, smiles: string): Promise<{ key: string; has: readonly string[] } | null> {
  const key = await parentKey(smiles);
  if (key === null || key === own) {
    return null;
  }
  return { key, has: (await molecule(key))?.predictions.map(one => one.model_id) ?? [] };
}

function Prediction({ prediction, row, listed }: { prediction: InModel; row: Row; listed: ListedModel | undefined }) {
  const [model, setModel] = useState<Model | null>(null);
  const [bars, setBars] = useState<ReadonlyMap<string, ColumnBars>>(new Map());
  useEffect(() => {
    const ignore = () => {}; // what is known stands here without it
    loadModel(prediction.model_id).then(setModel, ignore);
    if (!prediction.stale) {
      distributions(prediction.model_id).then(all => setBars(new Map(all.columns.map(one => [one.column, one]))), ignore);
    }
  }, []);
  const answer = row.answers.get(prediction.model_id);
  return (
    <section>
      <h3>
        {model?.title ?? listed?.title ?? prediction.model_id} <StatusMark status={prediction.stale ? 'stale' : 'stored'} why="" />
      </h3>
      {prediction.stale && model !== null && <p>This prediction is stale: {changed(prediction.model_version, prediction.columns, model)}.</p>}
      {model?.interpretation !== undefined && <p>{model.interpretation}</p>}
      <div class="values">
        {prediction.columns.slice(0, MOST_COLUMNS).map((column, at) => {
          const facts = model?.column_facts?.find(one => one.name === column);
          const value = prediction.value[at] ?? null;
          const number = numberOf(value);
          const numbers = bars.get(column);
          const percentile = prediction.stale || answer === undefined || String(answer.values[at]) !== String(value) ? null : answer.percentiles[at] ?? null;
          return (
            <figure key={column}>
              <figcaption>
                <strong>{column}</strong> <output>{shown(value, facts)}</output> {facts?.unit} {percentile !== null && <PercentileBar percentile={percentile} />}
                <small>{facts !== undefined && meaning(column, facts)}</small>
              </figcaption>
              {numbers !== undefined && number !== undefined && <DistributionChart numbers={numbers} value={number} percentile={percentile} />}
            </figure>
          );
        })}
      </div>
      {prediction.columns.length > MOST_COLUMNS && <p class="hint">The first {MOST_COLUMNS} of {many(prediction.columns.length, 'column')}; a saved file has all.</p>}
      <p class="facts">
        {prediction.model_version !== null && <>version {prediction.model_version} · </>}run {prediction.run_id}
        {listed !== undefined && ` · ${listed.created.slice(0, 10)}`}
        {model?.license !== undefined && ` · licence ${model.license}`}
        {' · '}
        <Away to={`https://github.com/ersilia-os/${prediction.model_id}`}>the model’s page</Away>
        {model?.publication !== undefined && <> · <Away to={model.publication}>publication</Away></>}
      </p>
    </section>
  );
}

/** A link to another place; what is no address of the web is text. */
function Away({ to, children }: { to: string; children: string }) {
  return /^https?:\/\//.test(to) ? <a href={to} target="_blank" rel="noopener noreferrer">{children}</a> : <>{children}: {to}</>;
}
