import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dayIn, readZone, zoneHours } from '../../hub/zone.ts';

const LATE_MS = Date.UTC(2026, 6, 18, 17);

test('the day is that of the calendar on the wall, not that of UTC', () => {
  expect(dayIn('UTC', LATE_MS)).toBe('2026-07-18');
  expect(dayIn('Asia/Shanghai', LATE_MS)).toBe('2026-07-19');
});

test('a zone is ahead by hours and parts of one, behind by as many, and differently in summer', () => {
  expect(zoneHours('UTC', LATE_MS)).toBe(0);
  expect(zoneHours('Asia/Kathmandu', LATE_MS)).toBe(5.75);
  expect(zoneHours('America/St_Johns', LATE_MS)).toBe(-2.5);
  expect(zoneHours('Europe/Zurich', LATE_MS)).toBe(2);
  expect(zoneHours('Europe/Zurich', Date.UTC(2026, 0, 1))).toBe(1);
});

describe('the zone of a city', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zone-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (manifest: object) => writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));

  test('is that of its manifest', async () => {
    await write({ zone: 'Asia/Shanghai' });
    expect(await readZone(folder)).toBe('Asia/Shanghai');
  });

  test('is UTC where there is no manifest, or none is named', async () => {
    expect(await readZone(folder)).toBe('UTC');
    await write({});
    expect(await readZone(folder)).toBe('UTC');
  });

  test('that nobody knows is refused with its place', async () => {
    await write({ zone: 'Mars/Olympus' });
    await expect(readZone(folder)).rejects.toThrow(/manifest\.json: zone: expected a time zone/);
  });
});
