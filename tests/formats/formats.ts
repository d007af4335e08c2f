import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FormatRow } from '../../cli/docs/formats-page.ts';
import { commitOf } from '../../cli/validation-record.ts';
import { openBrowser } from '../e2e/browser.ts';
import { openPage, openServer } from '../e2e/house.ts';
import { keepFormats } from './formats-record.ts';
import { optionsFor } from './options.ts';

/**
 * Bakes every file of the real data as a person would, reads it back, opens it in a browser, and says what came of each: one JSON object a
 * line. `npm run formats -- [part of a path]`; `--record` keeps the rows for the guide's table, and leaves those of other parts, `--open` opens each city in Chromium.
 */
const ROOT = resolve(import.meta.dirname, '../../../..');
const DATA = resolve(ROOT, '../shared/data');
const CLI = join(ROOT, 'build/node/cli/shapan.js');
const RECORD = join(ROOT, 'tests/formats/record.jsonl');
/** A file that takes longer has hung. */
const MOST_S = 300;

/** Parts of another file, and pictures of it. */
const PART = /\.(gfs|jpg|jpeg|png|b3dm|i3dm|pnts|cmpt|glb|bin|subtree|md|txt|geom|json\.md)$/i;

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  // A folder with a tileset is one thing.
  if (entries.some(({ name }) => name === 'tileset.json')) return [join(folder, 'tileset.json')];
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return PART.test(entry.name) ? [] : [path];
  });
}

interface Said {
  code: number | null;
  out: string;
  err: string;
}

function shapan(...args: string[]): Promise<Said> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, LANG: 'en_US.UTF-8' } });
    const heard = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (heard.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (heard.err += chunk.toString()));
    const late = setTimeout(() => child.kill('SIGKILL'), MOST_S * 1000);
    child.once('close', (code) => {
      clearTimeout(late);
      done({ code, ...heard });
    });
  });
}

/** Progress is overwritten in place; what stands at the end of it counts. */
const plain = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.split('\r').at(-1) ?? '')
    .filter((line) => line.trim() !== '')
    .join(' ')
    .replace(/\s+/g, ' ');

interface Layer {
  count?: number;
  problems?: { code: string; count: number }[];
  assumptions?: { code: string; values?: { count?: number } }[];
}

async function bake(path: string, cities: string, id: string, commit: string): Promise<FormatRow> {
  const file = path.slice(DATA.length + 1);
  const isRaster = /\.tiff?$/i.test(path);
  const asked = isRaster ? [] : optionsFor(file);
  const row = { file, features: 0, leftOut: 0, seconds: 0, mb: 0, findings: 0, pageErrors: null, commit };
  const options = ['--id', id, '--out', cities, '--threads', '0', '--json'];
  const { code, out, err } = await shapan(
    'bake',
    path,
    ...options,
    ...(asked.includes('--assume-ids') ? [] : ['--assume-ids', 'suffix']),
    ...asked,
    '--most-left-out',
    '1',
  );
  if (code !== 0) return { ...row, outcome: code === 1 ? 'refused' : 'failed', said: plain(err).slice(-400) };
  const told = JSON.parse(out) as { features: number; cpuS: number };
  const folder = join(cities, id);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { layers: Layer[] };
  const problems = manifest.layers.flatMap((layer) => layer.problems ?? []);
  const notes = manifest.layers.flatMap((layer) => layer.assumptions ?? []);
  // Structures that were inferred are in no file.
  const inferred = manifest.layers
    .filter(({ assumptions = [] }) => assumptions.some(({ code }) => code === 'bridges-of-roads'))
    .reduce((sum, { count = 0 }) => sum + count, 0);
  const verified = await shapan('verify', folder, '--json');
  return {
    ...row,
    outcome: 'baked',
    features: told.features - inferred,
    leftOut: problems
      .filter((problem) => /left-out|empty|missing|unusable|not-read/.test(problem.code))
      .reduce((sum, one) => sum + one.count, 0),
    seconds: Number(told.cpuS.toFixed(2)),
    mb: Number((bytesOf(folder) / 1e6).toFixed(2)),
    findings: (JSON.parse(verified.out) as { total: number }).total,
    said: [
      ...problems.map((one) => `${one.code} ${one.count}`),
      ...notes.map((one) => `${one.code} ${one.values?.count ?? ''}`.trim()),
    ].join(', '),
  };
}

const bytesOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (sum, entry) =>
      sum + (entry.isFile() && !/\.(gz|br)$/.test(entry.name) ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  );

/** Opens each city that was baked, one page after another, and counts what the page complains of. */
async function openAll(rows: readonly [id: string, row: FormatRow][], cities: string): Promise<void> {
  const server = await openServer({ cities });
  const browser = await openBrowser();
  try {
    for (const [id, row] of rows) {
      const at = `?city=${id}&quality=fast`;
      try {
        const { context, watch } = await openPage(
          { url: server.url, browser },
          { at, width: 640, height: 360, scale: 1 },
        );
        row.pageErrors = watch.errors.length;
        if (watch.errors.length > 0) row.said = `${watch.errors[0].slice(0, 200)}; ${row.said}`;
        await context.close();
      } catch (error) {
        row.pageErrors = 1;
        row.said = `${String(error).slice(0, 200)}; ${row.said}`;
      }
    }
  } finally {
    await browser.close();
    await server.kill('SIGTERM');
  }
}

async function main(): Promise<void> {
  const { values: options, positionals } = parseArgs({
    options: { record: { type: 'boolean' }, open: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (!existsSync(DATA)) {
    console.error(`formats: no real data at ${DATA}: nothing to bake`);
    return;
  }
  const commit = commitOf(ROOT);
  const cities = mkdtempSync(join(tmpdir(), 'shapan-formats-'));
  try {
    const rows: [string, FormatRow][] = [];
    const files = ['city', 'formats'].flatMap((part) => filesBelow(join(DATA, part)));
    for (const [i, path] of files.filter((one) => one.includes(positionals[0] ?? '')).entries()) {
      const id = `f${i}`;
      const row = await bake(path, cities, id, commit);
      rows.push([id, row]);
      if (!options.open) console.log(JSON.stringify(row));
    }
    if (options.open) {
      await openAll(
        rows.filter(([, { outcome }]) => outcome === 'baked'),
        cities,
      );
      for (const [, row] of rows) console.log(JSON.stringify(row));
    }
    if (options.record) {
      const met = rows.map(([, row]) => row);
      keepFormats(RECORD, met, positionals[0] ?? '');
    }
    if (rows.some(([, { outcome }]) => outcome === 'failed')) process.exitCode = 1;
  } finally {
    rmSync(cities, { recursive: true, force: true });
  }
}

await main();
