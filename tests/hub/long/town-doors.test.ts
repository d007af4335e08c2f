import { afterAll, beforeAll, expect, test } from 'vitest';
import { readService } from '../../../hub/feature-services/read-service.ts';
import type { FeatureService } from '../../../model/city/feature-service.ts';
import { layersOfTile } from '../../../readers/vector-tiles/mvt.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { missingForTown, needTown, TOWNS } from './real-town.ts';
import { serveCities } from './served-city.ts';

const missing = missingForTown();
const onTown = test.skipIf(missing !== null);
/** Whoever asks waits so long at most. */
const MOST_MS = 2_000;

let running: Awaited<ReturnType<typeof serveCities>>;

beforeAll(async () => {
  if (missing) return;
  await needTown();
  running = await serveCities(TOWNS);
}, 600_000);

afterAll(() => running?.close());

interface Collection {
  id: string;
  itemCount: number;
  extent: { spatial: { bbox: [number, number, number, number][] } };
}
interface Feature {
  id: string;
  geometry: { type: string; coordinates: unknown };
}
interface Page {
  numberMatched: number;
  features: Feature[];
  links: { rel: string; href: string }[];
}

const door = () => `${running.url}/ogc/features/bayreuth`;

async function timed(path: string): Promise<Response> {
  const startMs = performance.now();
  const answer = await fetch(path);
  const tookMs = performance.now() - startMs;
  // The first question to a layer reads it.
  if (tookMs > MOST_MS) console.log(`town-doors ${path.replace(running.url, '')} took ${Math.round(tookMs)} ms`);
  return answer;
}
const json = async <T>(path: string) => (await (await timed(path)).json()) as T;
const collections = async () => (await json<{ collections: Collection[] }>(`${door()}/collections`)).collections;

async function pages(address: string): Promise<Feature[]> {
  const all: Feature[] = [];
  for (let next: string | undefined = address; next; ) {
    const page: Page = await json<Page>(next);
    all.push(...page.features);
    next = page.links.find(({ rel }) => rel === 'next')?.href;
  }
  return all;
}

/** West, south, east, north of whatever a geometry holds. */
function boxOf(coordinates: unknown): [number, number, number, number] {
  const [first] = coordinates as unknown[];
  if (typeof first === 'number') {
    const [x, y] = coordinates as [number, number];
    return [x, y, x, y];
  }
  const boxes = (coordinates as unknown[]).map(boxOf);
  const least = (axis: 0 | 1) => Math.min(...boxes.map((box) => box[axis]));
  const most = (axis: 2 | 3) => Math.max(...boxes.map((box) => box[axis]));
  return [least(0), least(1), most(2), most(3)];
}

onTown(
  `each layer of a real town is walked through page by page to all its things (${missing ?? 'all is there'})`,
  async () => {
    const layers = await collections();
    expect(layers.length).toBeGreaterThan(10);
    for (const { id, itemCount, extent } of layers) {
      const features = await pages(`${door()}/collections/${id}/items?limit=1000`);
      expect(features.length, id).toBe(itemCount);
      expect(new Set(features.map((feature) => feature.id)).size, id).toBe(itemCount);
      const [west, south, east, north] = extent.spatial.bbox[0];
      const middle = [(west + east) / 2, (south + north) / 2, east, north];
      const inside = await json<Page>(`${door()}/collections/${id}/items?limit=5000&bbox=${middle}`);
      const touching = features.filter(({ geometry }) => {
        const [x0, y0, x1, y1] = boxOf(geometry.coordinates);
        return x1 >= middle[0] && y1 >= middle[1] && x0 <= middle[2] && y0 <= middle[3];
      });
      // Each that is given has a box that meets; of those whose box meets, concave ones may not.
      expect(inside.numberMatched, id).toBeLessThanOrEqual(touching.length);
      expect(inside.numberMatched, id).toBeGreaterThanOrEqual(Math.floor(0.8 * touching.length) - 3);
    }
  },
);

onTown('its tiles hold every layer at its first zoom, and each within two seconds', async () => {
  for (const { id, itemCount } of await collections()) {
    const set = await json<{ minzoom: number; tiles: string[]; bounds: number[] }>(
      `${door()}/collections/${id}/tiles/WebMercatorQuad?f=tilejson`,
    );
    const [west, south, east, north] = set.bounds;
    const column = (lon: number) => Math.floor((lon / 360 + 0.5) * 2 ** set.minzoom);
    const row = (lat: number) => {
      const sine = Math.sin((lat * Math.PI) / 180);
      return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** set.minzoom);
    };
    // The first question to a layer reads it.
    await timed(set.tiles[0].replace('{z}/{x}/{y}', '0/0/0'));
    let given = 0;
    for (let x = column(west); x <= column(east); x++)
      for (let y = row(north); y <= row(south); y++) {
        const address = set.tiles[0].replace('{z}', `${set.minzoom}`).replace('{x}', `${x}`).replace('{y}', `${y}`);
        const startMs = performance.now();
        const answer = await timed(address);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        expect(performance.now() - startMs, address).toBeLessThan(MOST_MS);
        const inTile = answer.status === 200 ? layersOfTile(bytes)[0].features.length : 0;
        expect(inTile, address).toBe(Number(answer.headers.get('ogc-numberreturned')));
        given += inTile;
      }
    expect(given, id).toBeGreaterThan(0);
    // What crosses an edge stands on both sides; what is smaller than a unit of the tile on none.
    expect(given, id).toBeGreaterThanOrEqual(0.5 * itemCount);
  }
});

