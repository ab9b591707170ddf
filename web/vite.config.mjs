import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import { kitWithoutEval } from './kit-without-eval.mjs';

/** Puts every file into one folder, stored as it is sent. */
function compressed() {
  return {
    name: 'compressed',
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle)) {
        writeFileSync(join(dir, `${basename(name)}.gz`), gzipSync(readFileSync(join(dir, name)), { level: 9 }));
        rmSync(join(dir, name));
      }
      rmSync(join(dir, 'page'), { recursive: true });
    }
  };
}

/** The licences of all packages whose code is in the page. */
function licences() {
  return {
    name: 'licences',
    generateBundle() {
      const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
      const used = Object.keys(packages).filter(path => path !== '' && !packages[path].dev && !path.includes('@types/'));
      this.emitFile({ type: 'asset', fileName: 'page/licences.txt', source: used.map(licence).join('\n') });
    }
  };
}

function licence(path) {
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find(one => /^licen[cs]e/i.test(one));
  const text = file === undefined ? 'The package carries no text of its licence.\n' : readFileSync(join(path, file), 'utf8');
  return `${name} ${version}: ${license}\n\n${text}\n`;
}

export default defineConfig({
  root: 'src',
  base: './',
  plugins: [kitWithoutEval(), licences(), compressed()],
  worker: { format: 'es', plugins: () => [kitWithoutEval()] },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    assetsDir: 'page',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022'
  },
  test: { root: existsSync('test') ? 'test' : '.' }
});
