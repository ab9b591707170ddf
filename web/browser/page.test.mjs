// The page in a real browser. Run by PageIT, which sets PAGE (the address of an API), PAGE_WITH_KEY (of one whose key is secret),
// CHROMIUM, REFERENCE (a folder with molecules and their keys) and PICTURES (a folder for screenshots).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { chromium } from 'playwright-core';

const { PAGE, PAGE_WITH_KEY, CHROMIUM, REFERENCE, PICTURES } = process.env;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

const reference = name => readFileSync(join(REFERENCE, name), 'utf8').trimEnd().split('\n').slice(1).map(line => line.split(','));
const known = [...reference('test_input_expected.csv'), ...reference('molecules_expected.csv')];
const names = ['aspirin', 'caffeine', 'ibuprofen', 'diclofenac sodium', 'metformin hydrochloride', 'fluoxetine hydrochloride', 'penicillin G potassium', 'tamoxifen', 'resveratrol'];
const thirty = known.slice(0, 30).map(([smiles], at) => `${smiles} ${names[at] ?? ''}`).join('\n');
const picture = name => join(PICTURES, `${name}.png`);

let browser;
let context;
let page;
let troubles;
let strangers;

before(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
after(() => browser.close());

async function open(options = {}, address = PAGE) {
  context = await browser.newContext({ viewport: DESKTOP, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  context.setDefaultTimeout(60_000);
  page = await context.newPage();
  troubles = [];
  strangers = [];
  page.on('pageerror', error => troubles.push(String(error)));
  page.on('console', message => message.type() === 'error' && troubles.push(message.text()));
  page.on('dialog', dialog => troubles.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());
  context.on('request', request => !request.url().startsWith(new URL(address).origin) && !request.url().startsWith('data:') && !request.url().startsWith('blob:') && strangers.push(request.url()));
  await page.goto(`${address}/`);
}

beforeEach(() => open());
afterEach(async () => {
  assert.deepEqual(strangers, [], 'requests to other hosts');
  assert.deepEqual(troubles, [], 'errors of scripts or of the policy');
  assert.equal((await page.title()).startsWith('Predictions'), true, 'a script of the data ran');
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

const model = name => page.getByRole('checkbox', { name });
const weight = () => model(/Molecular weight/);
const activity = () => model(/tuberculosis/);
const lookUp = () => page.getByRole('button', { name: /^Look up/ });
const rows = () => page.locator('.grid tbody tr:not([aria-hidden])');
const paste = text => page.getByLabel(/SMILES, InChIKeys/).fill(text);
const drop = (name, text) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function ask(text, ...models) {
  await paste(text);
  for (const one of models.length > 0 ? models : [weight(), activity()]) {
    await one.check();
  }
  await lookUp().click();
  await done();
}

async function done() {
  await page.locator('.progress').waitFor({ state: 'detached' });
}

async function drawn(within = page) {
  await within.locator('.structure img').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('.structure .hint')].every(one => one.textContent !== '…'));
}

async function accessible() {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(one => [one.id, one.help, one.nodes.map(node => node.html)]), []);
}

/** What the browser logs of answers that the test provoked. */
function forgive(text) {
  troubles = troubles.filter(one => !one.includes(text));
}

async function saved(name) {
  const menu = page.locator('.menu', { hasText: 'Save or copy' });
  if (!(await menu.evaluate(one => one.open))) {
    await menu.locator('summary').click();
  }
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

describe('asking', () => {
  it('shows thirty pasted molecules with structures, values and where these stand', async () => {
    await ask(thirty);
    await drawn();

    assert.equal(await page.getByRole('heading', { name: '30 molecules' }).isVisible(), true);
    assert.match(await rows().first().innerText(), /aspirin\s+BSYNRYMUTXBXSQ-UHFFFAOYSA-N\s+● stored\s+180\.2\s+above\s+29 %\s+of the library/);
    assert.match(await page.locator('.chips').innerText(), /21 ● stored\s+3 ✕ rejected\s+3 ○ missing\s+3 ◐ stale/);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: picture('results'), fullPage: true });
    await accessible();
  });

  it('says line by line what it did not understand before anything is sent', async () => {
    await paste('CCO ethanol\nAspirin\nBSYNRYMUTXBXSQ-UHFFFAOYSA-N\n');

    assert.match(await page.locator('.understood').innerText(), /1 SMILES and 1 InChIKey/);
    assert.match(await page.locator('.understood').innerText(), /1 line not understood[\s\S]*line 2, Aspirin: neither SMILES nor an InChIKey/);
    await page.screenshot({ path: picture('understood') });
    await accessible();
  });

  it('sends keys and no SMILES unless the server is to compute', async () => {
    const sent = [];
    page.on('request', request => request.postData() !== null && sent.push(request.postData()));
    await ask('CC(=O)Oc1ccccc1C(=O)O\nC1CC\n', weight());
    assert.equal(sent.length, 1);
    assert.match(sent[0], /"inputKeyArray":\["BSYNRYMUTXBXSQ-UHFFFAOYSA-N"\]/);
    assert.match(await page.locator('.chips').innerText(), /1 ! invalid/);

    await page.getByLabel(/Compute on the server/).check();
    await lookUp().click();
    await done();
    assert.deepEqual(JSON.parse(sent.at(-1)).smilesArray, ['C1CC']);
  });

  it('goes on after a molecule that is too much for the kit', async () => {
    await ask(`${'C'.repeat(1000)}\nCC(=O)Oc1ccccc1C(=O)O\n`, weight());

    assert.match(await page.locator('.chips').innerText(), /1 ! invalid\s+1 ● stored/);
  });

  it('derives the same keys as the program', async () => {
    const spellings = reference('spellings.csv').flatMap(([first, ...others]) => others.map(other => [other, known.find(([smiles]) => smiles === first)[1]]));
    const all = [...known.map(([smiles, key]) => [smiles, key]), ...spellings];
    await drop('all.smi', all.map(([smiles]) => smiles).join('\n'));
    await weight().check();
    await lookUp().click();
    await done();

    const answered = JSON.parse(await saved('JSON'));
    assert.deepEqual(answered.map(one => one.key), all.map(([, key]) => key));
    console.log(`keys that agree: ${answered.length} of ${all.length}`);
  });

  it('takes a dropped file of ten thousand rows and scrolls through them', async () => {
    const letters = number => [...String(number).padStart(6, '0')].map(digit => 'ABCDEFGHIJ'[digit]).join('');
    const lines = Array.from({ length: 10_000 }, (_, i) => (i < known.length ? `${known[i][1]},molecule ${i}` : `AAAAAAAA${letters(i)}-UHFFFAOYSA-N,molecule ${i}`));
    const file = await page.evaluateHandle(text => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'ten-thousand.csv'));
      return data;
    }, `inchikey,name\n${lines.join('\n')}\n`);
    await page.locator('section.card').dispatchEvent('drop', { dataTransfer: file });
    await page.getByText('10,000 InChIKeys').waitFor();
    await weight().check();
    await lookUp().click();
    await page.getByText(/^Looking up: .* of 10,000/).waitFor();
    await done();

    assert.equal(await page.locator('table').getAttribute('aria-rowcount'), '10001');
    assert.ok((await rows().count()) < 40, 'only rows in sight are in the page');
    const frames = await page.locator('.grid').evaluate(async grid => {
      const took = [];
      let last = performance.now();
      for (let at = 0; at < 60; at++) {
        grid.scrollTop += 700;
        await new Promise(requestAnimationFrame);
        took.push(performance.now() - last);
        last = performance.now();
      }
      return took.sort((a, b) => a - b).map(Math.round);
    });
    console.log(`60 frames while scrolling a screen each: median ${frames[30]} ms, longest ${frames[59]} ms`);
    await page.locator('.grid').evaluate(grid => (grid.scrollTop = grid.scrollHeight));
    await page.getByText('molecule 9999').waitFor();
  });

  it('stops when asked to, and keeps what it has', async () => {
    await page.route('**/predictions', async route => {
      await new Promise(resolve => setTimeout(resolve, 2000));
      await route.continue().catch(() => {});
    });
    await paste(thirty);
    await weight().check();
    await lookUp().click();
    await page.getByText(/^Looking up/).waitFor();
    await page.screenshot({ path: picture('progress') });
    await page.getByRole('button', { name: 'Stop' }).click();
    await done();

    assert.match(await page.locator('.chips').innerText(), /30 … not asked/);
  });

  it('waits for a slow server and says how far it is', async () => {
    await page.route('**/predictions', async route => {
      await new Promise(resolve => setTimeout(resolve, 2000));
      await route.continue();
    });
    await paste('CC(=O)Oc1ccccc1C(=O)O');
    await weight().check();
    await lookUp().click();
    await page.getByText('Looking up: 0 of 1').waitFor();
    await done();

    assert.match(await page.locator('.chips').innerText(), /1 ● stored/);
  });

  it('says what is wrong when the server fails, and tries again', async () => {
    let fails = true;
    await page.route('**/predictions', route => (fails ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"the table cannot be read at the moment: try again"}' }) : route.continue()));
    await paste('CC(=O)Oc1ccccc1C(=O)O');
    await weight().check();
    await lookUp().click();
    await page.getByRole('alert').getByText('the table cannot be read').waitFor();
    await accessible();
    fails = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await done();

    assert.match(await page.locator('.chips').innerText(), /1 ● stored/);
    forgive('503');
  });

  it('keeps working on what is there when the network is gone', async () => {
    await ask(thirty);
    await drawn();
    await context.setOffline(true);

    await page.getByRole('button', { name: /^mol_weight/ }).click();
    assert.match(await saved('CSV'), /^key,input,name,/);
    await page.keyboard.press('Escape');
    await lookUp().click();
    await page.getByRole('alert').getByText('The server does not answer').waitFor();
    forgive('ERR_INTERNET_DISCONNECTED');
  });

  it('asks once for the key where there is one', async () => {
    await context.close();
    await open({}, PAGE_WITH_KEY);
    await page.getByLabel(/These predictions need an API key/).fill('ключ'); // which no header can carry
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.locator('#api-key:invalid').waitFor();
    await page.getByLabel(/These predictions need an API key/).fill('wrong');
    await accessible();
    await page.screenshot({ path: picture('key') });
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByLabel(/That API key is not accepted/).fill('secret');
    await page.getByRole('button', { name: 'Use it' }).click();
    await weight().check();
    await page.reload();
    await ask('CC(=O)Oc1ccccc1C(=O)O', weight());

    assert.match(await page.locator('.chips').innerText(), /1 ● stored/);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    forgive('403');
  });

  it('has a link for a small query that another person can open, in a tab that shows something else, too', async () => {
    await ask('CC(=O)Oc1ccccc1C(=O)O', weight());
    const link = page.url();
    assert.match(link, /#models=eos3b5e&molecules=/);
    await page.goto(`${PAGE}/#models=eos3b5e&molecules=RYYVLZVUVIJVGH-UHFFFAOYSA-N`);
    await page.locator('td.key', { hasText: 'RYYVLZVUVIJVGH' }).waitFor();
    await page.goto(link);
    await page.locator('td.key', { hasText: 'BSYNRYMUTXBXSQ' }).waitFor();
    await done();

    assert.match(await page.locator('.chips').innerText(), /1 ● stored/);
  });

  it('can be used within a second', async () => {
    await page.reload();
    const ready = await page.evaluate(async () => {
      while (document.querySelector('.models li') === null) {
        await new Promise(requestAnimationFrame);
      }
      return performance.now();
    });
    console.log(`from the request to a list of models: ${Math.round(ready)} ms`);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(one => one.name));
    assert.equal(loaded.some(name => /wasm|kit/.test(name)), false, 'the kit is loaded when it is first needed');
    assert.ok(ready < 1000, `${ready} ms`);
  });
});

