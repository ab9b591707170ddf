import {
  createTable,
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  type ColumnDef,
  type Row as TableRow,
  type Table,
  type TableState
} from '@tanstack/table-core';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ColumnFacts, Model } from './api';
import { numberOf } from './exact';
import { ColumnsMenu, FilterMenu } from './menus';
import { overall, type Row, type Status } from './lookup';
import { StatusMark, WORDS } from './status';
import { Structure } from './structure';
import { SaveMenu } from './savemenu';
import { count, many, meaning, percent, shown } from './values';

const ROW_HEIGHT = 76;
/** Rows drawn beyond those in sight, so that scrolling shows no gaps. */
const MARGIN = 4;
/** So many columns of a model are shown at first. */
const FIRST_COLUMNS = 6;
const MOST_PRINTED = 300;

/** What a column of values shows. */
export interface ValueColumn {
  readonly model: Model;
  readonly at: number;
  readonly facts: ColumnFacts | undefined;
}

declare module '@tanstack/table-core' {
  // eslint-disable-next-line
  interface ColumnMeta<TData, TValue> {
    readonly shows?: ValueColumn;
    readonly title: string;
  }
}

export type ResultsTable = Table<Row>;

interface Props {
  readonly rows: readonly Row[];
  readonly models: readonly Model[];
  readonly open: (row: Row) => void;
}

export function ResultsPanel({ rows, models, open }: Props) {
  const table = useTable(rows, models);
  const shownRows = table.getRowModel().rows;
  const selected = table.getSelectedRowModel().rows;
  return (
    <section class="results" aria-labelledby="results-title">
      <div class="toolbar">
        <h2 id="results-title">{many(rows.length, 'molecule')}</h2>
        <StatusFilter table={table} rows={rows} />
        <FilterMenu table={table} />
        <ColumnsMenu table={table} />
        <SaveMenu results={{ rows: (selected.length > 0 ? selected : shownRows).map(one => one.original), models }} selected={selected.length} all={rows} />
      </div>
      <p class="sr" aria-live="polite">
        {many(shownRows.length, 'row')} shown
      </p>
      <Grid table={table} rows={shownRows} open={open} />
    </section>
  );
}

function useTable(rows: readonly Row[], models: readonly Model[]): ResultsTable {
  const columns = useMemo(() => [...MOLECULE_COLUMNS, ...models.flatMap(valueColumns)], [models]);
  const [state, setState] = useState<Partial<TableState>>({});
  const table = useRef<ResultsTable | null>(null);
  table.current ??= createTable<Row>({
    data: [],
    columns: [],
    state: {},
    onStateChange: () => {},
    renderFallbackValue: null,
    getRowId: row => String(row.number),
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getFilteredRowModel: getFilteredRowModel()
  });
  const it = table.current;
  it.setOptions(before => ({
    ...before,
    data: rows as Row[],
    columns,
    state: { ...it.initialState, ...state },
    onStateChange: change => setState(old => (typeof change === 'function' ? change({ ...it.initialState, ...old }) : change))
  }));
  useEffect(() => {
    const hidden = columns.filter(one => (one.meta?.shows?.at ?? 0) >= FIRST_COLUMNS).map(one => [one.id!, false]);
    setState({ columnVisibility: Object.fromEntries(hidden) });
  }, [columns]);
  return it;
}

const MOLECULE_COLUMNS: ColumnDef<Row>[] = [
  { id: 'molecule', accessorFn: row => row.molecule.name || row.smiles || row.molecule.text, meta: { title: 'Molecule' }, sortingFn: 'alphanumeric', enableHiding: false },
  { id: 'key', accessorFn: row => row.key ?? undefined, meta: { title: 'InChIKey' }, sortUndefined: 'last' },
  { id: 'status', accessorFn: overall, meta: { title: 'Status' }, filterFn: 'equals' }
];

function valueColumns(model: Model): ColumnDef<Row>[] {
  return model.columns.map((name, at) => {
    const facts = model.column_facts?.find(one => one.name === name);
    return {
      id: `${model.model_id} ${at}`,
      accessorFn: row => row.answers.get(model.model_id)?.values[at] ?? undefined,
      meta: { title: name, shows: { model, at, facts } },
      sortUndefined: 'last',
      sortDescFirst: facts?.direction !== 'low',
      sortingFn: (a, b, id) => compared(a.getValue(id), b.getValue(id)),
      filterFn: (row, id, range: [number, number]) => {
        const value = numberOf(row.getValue(id));
        return value !== undefined && value >= range[0] && value <= range[1];
      }
    };
  });
}

function compared(one: unknown, other: unknown): number {
  const [first, second] = [numberOf(one), numberOf(other)];
  return first !== undefined && second !== undefined ? first - second : String(one).localeCompare(String(other));
}

function StatusFilter({ table, rows }: { table: ResultsTable; rows: readonly Row[] }) {
  const numbers = new Map<Status, number>();
  rows.forEach(row => numbers.set(overall(row), (numbers.get(overall(row)) ?? 0) + 1));
  const column = table.getColumn('status')!;
  return (
    <div class="chips" role="group" aria-label="Show only">
      {[...numbers].map(([status, number]) => (
        <button key={status} aria-pressed={column.getFilterValue() === status} onClick={() => column.setFilterValue(column.getFilterValue() === status ? undefined : status)}>
          {count(number)} <StatusMark status={status} why={`Show only what is ${WORDS[status]}`} />
        </button>
      ))}
    </div>
  );
}

