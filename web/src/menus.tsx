import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { numberOf } from './exact';
import type { ResultsTable } from './results';

const MOST_LISTED = 60;

/** A button that opens a small panel; Escape and a click elsewhere close it. */
export function Menu({ title, marked, children }: { title: string; marked?: boolean; children: ComponentChildren }) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const away = (event: Event) => {
      if (!box.current!.contains(event.target as Node)) {
        box.current!.open = false;
      }
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, []);
  return (
    <details
      class="menu"
      ref={box}
      onKeyDown={event => {
        if (event.key === 'Escape' && box.current!.open) {
          box.current!.open = false;
          box.current!.querySelector('summary')!.focus();
        }
      }}
    >
      <summary class={marked ? 'marked' : ''}>{title}</summary>
      <div class="panel">{children}</div>
    </details>
  );
}

function useListed(table: ResultsTable) {
  const [wanted, setWanted] = useState('');
  const all = table.getAllLeafColumns().filter(one => one.columnDef.meta?.shows !== undefined);
  const matching = all.filter(one => `${one.columnDef.meta!.title} ${one.columnDef.meta!.shows!.model.model_id}`.toLowerCase().includes(wanted.toLowerCase()));
  /** Two models may have columns of one name. */
  const nameOf = (one: (typeof all)[number]) => {
    const { title, shows } = one.columnDef.meta!;
    return all.some(other => other !== one && other.columnDef.meta!.title === title) ? `${title} (${shows!.model.model_id})` : title;
  };
  const search = all.length > 10 && (
    <input type="search" aria-label="Search columns" placeholder={`Search ${all.length} columns`} value={wanted} onInput={event => setWanted(event.currentTarget.value)} />
  );
  return { listed: matching.slice(0, MOST_LISTED), nameOf, search, rest: Math.max(0, matching.length - MOST_LISTED) };
}

export function ColumnsMenu({ table }: { table: ResultsTable }) {
  const { listed, nameOf, search, rest } = useListed(table);
  const key = table.getColumn('key')!;
  return (
    <Menu title="Columns">
      {search}
      {[key, ...listed].map(one => (
        <label key={one.id}>
          <input type="checkbox" checked={one.getIsVisible()} onChange={one.getToggleVisibilityHandler()} /> {one === key ? one.columnDef.meta!.title : nameOf(one)}
        </label>
      ))}
      {rest > 0 && <p class="hint">and {rest} more: search to find them</p>}
    </Menu>
  );
}

export function FilterMenu({ table }: { table: ResultsTable }) {
  const { listed, nameOf, search, rest } = useListed(table);
  const numbers = listed.filter(one => table.getCoreRowModel().rows.some(row => numberOf(row.getValue(one.id)) !== undefined));
  const filtered = table.getState().columnFilters.some(one => one.id !== 'status');
  return (
    <Menu title="Filter" marked={filtered}>
      {search}
      {numbers.length === 0 && <p class="hint">There are no numbers to filter by.</p>}
      {numbers.map(one => {
        const [least, most] = (one.getFilterValue() as [number, number] | undefined) ?? [-Infinity, Infinity];
        const title = nameOf(one);
        const set = (range: [number, number]) => one.setFilterValue(range[0] === -Infinity && range[1] === Infinity ? undefined : range);
        return (
          <div key={one.id} class="range" role="group" aria-label={title}>
            <span>{title}</span>
            <input type="number" step="any" aria-label={`${title} at least`} placeholder="least" value={least === -Infinity ? '' : least} onInput={event => set([event.currentTarget.value === '' ? -Infinity : event.currentTarget.valueAsNumber, most])} />
            <span aria-hidden="true">to</span>
            <input type="number" step="any" aria-label={`${title} at most`} placeholder="most" value={most === Infinity ? '' : most} onInput={event => set([least, event.currentTarget.value === '' ? Infinity : event.currentTarget.valueAsNumber])} />
          </div>
        );
      })}
      {rest > 0 && <p class="hint">and {rest} more: search to find them</p>}
      {filtered && <button onClick={() => table.setColumnFilters(all => all.filter(one => one.id === 'status'))}>Show all values</button>}
    </Menu>
  );
}
