import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statedSums, sumOf } from '../../tiles/check/checksums.ts';
import { isLong } from '../long.ts';
import { sharedBrowser } from './browser.ts';
import { foreignRequests, openPage, ROOT, untilReady } from './house.ts';
import { failedRequests, serveStick, shapan } from './offline-package.ts';
import { readTwin } from './twin-of.ts';

/** A folder for a hall: written in one place, opened in another. */
let folder = '';
let stick = '';
let browser: Browser;

/** The pack's own Node.js and server; nothing of this checkout. */
const ofPack = (...callArgs: string[]) =>
  promisify(execFile)(join(stick, 'node'), ['server.mjs', ...callArgs], { cwd: stick, timeout: 120_000, env: {} });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-stick-'));
  stick = join(folder, 'stick');
  const shipped = await readFile(join(ROOT, 'scenarios/tours/journey-of-a-raindrop.json'), 'utf8');
  const tour = { ...JSON.parse(shipped), id: 'hall', title: { zh: '本馆导览', en: 'Tour of this hall' } };
  tour.chapters[1].view.pitchDeg = 200;
  await writeFile(join(folder, 'hall.json'), JSON.stringify(tour));
  const made = join(folder, 'made');
  const callArgs = ['--tour', join(folder, 'hall.json'), '--node', process.execPath, '--kiosk'];
  const { stderr } = await shapan('pack', 'chengchuan', '--out', made, ...callArgs);
  // A chapter that is wrong is named with its field; the others are packed.
  expect(stderr).toContain('hall.json');
  expect(stderr).toContain('pitchDeg');
  await rename(made, stick);
  browser = await sharedBrowser();
}, 400_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('another folder shows the hall without the checkout, without the network and without one failed request', async () => {
  const server = await serveStick(stick);
  const facts = JSON.parse(await readFile(join(stick, 'pack.json'), 'utf8'));
  expect(facts.query).toBe('?city=chengchuan&kiosk=1');
  const { page, context, watch } = await openPage(
    { ...server, browser },
    { width: 1280, height: 720, at: 'guide/zh/index.html' },
  );
  const failed = failedRequests(page);
  await page.goto(`${server.url}/${facts.query}`, { timeout: 120_000 });
  await page.getByText('轻触任意处开始').waitFor({ timeout: 120_000 });
  const manifest = await readFile(join(stick, 'city/chengchuan/manifest.json'));
  expect(statedSums(join(stick, 'city/chengchuan')).get('manifest.json')).toBe(sumOf(manifest));
  // The tour of the hall stands beside the city's own and plays.
  await page.getByRole('button', { name: '本馆导览' }).click({ timeout: 120_000 });
  await page.getByText('轻触任意处开始').click();
  await expect.poll(() => readTwin(page, 'tour')).toBe('playing');
  expect(await readTwin(page, 'tourId')).toBe('hall');
  await untilReady(page);
  expect(await page.locator('.desk').count()).toBe(0);
  expect(failed).toEqual([]);
  expect(foreignRequests(watch, server)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
  await server.close();
}, 400_000);

test.runIf(isLong)(
  'files that were spoilt on the way are named; packing anew mends them',
  async () => {
    expect((await ofPack('--check')).stdout).toMatch(/\d{4}/);
    await rm(join(stick, 'city/chengchuan/cameras.json'));
    await truncate(join(stick, 'app/index.html'), 10);
    const check = await ofPack('--check').catch((error: { code: number; stderr: string }) => error);
    expect(check).toMatchObject({ code: 1 });
    expect(check.stderr).toContain('app/index.html');
    expect(check.stderr).toContain('city/chengchuan/cameras.json');
    await writeFile(join(stick, 'note.txt'), 'of somebody');
    const refused = await shapan('pack', '--out', stick).catch((error: { stderr: string }) => error);
    expect(refused.stderr).toContain('note.txt');
    await shapan('pack', 'chengchuan', '--out', stick, '--node', process.execPath, '--replace');
    expect((await ofPack('--check')).stdout).toMatch(/\d{4}/);
    expect(await readFile(join(stick, 'note.txt'), 'utf8')).toBe('of somebody');
  },
  400_000,
);
