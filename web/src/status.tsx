import type { Status } from './lookup';

const SIGNS: Readonly<Record<Status, string>> = { stored: '●', stale: '◐', rejected: '✕', missing: '○', invalid: '!', waiting: '…' };

export const WORDS: Readonly<Record<Status, string>> = {
  stored: 'stored',
  stale: 'stale',
  rejected: 'rejected',
  missing: 'missing',
  invalid: 'invalid',
  waiting: 'not asked'
};

/** A status by word, sign and colour. */
export function StatusMark({ status, why }: { status: Status; why: string }) {
  return (
    <span class={`status ${status}`} title={why}>
      <span aria-hidden="true">{SIGNS[status]}</span> {WORDS[status]}
    </span>
  );
}