describe('seeing', () => {
  it('sorts, filters, hides columns and takes only what is selected', async () => {
    await ask(thirty);
    await page.getByRole('button', { name: /^mol_weight/ }).click();
    assert.match(await page.locator('th[aria-sort=descending]').innerText(), /mol_weight/);
    const heaviest = known.slice(0, 30).reduce((a, b) => (Number(b[2]) > Number(a[2]) ? b : a));
    assert.match(await rows().first().innerText(), new RegExp(heaviest[1]));

    await page.locator('.menu', { hasText: 'Filter' }).locator('summary').click();
    await page.getByLabel('mol_weight at least').fill('300');
    await page.getByText('Show all values').waitFor();
    const heavy = known.slice(0, 30).filter(([, , mass]) => Number(mass) >= 300).length;
    assert.equal(await page.locator('table').getAttribute('aria-rowcount'), String(heavy + 1));
    await page.keyboard.press('Escape');
    await page.locator('.menu', { hasText: 'Columns' }).locator('summary').click();
    await page.getByRole('checkbox', { name: 'cytotoxicity', exact: true }).uncheck();
    assert.equal(await page.getByRole('button', { name: /^cytotoxicity/ }).count(), 0);
    await accessible();
    await page.keyboard.press('Escape');
    await rows().first().getByRole('checkbox').check();
    assert.equal((await saved('CSV')).trimEnd().split('\n').length, 2);
    await page.screenshot({ path: picture('save') });
    await accessible();
  });

  it('opens one molecule with its values on their distributions', async () => {
    await ask(thirty);
    await drawn();
    await rows().first().getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('img', { name: /library molecules from/ }).nth(3).waitFor();
    await drawn(dialog);

    assert.match(await dialog.innerText(), /version v2\.1\.0 · run 20261101T090000Z · 2026-11-01 · licence GPL-3\.0-or-later/);
    await page.screenshot({ path: picture('molecule') });
    await accessible();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('explains what is rejected, stale and missing, and offers the file to predict it', async () => {
    await ask(thirty);
    for (const [row, said] of [[4, /rejected: the model ran and gave no value/], [9, /stale: it is of version v2\.0\.0, and the model is now v2\.1\.0/], [7, /Not predicted by Activity against M\. tuberculosis/]]) {
      const [smiles] = known[row];
      await page.locator(`tr[aria-rowindex="${row + 2}"]`).getByRole('button').click();
      await page.getByRole('dialog').getByText(said).first().waitFor();
      if (row === 7) {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: 'missing.csv' }).click()]);
        assert.equal(readFileSync(await download.path(), 'utf8'), `smiles\n${smiles}\n`);
      }
      await page.keyboard.press('Escape');
    }
    forgive('404'); // parents of salts without predictions
  });

  it('offers the parent of a salt', async () => {
    await ask('CC(=O)Oc1ccccc1C(=O)[O-].[Na+]', weight());
    await page.getByRole('rowheader').getByRole('button').click();
    await page.getByRole('dialog').getByText('BSYNRYMUTXBXSQ-UHFFFAOYSA-N').waitFor();

    forgive('404'); // the salt has no predictions
    assert.match(await page.getByRole('dialog').getByRole('link', { name: /of its own/ }).getAttribute('href'), /molecules=BSYNRYMUTXBXSQ/);
  });

  it('runs no script of hostile molecules, names, files and models', async () => {
    await context.close();
    await open({}, PAGE_WITH_KEY);
    await page.getByLabel(/These predictions need an API key/).fill('secret');
    await page.getByRole('button', { name: 'Use it' }).click();
    forgive('403');
    const attack = '<img src=x onerror="document.title=\'attacked\'">';
    await ask(`smiles,name\n${known[0][0]},"${attack.replaceAll('"', '""')}"\n"${attack.replaceAll('"', '""')}",x\n`, weight(), activity(), model(/onerror/));
    await page.locator('.menu', { hasText: 'Filter' }).locator('summary').click();
    await page.getByLabel('mol_weight (eos3b5e) at least').waitFor();
    await page.getByLabel('mol_weight (eos9bad) at most').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('rowheader').first().getByRole('button').click();
    await page.getByRole('dialog').getByText('version').first().waitFor();

    assert.equal(await page.locator('img[src=x]').count(), 0);
    assert.ok((await page.getByText('<img src=x').count()) > 3, 'it is shown as text');
  });
});

