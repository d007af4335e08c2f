import { expect, test } from 'vitest';
import { PlanFile } from '../../../src/plugins/conflicts/tasks/plan-file.ts';
import { isLong } from '../../long.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 0 };
/** Vertices of a shape: 24, as the bench has them. */
const SIDES = 24;
const ROWS = 400;
const MIB = isLong ? 200 : 8;
const BYTES = MIB * 2 ** 20;

/** One parcel on a lattice of 60 m; each tenth crosses itself, each fiftieth has no code. */
function parcel(i: number): string {
  const eastDeg = 108.6 + 6e-4 * (i % ROWS);
  const northDeg = 34.1 + 6e-4 * Math.floor(i / ROWS);
  const ring = Array.from({ length: SIDES }, (_, k) => {
    const turn = (2 * Math.PI * k) / SIDES;
    return `[${(eastDeg + 2.5e-4 * Math.cos(turn)).toFixed(9)},${(northDeg + 2.5e-4 * Math.sin(turn)).toFixed(9)}]`;
  });
  if (i % 10 === 0) [ring[5], ring[15]] = [ring[15], ring[5]];
  const properties = { DKBH: `parcel-${i}`, YDXZ: i % 50 === 1 ? '' : '0701', RJL: 2.5, note: 'x'.repeat(120) };
  const geometry = `{"type":"Polygon","coordinates":[[${ring.join(',')},${ring[0]}]]}`;
  return `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":${geometry}}`;
}

/** A collection of at least so many bytes, in parts of a megabyte, and how many parcels are in it. */
function largeFile(): { blob: Blob; count: number } {
  const parts: string[] = ['{"type":"FeatureCollection","features":['];
  let part: string[] = [];
  let bytes = 0;
  let size = 0;
  let count = 0;
  while (bytes < BYTES) {
    const text = `${count === 0 ? '' : ','}${parcel(count++)}`;
    part.push(text);
    size += text.length;
    bytes += text.length;
    if (size < 2 ** 20) continue;
    parts.push(part.join(''));
    part = [];
    size = 0;
  }
  return { blob: new Blob([...parts, ...part, ']}']), count };
}

test(`a file of ${MIB} MiB opens: all shapes counted, its crossed rings and missing codes named`, async () => {
  const { blob, count } = largeFile();
  expect(blob.size).toBeGreaterThan(BYTES);
  const file = new PlanFile();
  const look = await file.look([{ name: 'large.geojson', blob }], { origin: ORIGIN });
  expect(look).toMatchObject({ read: count, count, guess: { id: 'DKBH', code: 'YDXZ', farMax: 'RJL' } });
  const { shapes, invalid } = await file.topology(() => {});
  expect(shapes).toBe(count);
  expect(invalid).toEqual(Array.from({ length: Math.ceil(count / 10) }, (_, i) => 10 * i));
  expect(look.columns.find(({ name }) => name === 'YDXZ')?.filled).toBe(count - Math.ceil((count - 1) / 50));
}, 400_000);