function Grid({ table, rows, open }: { table: ResultsTable; rows: TableRow<Row>[]; open: (row: Row) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const watch = new ResizeObserver(([seen]) => setHeight(seen!.contentRect.height));
    watch.observe(box.current!);
    const print = matchMedia('print');
    const follow = () => setPrinting(print.matches);
    print.addEventListener('change', follow);
    return () => {
      watch.disconnect();
      print.removeEventListener('change', follow);
    };
  }, []);
  const from = printing ? 0 : Math.max(0, Math.min(rows.length - 1, Math.floor(top / ROW_HEIGHT)) - MARGIN);
  const to = printing ? MOST_PRINTED : Math.ceil((top + height) / ROW_HEIGHT) + MARGIN;
  const columns = table.getVisibleLeafColumns();
  const several = new Set(columns.flatMap(one => one.columnDef.meta?.shows?.model.model_id ?? [])).size > 1;
  return (
    <div class="grid" ref={box} role="region" aria-label="Results" tabIndex={0} onScroll={event => setTop(event.currentTarget.scrollTop)}>
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th class="pick">
              <input type="checkbox" aria-label="Select all rows shown" checked={table.getIsAllRowsSelected()} onChange={table.getToggleAllRowsSelectedHandler()} />
            </th>
            {columns.map(column => {
              const { title, shows } = column.columnDef.meta!;
              const sorted = column.getIsSorted();
              return (
                <th key={column.id} class={shows === undefined ? column.id : 'value'} aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'} title={shows === undefined ? '' : meaning(title, shows.facts)}>
                  {several && shows !== undefined && <small>{shows.model.title ?? shows.model.model_id}</small>}
                  <button onClick={column.getToggleSortingHandler()}>
                    {title}
                    <span aria-hidden="true">{sorted === 'asc' ? ' ▲' : sorted === 'desc' ? ' ▼' : ''}</span>
                  </button>
                  {shows?.facts !== undefined && (
                    <small>
                      {[shows.facts.unit ?? '', shows.facts.direction === undefined ? '' : `${shows.facts.direction === 'high' ? '↑ high' : '↓ low'} is of interest`].filter(one => one !== '').join(', ')}
                    </small>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <Space rows={from} />}
          {rows.slice(from, to).map((row, at) => (
            <GridRow key={row.id} row={row} index={from + at + 2} isSelected={row.getIsSelected()} columns={columns.map(one => one.columnDef)} open={open} />
          ))}
          {to < rows.length && <Space rows={rows.length - to} />}
        </tbody>
      </table>
      {rows.length === 0 && <p class="hint">No row matches the filters.</p>}
    </div>
  );
}

function Space({ rows }: { rows: number }) {
  return <tr aria-hidden="true" style={{ height: `${rows * ROW_HEIGHT}px` }} />;
}

interface GridRowProps {
  readonly row: TableRow<Row>;
  readonly index: number;
  readonly isSelected: boolean;
  readonly columns: ColumnDef<Row>[];
  readonly open: (row: Row) => void;
}

function GridRow({ row, index, isSelected, columns, open }: GridRowProps) {
  const one = row.original;
  const name = one.molecule.name || (one.molecule.notation === 'molfile' ? `Structure ${one.number}` : one.molecule.text);
  return (
    <tr aria-rowindex={index} class={isSelected ? 'selected' : ''}>
      <td class="pick">
        <input type="checkbox" aria-label={`Select ${name}`} checked={isSelected} onChange={row.getToggleSelectedHandler()} />
      </td>
      {columns.map(column => {
        const shows = column.meta?.shows;
        if (shows !== undefined) {
          return <ValueCell key={column.id} row={one} shows={shows} />;
        }
        return column.id === 'molecule' ? (
          <th key="molecule" scope="row" class="molecule">
            <button onClick={() => open(one)}>
              <Structure smiles={one.smiles} of={name} width={104} height={66} />
              {one.molecule.name === '' ? <code>{name}</code> : <span>{name}</span>}
            </button>
          </th>
        ) : column.id === 'key' ? (
          <td key="key" class="key">{one.key === null ? <span class="hint">none</span> : <code>{one.key}</code>}</td>
        ) : (
          <td key="status">
            <StatusMark status={overall(one)} why={[...one.answers.values()].map(answer => answer.why).filter(why => why !== '').join('; ')} />
          </td>
        );
      })}
    </tr>
  );
}

function ValueCell({ row, shows: { model, at, facts } }: { row: Row; shows: ValueColumn }) {
  const answer = row.answers.get(model.model_id);
  if (answer === undefined || (answer.status !== 'stored' && answer.status !== 'stale')) {
    return <td class="value none">{at === 0 && answer !== undefined ? WORDS[answer.status] : ''}</td>;
  }
  const value = answer.values[at] ?? null;
  const percentile = answer.percentiles[at] ?? null;
  return (
    <td class={typeof value === 'string' ? 'value text' : 'value'} title={value === null ? 'the model gave no value' : String(value)}>
      {shown(value, facts)}
      {percentile !== null && <PercentileBar percentile={percentile} />}
    </td>
  );
}

export function PercentileBar({ percentile }: { percentile: number }) {
  return (
    <span class="percentile" title={`above ${percentile} % of the library`}>
      <span class="bar" aria-hidden="true">
        <span style={{ left: `${percentile}%` }} />
      </span>
      <small>
        <span class="sr">above </span>
        {percent(percentile)}
        <span class="sr"> of the library</span>
      </small>
    </span>
  );
}
