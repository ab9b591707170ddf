import { useEffect, useRef, useState } from 'preact/hooks';
import { apiKey, forget, model as loadModel, models as loadModels, Refusal, type ListedModel, type Model } from './api';
import { AskPanel, type Question } from './ask';
import { fromLink, linkTo } from './link';
import { lookUp, type Progress, type Row } from './lookup';
import { MoleculeDialog } from './molecule';
import { read } from './molecules';
import { ResultsPanel } from './results';

const NO_KEY = 403;

export function App() {
  const link = useRef(fromLink(location.hash)).current;
  const [listed, setListed] = useState<ListedModel[] | null>(null);
  const [models, setModels] = useState<Model[]>([]);
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [refusal, setRefusal] = useState<{ error: Refusal; again: () => void } | null>(null);
  const [opened, setOpened] = useState<Row | null>(null);
  const stop = useRef<AbortController | null>(null);

  const failing = (again: () => void) => (trouble: unknown) =>
    setRefusal({ error: trouble instanceof Refusal ? trouble : new Refusal(0, trouble instanceof Error ? trouble.message : String(trouble)), again });

  const start = () => {
    setRefusal(null);
    loadModels().then(setListed).catch(failing(start));
  };
  useEffect(() => {
    start();
    addEventListener('hashchange', () => location.reload()); // another link was opened here: what is shown is not its answer
  }, []);

  const ask = async (question: Question) => {
    const stopped = new AbortController();
    stop.current = stopped;
    setRefusal(null);
    setRows([]);
    setProgress({ step: 'Getting ready', done: 0, of: 1 });
    forget();
    try {
      const asked = await Promise.all(question.models.map(loadModel));
      setModels(asked);
      history.replaceState(null, '', linkTo(question.models, question.molecules));
      await lookUp(
        question.molecules,
        asked,
        question.byServer,
        (found, at) => {
          setRows(found);
          setProgress(at);
        },
        stopped.signal
      );
    } catch (trouble) {
      if (!stopped.signal.aborted) {
        failing(() => void ask(question))(trouble);
      }
    }
    setProgress(null);
  };

  const first = link.text === '' ? null : read(link.text).molecules;
  useEffect(() => {
    if (listed !== null && first !== null && link.models.some(id => listed.some(one => one.model_id === id))) {
      void ask({ molecules: first, models: link.models.filter(id => listed.some(one => one.model_id === id)), byServer: false });
    }
  }, [listed]);

  return (
    <>
      <header class="masthead">
        <h1>
          <a class="brand" href="./">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M16 3l11.3 6.500v13L16 29 4.700 22.500v-13z" />
            <circle cx="16" cy="16" r="4" />
          </svg>
          precalc
          </a>
        </h1>
        <p>What models of the Ersilia Model Hub predict for your molecules</p>
      </header>
      <main>
        {refusal !== null && (refusal.error.status === NO_KEY ? <KeyForm again={refusal.again} detail={refusal.error.message} /> : <Trouble {...refusal} />)}
        <AskPanel listed={listed} first={link} ask={question => void ask(question)} progress={progress} stop={() => stop.current?.abort()} hasResults={rows.length > 0} />
        {rows.length > 0 && <ResultsPanel rows={rows} models={models} open={setOpened} />}
        {opened !== null && listed !== null && <MoleculeDialog row={opened} models={models} listed={listed} close={() => setOpened(null)} />}
      </main>
      <footer>
        <a href="openapi.json">API</a> <a href="page/licences.txt">Licences</a>
        <span>Structures are read and drawn in your browser by RDKit; only keys are sent.</span>
      </footer>
    </>
  );
}

function KeyForm({ again, detail }: { again: () => void; detail: string }) {
  const given = apiKey.get() !== '';
  return (
    <form
      class="notice"
      onSubmit={event => {
        event.preventDefault();
        apiKey.set(new FormData(event.currentTarget).get('key') as string);
        again();
      }}
    >
      <label for="api-key">{given ? 'That API key is not accepted. API key' : 'These predictions need an API key. API key'}</label>
      <input id="api-key" name="key" type="password" autocomplete="off" required pattern="[ -~]+" title="Letters, digits and signs of ASCII only: no key has another character" aria-describedby="api-key-note" />
      <button class="primary">Use it</button>
      <p id="api-key-note">It is kept until you close this tab. {given ? detail : 'Whoever runs this service has one for you.'}</p>
    </form>
  );
}

function Trouble({ error, again }: { error: Refusal; again: () => void }) {
  return (
    <div class="notice" role="alert">
      <p>{error.message}</p>
      <button onClick={again}>Try again</button>
    </div>
  );
}