onTown('what the hub gives it can read back as a service elsewhere, in each system to the same places', async () => {
  const boxDeg = [11.55, 50, 11.58, 50.02] as const;
  const read = (crs: FeatureService['crs']) =>
    readService({
      service: { id: 'own', name: 'own', kind: 'oapif', url: door(), layer: 'buildings', crs, licence: '' },
      boxDeg,
    });
  const { numberMatched } = await json<Page>(`${door()}/collections/buildings/items?limit=1&bbox=${boxDeg}`);
  const [first, ...others] = [
    await read('CRS84'),
    await read('EPSG:4326'),
    await read('EPSG:4490'),
    await read('EPSG:3857'),
  ];
  expect(first.features).toHaveLength(numberMatched);
  for (const { features, problems } of others) {
    expect(problems).toEqual([]);
    expect(features.map(({ id }) => id)).toEqual(first.features.map(({ id }) => id));
    const [west, south] = boxOf(features[0].geometry.coordinates);
    const [ownWest, ownSouth] = boxOf(first.features[0].geometry.coordinates);
    expect(Math.abs(west - ownWest)).toBeLessThan(2e-7);
    expect(Math.abs(south - ownSouth)).toBeLessThan(2e-7);
  }
});

onTown('300 mutated addresses of tiles end in a tile, nothing or a refusal within two seconds', async () => {
  const random = seeded(911);
  const number = (most: number) => Math.floor(random() * most);
  const layers = (await collections()).map(({ id }) => id);
  for (let i = 0; i < 300; i++) {
    const z = number(22);
    // About the town at every zoom, and now and then anywhere.
    const [x, y] =
      random() < 0.8 ? [0.532, 0.3375].map((part) => Math.floor(part * 2 ** z)) : [number(2 ** z), number(9e6)];
    const path = `${door()}/collections/${layers[number(layers.length)]}/tiles/WebMercatorQuad/${z}/${x}/${y}`;
    const startMs = performance.now();
    const answer = await fetch(path);
    await answer.arrayBuffer();
    expect([200, 204, 404], path).toContain(answer.status);
    expect(performance.now() - startMs, path).toBeLessThan(MOST_MS);
  }
});

onTown('300 mutated questions to its largest layer end in an answer or a refusal within two seconds', async () => {
  const random = seeded(910);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  const names = ['bbox', 'limit', 'offset', 'filter', 'crs', 'properties', 'height', '__proto__', 'datetime'];
  const values = [
    ...['11.5,50,11.6,50.1', '-180,-90,180,90', '1', '5000', '99999999', "'--", '%00', 'height%20%3E%2010', '((('],
    ...["name%20LIKE%20'%25%25%25a%25'", 'S_INTERSECTS(geometry,BBOX(11,49,12,51))', 'EPSG:4326', 'x'.repeat(2000)],
  ];
  for (let i = 0; i < 300; i++) {
    const query = Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${pick(names)}=${pick(values)}`).join(
      '&',
    );
    const startMs = performance.now();
    const { status } = await fetch(`${door()}/collections/buildings/items?${query}`);
    expect([200, 400], query).toContain(status);
    expect(performance.now() - startMs, query).toBeLessThan(MOST_MS);
  }
});

onTown('slopes and a flood of the town are computed by the door', async () => {
  const processes = `${running.url}/ogc/processes`;
  const head = { format: 1, title: { zh: '真实城镇', en: 'A real town' } };
  const slope = { ...head, kind: 'terrain', id: 'town-slope', city: 'bayreuth', analysis: { kind: 'slope' } };
  const flood = {
    ...{ ...head, kind: 'flood', id: 'town-flood', endH: 0.5, frameEveryMin: 10 },
    ground: { kind: 'city', id: 'bayreuth', boxM: [-400, -400, 400, 400], cellM: 10 },
    rain: { kind: 'uniform', rateMmPerH: 120, hours: 0.5 },
  };
  for (const given of [slope, flood]) {
    const answer = await fetch(`${processes}/processes/${given.kind}/execution`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: { case: given } }),
    });
    const job = (await answer.json()) as { jobID: string; message?: string };
    expect(answer.status, job.message).toBe(201);
    const status = async () => json<{ status: string; message?: string }>(`${processes}/jobs/${job.jobID}`);
    await expect
      .poll(async () => (await status()).status, { timeout: 300_000, interval: 500 })
      .toMatch(/successful|failed/);
    expect(await status(), given.kind).toMatchObject({ status: 'successful', progress: 100 });
    const { summary } = await json<{ summary: { lines: { resultHash: string }[] } }>(
      `${processes}/jobs/${job.jobID}/results`,
    );
    expect(summary.lines[0].resultHash, given.kind).toMatch(/^[0-9a-f]{16,}$/);
  }
});
