import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../cli/root.ts';
import { cityFilesIn } from '../../cli/sim/engine-machine.ts';
import { parseCameras } from '../../model/city/cameras.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { cameraSight, poseCamera } from '../../workers/camera-sights/cameras.ts';
import { CitySolids, readCitySolids, upOfElevation } from '../../workers/shared/city-solids.ts';
import { seeded } from '../../workers/shared/random.ts';
import type { Place } from '../../workers/shared/sight.ts';
import { groundUpAt, sightScene } from '../../workers/shared/sight-scene.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = join(ROOT, 'public/city');
const CITY = 'chengchuan';
const POINTS = 10_000;
const NEAR_M = 150;
const STEP_M = 0.05;
/** At both ends of a sight nothing blocks it; less over or beside a sight is a tie. */
const END_M = 0.3;
const TIE_M = 0.15;

type Solids = Awaited<ReturnType<typeof readCitySolids>>;

/** A march along a sight in steps of 5 cm that asks the raw prisms and the raw raster: no line of it is the engine's. */
function marcher({ city, ground }: Solids, originM: number) {
  if (!city || !ground) throw new Error('cameras: expected a city with volumes and ground');
  const { count, ringOf, vertexOf, eastNorthM, footM, topM, layer, layers } = city.prisms;
  const solids = Array.from({ length: count }, (_, p) => p)
    .filter((p) => layers[layer[p]].state === 'existing')
    .map((p) => {
      const rings = Array.from({ length: ringOf[p + 1] - ringOf[p] }, (_, r) =>
        Array.from({ length: vertexOf[ringOf[p] + r + 1] - vertexOf[ringOf[p] + r] }, (_, i): [number, number] => {
          const at = 2 * (vertexOf[ringOf[p] + r] + i);
          return [eastNorthM[at], eastNorthM[at + 1]];
        }),
      );
      const [xs, ys] = [rings[0].map(([x]) => x), rings[0].map(([, y]) => y)];
      return {
        rings,
        foot: footM[p],
        top: topM[p],
        box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
      };
    });
  const bedUp = (column: number, row: number, x: number, y: number) =>
    upOfElevation(ground.elevationM[row * ground.grid.columns + column], originM, x, y);
  const groundUp = (x: number, y: number) => {
    const { westM, southM, cellM, columns, rows } = ground.grid;
    const u = (x - westM) / cellM - 0.5;
    const v = (y - southM) / cellM - 0.5;
    const [c, r] = [Math.min(columns - 2, Math.floor(u)), Math.min(rows - 2, Math.floor(v))];
    const at = (i: number, j: number) =>
      bedUp(c + i, r + j, westM + (c + i + 0.5) * cellM, southM + (r + j + 0.5) * cellM);
    const south = at(0, 0) + (u - c) * (at(1, 0) - at(0, 0));
    return south + (v - r) * (at(0, 1) + (u - c) * (at(1, 1) - at(0, 1)) - south);
  };
  /** By how much the sight is blocked at worst: longest stay in a building, most below the ground. */
  return (from: Place, to: Place): { insideM: number; belowM: number } => {
    const box = [0, 1].map((k) => [Math.min(from[k], to[k]), Math.max(from[k], to[k])]);
    const near = solids.filter(
      ({ box: [west, south, east, north] }) =>
        west <= box[0][1] && east >= box[0][0] && south <= box[1][1] && north >= box[1][0],
    );
    const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const stays = new Map<number, number>();
    let belowM = 0;
    for (let s = END_M + STEP_M / 2; s < lengthM - END_M; s += STEP_M) {
      const t = s / lengthM;
      const [x, y, z] = [0, 1, 2].map((k) => from[k] + t * (to[k] - from[k]));
      belowM = Math.max(belowM, groundUp(x, y) - z);
      for (const [i, { rings, foot, top }] of near.entries()) {
        if (z <= foot || z >= top) continue;
        if (rings.filter((ring) => isInRing(ring, x, y)).length % 2 === 1) stays.set(i, (stays.get(i) ?? 0) + STEP_M);
      }
    }
    return { insideM: Math.max(0, ...stays.values()), belowM };
  };
}

async function againstMarching(): Promise<Verdict[]> {
  const files = cityFilesIn(CITY, CITIES);
  const read = await readCitySolids(files);
  const solids = new CitySolids(files, read.city, read.ground);
  const { origin, datum } = files.manifest;
  const scene = sightScene(solids, [], 0);
  const upOf = (elevationM: number, x: number, y: number) => upOfElevation(elevationM, solids.originElevationM, x, y);
  const cameras = parseCameras(await files.readJson('cameras.json'), origin).map((one) => poseCamera(scene, one, upOf));
  const march = marcher(read, origin.heightM - datum.geoidUndulationM);
  const random = seeded(640);
  const wrong = { seen: 0, hidden: 0, ties: 0 };
  const count = { rays: 0, seen: 0 };
  for (let k = 0; k < POINTS; k++) {
    const { eye } = cameras[Math.floor(random() * cameras.length)];
    const [x, y] = [eye[0] + (random() - 0.5) * 2 * NEAR_M, eye[1] + (random() - 0.5) * 2 * NEAR_M];
    const point: Place = [x, y, groundUpAt(scene, x, y) + 1.5];
    for (const posed of cameras) {
      const { verdict } = cameraSight(scene, posed, point);
      if (verdict !== 'seen' && verdict !== 'blocked') continue;
      count.rays++;
      count.seen += Number(verdict === 'seen');
      const { insideM, belowM } = march(posed.eye, point);
      const isBlocked = insideM > 0 || belowM > 0;
      if (isBlocked === (verdict === 'blocked')) continue;
      if (insideM < TIE_M && belowM < TIE_M) wrong.ties++;
      else if (verdict === 'seen') wrong.seen++;
      else wrong.hidden++;
    }
  }
  return [
    exactly('cameras.city: points', POINTS, 10_000),
    exactly('cameras.city: cameras inside a building', cameras.filter(({ insideOf }) => insideOf !== null).length, 0),
    atLeast('cameras.city: sights in range and picture', count.rays, 5000),
    atLeast('cameras.city: of them free', count.seen, 1000),
    exactly('cameras.city: free by the engine, blocked by the march', wrong.seen, 0),
    exactly('cameras.city: blocked by the engine, free by the march', wrong.hidden, 0),
    atMost(
      'cameras.city: ties, a sight that grazes by less than 0.15 m, %',
      (100 * wrong.ties) / Math.max(1, count.rays),
      1,
    ),
  ];
}

export const CASES: ValidationCase[] = [
  {
    name: 'cameras.city',
    quick: false,
    missing: () => (existsSync(join(CITIES, CITY, 'cameras.json')) ? null : `no baked ${CITY}`),
    run: againstMarching,
  },
];