describe('saving', () => {
  it('gives the same in every form', async () => {
    await ask(thirty, weight());
    const csv = await saved('CSV');
    assert.match(csv, /^key,input,name,mol_weight,status,smiles,model_version\n/);
    assert.equal(csv.trimEnd().split('\n').length, 31);
    assert.equal((await saved('CSV for Excel')).charCodeAt(0), 0xfeff);
    const sdf = await saved('SDF');
    assert.equal(sdf.split('$$$$\n').length, 31);
    assert.match(sdf, /V2000[\s\S]*M {2}END\n> <key>\n[A-Z-]{27}\n\n/);
    await page.getByRole('button', { name: 'Copy as a table' }).click();
    await page.getByText('table copied').waitFor();
    assert.equal((await page.evaluate(() => navigator.clipboard.readText())).split('\n').length, 31);
    assert.match(await page.locator('.panel').last().innerText(), /precalc query --model eos3b5e --api http:.* --input predictions\.csv[\s\S]*curl .*\/predictions[\s\S]*Ersilia Model Hub, model eos3b5e, version v1\.0\.0\./);
  });
});

describe('everywhere', () => {
  it('fits a phone, in the dark too', async () => {
    await context.close();
    await open({ viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
    await ask(thirty);
    await drawn();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `${wide} pixels wide`);
    await page.screenshot({ path: picture('phone-dark'), fullPage: true });
    await accessible();
    await rows().first().getByRole('button').tap();
    await page.getByRole('dialog').getByRole('img', { name: /library molecules from/ }).first().waitFor();
    await page.screenshot({ path: picture('phone-molecule-dark') });
    await accessible();
  });

  it('is dark where that is wished', async () => {
    await context.close();
    await open({ colorScheme: 'dark' });
    await ask(thirty);
    await drawn();
    await page.screenshot({ path: picture('results-dark'), fullPage: true });
    await accessible();
  });

  it('needs no mouse', async () => {
    const focus = async name => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const said = await page.evaluate(() => {
          const at = document.activeElement;
          return `${at.getAttribute('aria-label') ?? ''} ${at.labels?.[0]?.textContent ?? ''} ${at.textContent}`;
        });
        if (name.test(said)) {
          return;
        }
      }
      assert.fail(`no way to ${name} by Tab`);
    };
    await weight().waitFor();
    await focus(/SMILES, InChIKeys/);
    await page.keyboard.type('CC(=O)Oc1ccccc1C(=O)O aspirin');
    await focus(/Molecular weight/);
    await page.keyboard.press('Space');
    await focus(/^ *Look up/);
    await page.keyboard.press('Enter');
    await done();
    await focus(/^ *Save or copy/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'JSON' }).waitFor();
    await page.keyboard.press('Escape');
    await focus(/^ *…?aspirin/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'aspirin' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.match(await page.evaluate(() => document.activeElement.textContent), /aspirin/);
  });

  it('prints the results without the form', async () => {
    await ask(thirty);
    await drawn();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.ask').isVisible(), false);
    await page.waitForFunction(() => document.querySelectorAll('.grid tbody tr:not([aria-hidden])').length === 30);
    await page.screenshot({ path: picture('paper'), fullPage: true });
  });
});
