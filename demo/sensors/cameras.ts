import type { Text } from '../../model/city/manifest.ts';
import { pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { lonLatOfPlan, nameFields, type PointRow, pointLayer, quantity, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { partOf, textOf, textOfCamera } from '../names/words.ts';
import type { Plan } from '../plan.ts';
import type { CityGround } from '../terrain/ground.ts';
import { bigCrossings, spread } from './sensor-places.ts';

export interface Camera extends PointRow {
  name: Text;
  aboveGroundM: number;
  headingDeg: number;
  tiltDeg: number;
  of: string;
  code: string;
}

/** Pole of a camera unless the plan gives one, and how it looks down. */
const POLE_M = 6.5;
const TILT_DEG = -14;

/** One camera a stretch of levee, both banks of the river and of the creek's backwater levees. */
const LEVEE_STEP_M = 250;

type Pose = Omit<Camera, 'id' | 'code'>;

const bearing = (from: Point, to: Point) =>
  Math.round(((Math.atan2(to[0] - from[0], to[1] - from[1]) * 180) / Math.PI + 360) % 360);

function looking(at: Point, to: Point, name: Text, of: string): Pose {
  return { at, headingDeg: bearing(at, to), tiltDeg: TILT_DEG, aboveGroundM: POLE_M, name, of };
}

/** 640 cameras: 24 with the plan's poses, then school gates, stations, levees, and opposite corners of big crossings. */
export function camerasOf(city: DemoCity): Camera[] {
  const { plan, ground } = city;
  const poses: Pose[] = plan.cameras.explicit.map((c) => ({
    at: c.at,
    name: textOfCamera(c),
    aboveGroundM: c.aboveGroundM,
    headingDeg: c.headingDeg,
    tiltDeg: c.tiltDeg,
    of: '',
  }));
  for (const school of plan.landmarks.filter((l) => l.kind === 'school')) {
    const gate: Point = [school.at[0], school.at[1] - school.sizeM[1] / 2 - 6];
    poses.push(looking([gate[0] + 9, gate[1] - 8], gate, partOf(textOf(school), '校门', 'gate'), school.id));
  }
  addStationCameras(plan, poses);
  addLeveeCameras(ground, city, plan, poses);
  const left = plan.cameras.total - poses.length;
  const wanted = Math.ceil(left / 2);
  const big = bigCrossings(city);
  const pairs = [...spread(big, wanted), ...spread(collectorCrossings(city), wanted - Math.min(wanted, big.length))];
  for (const [i, junction] of pairs.entries())
    for (const sign of [1, -1]) {
      if (poses.length === plan.cameras.total) break;
      const segment = city.roads.segments[junction.segments[0]];
      const off = segment.redLineM / 2 - 2;
      const at: Point = [junction.at[0] + off * sign, junction.at[1] + off * sign * (i % 2 === 0 ? 1 : -1)];
      poses.push(looking(at, junction.at, partOf(segment.name, '路口', 'crossing'), junction.id));
    }
  if (poses.length !== plan.cameras.total)
    throw new Error(`cameras: expected ${plan.cameras.total}, found places for ${poses.length}`);
  return poses.map((pose, i) => ({
    ...pose,
    at: outsideOf(city, pose),
    id: plan.cameras.explicit[i]?.id ?? `cam-${String(i + 1).padStart(4, '0')}`,
    scale: 1,
    code: componentCode('camera', i + 1),
  }));
}

/** So far from a pole nothing of a building is asked about; poles are moved in steps of that length. */
const NEAR_M = 400;
const MOVED_M = 2;
const MOST_STEPS = 40;
/** A camera so little above a roof may stand lower than its building’s ground tells. */
const MARGIN_M = 3;

/** Where a pole would stand in a building it goes towards what its camera looks at, until it stands free. */
function outsideOf({ buildings, solids }: DemoCity, { at, headingDeg, aboveGroundM }: Pose): Point {
  const near = buildings.filter((one) => Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < NEAR_M);
  const boxes = solids
    .map(({ heightM, faces }) => ({ heightM, corners: faces.flatMap(({ ring }) => ring) }))
    .filter(({ heightM }) => aboveGroundM < heightM + MARGIN_M)
    .map(({ corners }) => ({ east: corners.map(([x]) => x), north: corners.map(([, y]) => y) }))
    .map(({ east, north }) => [Math.min(...east), Math.min(...north), Math.max(...east), Math.max(...north)]);
  const isFree = ([x, y]: Point) =>
    !boxes.some(([west, south, east, north]) => x >= west && y >= south && x <= east && y <= north) &&
    !near.some(({ parts }) =>
      parts.some(({ ring, topM, roofM }) => aboveGroundM < topM + roofM + MARGIN_M && isInRing(ring, x, y)),
    );
  const heading = (headingDeg * Math.PI) / 180;
  for (let step = 0; step <= MOST_STEPS; step++) {
    const moved: Point = [at[0] + step * MOVED_M * Math.sin(heading), at[1] + step * MOVED_M * Math.cos(heading)];
    if (isFree(moved)) return step === 0 ? at : [Math.round(moved[0] * 10) / 10, Math.round(moved[1] * 10) / 10];
  }
  throw new Error(`cameras: expected a free place near ${at.join(', ')}, found none`);
}

/** Four cameras a metro station, at its entrances in turn. */
function addStationCameras(plan: Plan, poses: Pose[]): void {
  for (const station of plan.metro.stations)
    for (let k = 0; k < 4; k++) {
      const entrance = station.entrances[k % station.entrances.length].at;
      const side = k < station.entrances.length ? 1 : -1;
      poses.push(
        looking(
          [entrance[0] + 8 * side, entrance[1] + 6 * side],
          entrance,
          partOf(textOf(station), '出入口', 'entrance'),
          station.id,
        ),
      );
    }
}

/** Cameras along both levees, which look down the river. */
function addLeveeCameras(ground: CityGround, city: DemoCity, plan: Plan, poses: Pose[]): void {
  for (const side of [1, -1])
    for (let s = LEVEE_STEP_M; s < ground.main.lengthM - 100; s += LEVEE_STEP_M) {
      const at = beside(city, s, side * plan.water.main.leveeOffsetM);
      poses.push(
        looking(
          at,
          pointAt(ground.main, s + 120),
          {
            zh: `${side === 1 ? '左' : '右'}堤 K${(s / 1000).toFixed(2)}`,
            en: `${side === 1 ? 'Left' : 'Right'} levee K${(s / 1000).toFixed(2)}`,
          },
          'river-main',
        ),
      );
    }
}

/** Crossings of collectors with each other: they get what cameras the arterial crossings leave. */
function collectorCrossings(city: DemoCity) {
  const { segments, junctions } = city.roads;
  return junctions.filter((junction) => {
    const own = junction.segments.map((s) => segments[s]);
    if (own.some((segment) => segment.class === 'arterial')) return false;
    return new Set(own.filter((segment) => segment.class === 'collector').map((segment) => segment.road)).size > 1;
  });
}

function beside(city: DemoCity, s: number, d: number): Point {
  const [x, y] = pointAt(city.ground.main, s);
  const [x1, y1] = pointAt(city.ground.main, s + 1);
  return [Math.round((x - (y1 - y) * d) * 10) / 10, Math.round((y + (x1 - x) * d) * 10) / 10];
}

export function cameraLayer(cameras: readonly Camera[]): LayerInput {
  return pointLayer(
    {
      id: 'cameras',
      kind: 'point',
      group: 'facility',
      label: { zh: '摄像头', en: 'Cameras' },
      cimLevel: 5,
      colour: { token: 'accent' },
    },
    ['camera'],
    cameras,
    [
      ...nameFields<Camera>(),
      quantity('heading', 'deg', { zh: '朝向', en: 'Heading' }, (row) => row.headingDeg),
      quantity('tilt', 'deg', { zh: '俯仰', en: 'Tilt' }, (row) => row.tiltDeg),
      quantity('pole', 'm', { zh: '离地高', en: 'Above ground' }, (row) => row.aboveGroundM),
      text('of', { zh: '所属对象', en: 'Belongs to' }, (row) => row.of || undefined),
      text('code', CODE_LABEL, (row) => row.code),
    ],
  );
}

/** cameras.json: poses for the 3D frustum and the patrol list. */
export function camerasFile(city: DemoCity, cameras: readonly Camera[]) {
  const degrees = lonLatOfPlan(cameras.map((camera) => camera.at));
  return {
    fovDeg: city.plan.cameras.fovDeg,
    rangeM: city.plan.cameras.rangeM,
    cameras: cameras.map(({ id, name, at, aboveGroundM, headingDeg, tiltDeg, of }, i) => ({
      id,
      name,
      at,
      lonLat: [Math.round(degrees[2 * i] * 1e7) / 1e7, Math.round(degrees[2 * i + 1] * 1e7) / 1e7],
      groundM: Math.round(city.ground.elevationAt(...at) * 100) / 100,
      aboveGroundM,
      headingDeg,
      tiltDeg,
      of,
    })),
  };
}
