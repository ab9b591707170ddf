import { useEffect, useState } from 'preact/hooks';
import { model as loadModel, type ListedModel, type Model } from './api';
import { count, many } from './values';

/** Of so few models all descriptions are asked for; of more, those that are looked at. */
const FEW = 20;
const MOST_LISTED = 100;

interface Props {
  readonly listed: readonly ListedModel[] | null;
  readonly picked: readonly string[];
  readonly pick: (models: readonly string[]) => void;
}

export function ModelPicker({ listed, picked, pick }: Props) {
  const [wanted, setWanted] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, Model>>(new Map());
  const learn = (id: string) =>
    void loadModel(id)
      .then(one => setKnown(before => new Map(before).set(id, one)))
      .catch(() => {}); // the list says what it has
  useEffect(() => {
    if (listed !== null && listed.length <= FEW) {
      listed.forEach(one => learn(one.model_id));
    }
  }, [listed]);

  const words = wanted.toLowerCase().split(/\s+/);
  const matching = (listed ?? []).filter(one => {
    const text = `${one.model_id} ${one.title ?? ''} ${known.get(one.model_id)?.description ?? ''} ${one.columns.slice(0, 50).join(' ')}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
  const toggle = (id: string) => {
    learn(id);
    pick(picked.includes(id) ? picked.filter(one => one !== id) : [...picked, id]);
  };

  return (
    <fieldset class="card models">
      <legend>
        <h2>Models</h2>
      </legend>
      {listed === null && <p class="hint">Loading the models…</p>}
      {listed?.length === 0 && <p class="hint">There are no predictions yet. The first come with: precalc run --model eos3b5e --runner embedded</p>}
      {listed !== null && listed.length > 1 && (
        <input type="search" aria-label="Search models" placeholder={`Search ${many(listed.length, 'model')}`} value={wanted} onInput={event => setWanted(event.currentTarget.value)} />
      )}
      <ul>
        {matching.slice(0, MOST_LISTED).map(one => (
          <li key={one.model_id}>
            <label onPointerEnter={() => learn(one.model_id)}>
              <input type="checkbox" checked={picked.includes(one.model_id)} onChange={() => toggle(one.model_id)} />
              <span>
                <strong>{one.title ?? one.model_id}</strong> <code>{one.model_id}</code>
                <small>
                  {known.get(one.model_id)?.description ?? (one.columns.length > 3 ? many(one.columns.length, 'column') : one.columns.join(', '))}
                </small>
                <small class="facts">
                  {[one.model_version === null ? '' : one.model_version, one.items === null ? 'run not finished' : many(one.items, 'prediction'), one.created.slice(0, 10)].filter(fact => fact !== '').join(' · ')}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {listed !== null && matching.length === 0 && listed.length > 0 && <p class="hint">No model matches. Search by id, title or column.</p>}
      {matching.length > MOST_LISTED && <p class="hint">and {count(matching.length - MOST_LISTED)} more: search to find them.</p>}
    </fieldset>
  );
}
