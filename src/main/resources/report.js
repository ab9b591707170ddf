'use strict';
const FACTOR = { d: 86400, h: 3600, min: 60, KiB: 1024, MiB: 2 ** 20, GiB: 2 ** 30 };
const amount = text => {
  const parts = [...text.replaceAll(',', '').matchAll(/(-?[\d.]+(?:e[+-]?\d+)?)\s*(d|h|min|KiB|MiB|GiB)?\b/gi)];
  return parts.length ? parts.reduce((sum, [, number, unit]) => sum + number * (FACTOR[unit] ?? 1), 0) : -Infinity;
};
const texts = row => [...row.cells].map(cell => cell.textContent);
// a spreadsheet takes no text for a formula, and a text stays in its cell
const cellOf = text => (/^\s*[=+@-]/.test(text) && !/^-[\d.,]+(e[+-]?\d+)?$/i.test(text) ? "'" : '') + text.replace(/[\t\n]+/g, ' ');
const button = (text, name, act) => {
  const one = document.createElement('button');
  Object.assign(one, { type: 'button', textContent: text, title: name, onclick: act });
  return one;
};
const copied = (text, what) => {
  const one = button('copy', 'Copy ' + what, () => navigator.clipboard.writeText(text()).then(
    () => { one.textContent = 'copied'; }, () => { one.textContent = 'not allowed'; }));
  one.className = 'copy';
  return one;
};
for (const table of document.querySelectorAll('table')) {
  const rows = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  if (navigator.clipboard) {
    table.caption.append(copied(
      () => [heads.map(head => head.textContent), ...[...rows.rows].map(texts)].map(row => row.map(cellOf).join('\t')).join('\n'),
      'the table'));
  }
  heads.forEach((head, at) => {
    const sort = () => {
      const down = head.ariaSort === 'ascending';
      const isText = head.classList.contains('t');
      const compare = (a, b) => isText ? a.localeCompare(b, 'en', { numeric: true }) : amount(a) - amount(b);
      heads.forEach(one => { one.ariaSort = null; });
      head.ariaSort = down ? 'descending' : 'ascending';
      rows.append(...[...rows.rows].sort((a, b) => (down ? -1 : 1) * compare(texts(a)[at], texts(b)[at])));
    };
    head.replaceChildren(button(head.textContent, 'Sort by ' + head.textContent, sort));
  });
}
for (const block of document.querySelectorAll('pre.command')) {
  if (navigator.clipboard) {
    block.after(copied(() => block.textContent, 'the command'));
  }
}
