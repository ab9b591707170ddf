import { useMemo, useRef, useState } from 'preact/hooks';
import type { ListedModel } from './api';
import type { Progress } from './lookup';
import { ModelPicker } from './models';
import { MOST_MOLECULES, read, textOf, type Molecule, type Reading } from './molecules';
import { count, many } from './values';

export interface Question {
  readonly molecules: readonly Molecule[];
  readonly models: readonly string[];
  readonly byServer: boolean;
}

const EXAMPLE = 'CC(=O)Oc1ccccc1C(=O)O aspirin\nCN1C=NC2=C1C(=O)N(C(=O)N2C)C caffeine\nCC(C)Cc1ccc(cc1)C(C)C(=O)O ibuprofen\n';
/** A longer text makes a text field slow: it is named instead. */
const LONGEST_SHOWN = 200_000;
const MOST_LISTED = 50;
const FIRST_FEW = 5;

interface Props {
  readonly listed: readonly ListedModel[] | null;
  readonly first: { models: string[]; text: string };
  readonly ask: (question: Question) => void;
  readonly progress: Progress | null;
  readonly stop: () => void;
  readonly hasResults: boolean;
}

export function AskPanel({ listed, first, ask, progress, stop, hasResults }: Props) {
  const [text, setText] = useState(first.text);
  const [file, setFile] = useState('');
  const [picked, setPicked] = useState<readonly string[] | null>(first.models.length > 0 ? first.models : null);
  const [byServer, setByServer] = useState(false);
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState('');
  const chosen = useRef<HTMLInputElement>(null);
  const reading = useMemo(() => read(text), [text]);
  const only = listed?.length === 1 ? [listed[0]!.model_id] : [];
  const models = (picked ?? only).filter(id => listed?.some(one => one.model_id === id));
  const isReady = reading.molecules.length > 0 && models.length > 0 && progress === null;

  const take = async (blob: File | undefined) => {
    if (blob === undefined) {
      return;
    }
    try {
      setText(await textOf(blob));
      setFile(blob.name);
      setUnreadable('');
    } catch {
      setUnreadable(`${blob.name} cannot be read: is it damaged? Text, CSV, SMI and SDF files can, compressed by gzip or not.`);
    }
  };
  const type = (value: string) => {
    setText(value);
    setFile('');
    setUnreadable('');
  };

  return (
    <form
      class="ask"
      onSubmit={event => {
        event.preventDefault();
        if (isReady) {
          ask({ molecules: reading.molecules, models, byServer });
        }
      }}
    >
      <section
        class={over ? 'card over' : 'card'}
        aria-labelledby="molecules-title"
        onDragOver={event => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault();
          setOver(false);
          const dropped = event.dataTransfer?.files[0];
          if (dropped !== undefined) {
            void take(dropped);
          } else {
            type(event.dataTransfer?.getData('text/plain') ?? '');
          }
        }}
      >
        <h2 id="molecules-title">Molecules</h2>
        <label for="molecules">SMILES, InChIKeys, or a table with them; up to {count(MOST_MOLECULES)}</label>
        {text.length > LONGEST_SHOWN ? (
          <p class="file">
            {file === '' ? 'A long text' : file} <button type="button" onClick={() => type('')}>Remove</button>
          </p>
        ) : (
          <textarea id="molecules" rows={7} spellcheck={false} autocomplete="off" placeholder={'CC(=O)Oc1ccccc1C(=O)O aspirin\nRYYVLZVUVIJVGH-UHFFFAOYSA-N\n…'} value={text} onInput={event => type(event.currentTarget.value)} />
        )}
        <p class="actions">
          <input ref={chosen} type="file" hidden accept=".csv,.tsv,.txt,.smi,.smiles,.sdf,.sd,.mol,.gz" onChange={event => void take(event.currentTarget.files?.[0])} />
          <button type="button" onClick={() => chosen.current?.click()}>Open a file</button>
          {text === '' && <button type="button" class="quiet" onClick={() => type(EXAMPLE)}>Show an example</button>}
          {text === '' && <span class="hint">or drop one here</span>}
        </p>
        <div aria-live="polite">{unreadable !== '' ? <p class="bad">{unreadable}</p> : text.trim() !== '' && <Understood reading={reading} file={file} />}</div>
      </section>
      <ModelPicker listed={listed} picked={models} pick={setPicked} />
      <div class="go">
        <label class="switch">
          <input type="checkbox" checked={byServer} onChange={event => setByServer(event.currentTarget.checked)} />
          <span>
            Compute on the server what this browser cannot read <small>(those SMILES are sent; otherwise only keys are)</small>
          </span>
        </label>
        {progress === null ? (
          <button class="primary" disabled={!isReady}>
            Look up {reading.molecules.length > 0 ? many(reading.molecules.length, 'molecule') : ''}
          </button>
        ) : (
          <div class="progress">
            <label for="progress" aria-live="polite">
              {progress.step}: {count(progress.done)} of {count(progress.of)}
            </label>
            <progress id="progress" max={progress.of} value={progress.done} />
            <button type="button" onClick={stop}>Stop</button>
          </div>
        )}
        {!isReady && progress === null && !hasResults && <p class="hint">{reading.molecules.length === 0 ? 'Paste some molecules first.' : 'Choose a model.'}</p>}
      </div>
    </form>
  );
}

const NOTATIONS = { smiles: 'SMILES', key: 'InChIKey', inchi: 'InChI', molfile: 'structure' };

function Understood({ reading, file }: { reading: Reading; file: string }) {
  const { molecules, unread, beyond } = reading;
  const kinds = Object.entries(NOTATIONS).flatMap(([notation, word]) => {
    const number = molecules.filter(one => one.notation === notation).length;
    return number === 0 ? [] : [notation === 'smiles' ? `${count(number)} SMILES` : many(number, word)];
  });
  return (
    <div class="understood">
      <p>
        {file !== '' && <strong>{file}: </strong>}
        {molecules.length === 0 ? 'no molecule understood' : `${kinds.join(' and ')}, read as ${reading.as}`}.
        {beyond > 0 && ` ${many(beyond, 'molecule')} beyond the first ${count(MOST_MOLECULES)} are left out: for more, use precalc query --input.`}
      </p>
      {molecules.length > 0 && (
        <details>
          <summary>The first {many(Math.min(FIRST_FEW, molecules.length), 'molecule')}</summary>
          <ol>
            {molecules.slice(0, FIRST_FEW).map((one, at) => (
              <li key={at}>
                {NOTATIONS[one.notation]} <code>{one.notation === 'molfile' ? 'from the file' : one.text}</code> {one.name}
              </li>
            ))}
          </ol>
        </details>
      )}
      {unread.length > 0 && (
        <details class="bad" open={unread.length <= 3}>
          <summary>{many(unread.length, 'line')} not understood, left out</summary>
          <ul>
            {unread.slice(0, MOST_LISTED).map(one => (
              <li key={one.line}>
                line {one.line}, <code>{one.text}</code>: {one.why}
              </li>
            ))}
            {unread.length > MOST_LISTED && <li>and {count(unread.length - MOST_LISTED)} more</li>}
          </ul>
        </details>
      )}
    </div>
  );
}
