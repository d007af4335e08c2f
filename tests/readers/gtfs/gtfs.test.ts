import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readGtfs } from '../../../readers/gtfs/gtfs.ts';
import { gtfsReader } from '../../../readers/gtfs/reader.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import type { RawFeatures } from '../../../readers/shared/raw-features.ts';
import { nodeFileSource } from '../../../tiles/read/node-file.ts';
import { zipOf } from '../zip-of.ts';

const TABLES = {
  'stops.txt':
    '\ufeffstop_id,stop_code,stop_name,stop_lat,stop_lon,location_type\nA,001,北站,34.3,108.9,\nB,,"East, Gate",34.31,108.91,0\nC,,Lost,,,\nD,,Hub,34.32,108.92,1\n',
  'routes.txt':
    'route_id,route_short_name,route_long_name,route_type,route_color\nr1,1,North to East,1,ff8800\nr2,K2,,3,\nr3,T,Tram,0,xyz\n',
  'trips.txt':
    'route_id,service_id,trip_id,direction_id,shape_id\nr1,s,t1,0,sh1\nr1,s,t2,0,sh1\nr2,s,t3,1,\nr2,s,t4,1,\nr3,s,t5,,\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,25:10:00,25:10:00,A,1\nt1,,,B,10\nt2,,,A,1\nt3,,,A,2\nt3,,,B,3\nt3,,,D,4\nt4,,,B,1\nt4,,,A,9\nt5,,,A,1\n',
  'shapes.txt':
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nsh1,34.31,108.91,20\nsh1,34.3,108.9,3\nsh1,34.305,108.9,7\nsh1,,108.9,8\nunused,1,1,1\n',
};

const feedOf = async (tables: Readonly<Record<string, string>> = TABLES, folder = 'feed/') =>
  bytesSource(
    await zipOf(Object.fromEntries(Object.entries(tables).map(([name, text]) => [folder + name, text]))),
    'bus.zip',
  );

function valuesOf(raw: RawFeatures, name: string): (string | number | null)[] {
  const values: (string | number | null)[] = new Array(raw.count).fill(null);
  raw.fields
    .find((field) => field.name === name)
    ?.each(
      (row, value) => {
        values[row] = value;
      },
      (row, value) => {
        values[row] = value;
      },
    );
  return values;
}

const wish = (geometry: 'point' | 'line') => ({ geometry, properties: { all: true }, keepZ: false }) as const;

test('stops are points, with the routes that call there; one without a place is named and left out', async () => {
  const problems = new Problems();
  const source = await feedOf();
  expect(await selectReader(source)).toBe(gtfsReader);
  const raw = await readGtfs(source, wish('point'), problems);
  expect(valuesOf(raw, '')).toEqual(['A', 'B', 'D']);
  expect([...raw.xy]).toEqual([108.9, 34.3, 108.91, 34.31, 108.92, 34.32]);
  expect(valuesOf(raw, 'name')).toEqual(['北站', 'East, Gate', 'Hub']);
  expect(valuesOf(raw, 'code')).toEqual(['001', null, null]);
  expect(valuesOf(raw, 'kind')).toEqual(['stop', 'stop', 'station']);
  expect(valuesOf(raw, 'routes')).toEqual(['1 K2 T', '1 K2', 'K2']);
  expect(valuesOf(raw, 'trips')).toEqual([5, 3, 1]);
  expect(problems.list()).toEqual([expect.objectContaining({ code: 'place-missing', count: 1 })]);
  expect(problems.list()[0].example).toContain('bus.zip/stops.txt:4');
});

test('ways of routes are lines by their shape, else from stop to stop along the longest trip', async () => {
  const problems = new Problems();
  const raw = await readGtfs(await feedOf(), wish('line'), problems);
  // A tram that calls at one stop has no way: one vertex, which layers leave out as too short.
  expect(valuesOf(raw, '')).toEqual(['sh1', 'r2:1', 'r3']);
  expect(valuesOf(raw, 'name')).toEqual(['North to East', 'K2', 'Tram']);
  expect(valuesOf(raw, 'kind')).toEqual(['metro', 'bus', 'tram']);
  expect(valuesOf(raw, 'colour')).toEqual(['#ff8800', null, null]);
  expect(valuesOf(raw, 'trips')).toEqual([2, 2, 1]);
  expect(valuesOf(raw, 'way')).toEqual(['shape', 'stops', 'stops']);
  expect([...raw.xy]).toEqual([
    ...[108.9, 34.3, 108.9, 34.305, 108.91, 34.31],
    ...[108.9, 34.3, 108.91, 34.31, 108.92, 34.32],
    ...[108.9, 34.3],
  ]);
  expect(problems.list()).toEqual([expect.objectContaining({ code: 'coordinate-nan', count: 1 })]);
});

test('an archive without a table that is needed is refused by the table’s name; spoilt ones end in a named error', async () => {
  const { 'trips.txt': _, ...rest } = TABLES;
  await expect(readGtfs(await feedOf(rest), wish('point'), new Problems())).rejects.toThrow(/bus\.zip.*trips\.txt/);
  const whole = await (await feedOf()).whole();
  for (let at = 0; at < whole.length; at += 37) {
    const spoilt = whole.slice();
    spoilt[at] ^= 0x5a;
    await readGtfs(bytesSource(spoilt, 'bus.zip'), wish('line'), new Problems()).catch((error: Error) =>
      expect(error.name).toBe('ReadError'),
    );
  }
});

/** Real feeds, beside the repository; without them this test is skipped (the data is not part of the project). */
const TOWN = join(resolve(import.meta.dirname, '../../../../shared/data'), 'city/town-porto-alegre');

test.skipIf(!existsSync(TOWN))('the buses and the metro of Porto Alegre: all stops, all ways', async () => {
  const eptc = nodeFileSource(join(TOWN, 'poa_eptc.zip'));
  expect((await selectReader(eptc))?.id).toBe('gtfs');
  const stops = await readGtfs(eptc, wish('point'), new Problems());
  expect(stops.count).toBe(3986);
  const ways = await readGtfs(eptc, wish('line'), new Problems());
  expect(ways.count).toBe(new Set(valuesOf(ways, '')).size);
  expect(ways.count).toBeGreaterThan(115);
  const metro = await readGtfs(nodeFileSource(join(TOWN, 'poa_trensurb.zip')), wish('line'), new Problems());
  expect(new Set(valuesOf(metro, 'kind'))).toEqual(new Set(['rail']));
});
