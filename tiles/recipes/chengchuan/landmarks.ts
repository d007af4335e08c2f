import type { Text } from '../../../src/city/manifest.ts';
import type { Point } from './line.ts';
import { type BuildingPart, FACADE, flat, type Mass, pitched } from './mass.ts';
import type { Landmark, Plan } from './plan.ts';
import { areaOf, ellipse, insetAll, rectangle } from './polygon.ts';
import { randomOf, wholeNumber } from './random.ts';
import { besideRoads } from './sites.ts';
import { type Face, type LoftLevel, loft, prism, sweep, UNIT_SQUARE, unitRing } from './solid.ts';
import { NAMELESS, partOf, textOf } from './words.ts';

/** A landmark's building that is drawn up from rings; it joins the buildings under the plan's id. */
export interface LandmarkMass {
  id: string;
  landmark: string | null;
  name: Text;
  district: string;
  year?: number;
  /** Floor over ground where the plan says it. */
  sillM?: number;
  mass: Mass;
}

/** A landmark with a shape of its own: faces in space. People and jobs are its mass's, which is not drawn. */
export interface LandmarkSolid {
  id: string;
  landmark: string;
  name: Text;
  use: string;
  district: string;
  year: number;
  heightM: number;
  storeys: number;
  facade: number;
  at: Point;
  faces: Face[];
}

/** A rectangle in a landmark's own axes, metres from its middle. */
const boxAt =
  ({ at }: Landmark) =>
  (x: number, y: number, w: number, d: number): Point[] =>
    rectangle(at[0] + x, at[1] + y, w, d);

function massOf(parts: BuildingPart[], storeys: number, use: string, facade: number, workRatio = 0.6): Mass {
  const floorM2 = parts.reduce(
    (sum, part) => sum + areaOf(part.ring) * Math.max(1, Math.round((part.topM - part.baseM) / 4)),
    0,
  );
  return { parts, storeys, use, facade, floorM2, homeRatio: 0, workRatio };
}

/** Landmarks whose shape is a solid of its own, not drawn up from rings. */
const SOLIDS = new Set([
  'lm-stadium',
  'lm-pagoda',
  'lm-drum',
  'lm-museum',
  'lm-expo',
  'lm-tower',
  'lm-planning',
  'lm-library',
]);

export function landmarkMasses(plan: Plan): LandmarkMass[] {
  const out: LandmarkMass[] = [];
  for (const landmark of plan.landmarks) {
    if (SOLIDS.has(landmark.id) || landmark.kind === 'square') continue;
    for (const { suffix, name, mass } of massesOf(plan, landmark)) {
      out.push({
        id: `${landmark.id}${suffix}`,
        landmark: landmark.id,
        name: name === NAMELESS ? textOf(landmark) : partOf(textOf(landmark), name.zh, name.en),
        district: landmark.district,
        ...(landmark.year === undefined ? {} : { year: landmark.year }),
        ...(landmark.floorAboveGroundM === undefined ? {} : { sillM: landmark.floorAboveGroundM }),
        mass,
      });
    }
  }
  for (const station of plan.pumpingStations) {
    const [x, y] = besideRoads(plan, station.at);
    const parts = [flat(rectangle(x, y, 24, 14), 6.5), flat(rectangle(x, y, 10, 8), 9.5, 6.5)];
    out.push({
      id: station.id,
      landmark: null,
      name: textOf(station),
      district: districtAt(plan, station.at),
      mass: massOf(parts, 1, 'utility', FACADE.public, 0.1),
    });
  }
  for (const station of plan.metro.stations) {
    for (const entrance of station.entrances) {
      const [x, y] = entrance.at;
      out.push({
        id: entrance.id,
        landmark: station.id,
        name: partOf(textOf(station), `${entrance.id.slice(-1)}口`, `entrance ${entrance.id.slice(-1)}`),
        sillM: entrance.sillM - entrance.groundM,
        district: districtAt(plan, entrance.at),
        mass: massOf([flat(rectangle(x, y, entrance.widthM + 2, 11), 4.2)], 1, 'metro-entrance', FACADE.glass, 0.1),
      });
    }
  }
  const halls: [string, number, number, string, string][] = [
    ['sh-06', 78, 56, 'gym', 'ND6'],
    ['sh-08', 70, 50, 'gym', 'SD5'],
    ['sh-14', 124, 60, 'shed', 'SD2'],
  ];
  for (const [id, w, d, use, district] of halls) {
    const shelter = plan.shelters.find((candidate) => candidate.id === id);
    if (!shelter) continue;
    const ring = rectangle(shelter.at[0], shelter.at[1], w, d);
    const roof = use === 'gym' ? pitched(ring, 12, 'hip', 6) : pitched(ring, 10, 'gable', 2.4);
    const name = textOf(shelter);
    out.push({ id, landmark: null, name, district, mass: massOf([roof], use === 'gym' ? 2 : 1, use, FACADE.public) });
  }
  out.push({
    id: 'vc-1',
    landmark: null,
    name: { zh: '月湾湿地游客中心', en: 'Moon Bend visitor centre' },
    district: 'SD6',
    mass: massOf(
      [flat(rectangle(980, -668, 46, 16, -8), 5.4), flat(rectangle(992, -668, 14, 12, -8), 9.6, 5.4)],
      2,
      'visitor',
      FACADE.public,
      1,
    ),
  });
  return out;
}

function districtAt(plan: Plan, [x, y]: Point): string {
  const inside = plan.districts.find(({ polygon }) => {
    let hit = false;
    for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
      const [ax, ay] = polygon[j];
      const [bx, by] = polygon[i];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) hit = !hit;
    }
    return hit;
  });
  if (inside) return inside.id;
  let best = plan.districts[0];
  let bestM = Number.POSITIVE_INFINITY;
  for (const district of plan.districts) {
    for (const [px, py] of district.polygon) {
      const d = Math.hypot(px - x, py - y);
      if (d < bestM) {
        best = district;
        bestM = d;
      }
    }
  }
  return best.id;
}

interface NamedMass {
  suffix: string;
  name: Text;
  mass: Mass;
}

function massesOf(plan: Plan, landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const one = (parts: BuildingPart[], storeys: number, use: string, facade: number, work = 0.6): NamedMass[] => [
    { suffix: '', name: NAMELESS, mass: massOf(parts, storeys, use, facade, work) },
  ];
  switch (landmark.kind) {
    case 'hospital':
      return hospital(landmark);
    case 'school':
      return one(school(landmark, plan), 5, 'school', FACADE.public, 0.35);
    case 'government': {
      const wing = Math.min(w * 0.3, 54);
      const parts = [
        flat(box(0, 0, w * 0.34, d * 0.36), h - 4),
        flat(box(0, 0, w * 0.2, d * 0.22), h, h - 4),
        flat(box(-w / 2 + wing / 2, 0, wing, d * 0.3), h * 0.5),
        flat(box(w / 2 - wing / 2, 0, wing, d * 0.3), h * 0.5),
        flat(box(0, -d * 0.36, w * 0.22, d * 0.12), 9),
      ];
      return one(parts, Math.round(h / 4), 'government', FACADE.public, 1);
    }
    case 'tower': {
      const side = Math.min(w * 0.4, d);
      const parts: BuildingPart[] = [flat(box(0, 0, w + 18, d + 16), 18)];
      for (const [sign, top] of [
        [-1, h],
        [1, h - 12],
      ]) {
        const x = (sign * (w - side)) / 2;
        parts.push(flat(box(x, 0, side, side), top * 0.72, 18));
        parts.push(flat(box(x, 0, side - 5, side - 5), top * 0.94, top * 0.72));
        parts.push(flat(box(x, 0, side - 12, side - 12), top, top * 0.94));
      }
      return one(parts, landmark.floors ?? 34, 'office-tower', FACADE.glass, 0.9);
    }
    case 'heritage':
      return one(temple(landmark), 1, 'heritage', FACADE.oldTown, 0.1);
    case 'university':
      return university(landmark, plan);
    case 'mall': {
      const parts = [
        flat(box(0, 0, w, d), h * 0.62),
        flat(box(-w * 0.2, 0, w * 0.5, d * 0.7), h, h * 0.62),
        flat(box(w * 0.3, 0, w * 0.2, d * 0.6), h * 0.86, h * 0.62),
      ];
      return one(parts, 5, 'shopping', FACADE.public, 1);
    }
    case 'market': {
      const bays = 6;
      const parts = Array.from({ length: bays }, (_, i) =>
        pitched(box(-w / 2 + (i + 0.5) * (w / bays), 0, w / bays, d), h - 2.4, 'gable', 2.4),
      );
      return one(parts, 2, 'market', FACADE.public, 1);
    }
    case 'fire': {
      const parts = [
        flat(box(-w * 0.12, d * 0.18, w * 0.62, d * 0.28), 11),
        flat(box(-w * 0.12, -d * 0.06, w * 0.62, d * 0.2), 6),
        flat(box(w * 0.38, d * 0.3, 5.5, 5.5), h),
      ];
      return one(parts, 3, 'fire', FACADE.public, 0.5);
    }
    case 'substation': {
      const parts = [
        flat(box(-w * 0.2, d * 0.2, w * 0.42, d * 0.34), h),
        flat(box(w * 0.26, d * 0.18, w * 0.26, d * 0.3), h * 0.6),
        flat(box(-w * 0.26, -d * 0.24, w * 0.16, d * 0.2), 5),
        flat(box(0, -d * 0.24, w * 0.16, d * 0.2), 5),
        flat(box(w * 0.26, -d * 0.24, w * 0.16, d * 0.2), 5),
      ];
      return one(parts, 2, 'substation', FACADE.factory, 0.1);
    }
    case 'gas-gate':
      return one(
        [flat(box(-w * 0.2, 0, w * 0.3, d * 0.3), h), ...tanks(landmark, 3, 6, 7)],
        1,
        'utility',
        FACADE.factory,
        0.1,
      );
    case 'petrol': {
      const pillars = [-1, 1].flatMap((a) => [-1, 1].map((b) => flat(box(a * w * 0.2 - 6, b * d * 0.16, 0.8, 0.8), 5)));
      const parts = [flat(box(-6, 0, w * 0.56, d * 0.5), 6.4, 5), ...pillars, flat(box(w * 0.36, 0, 10, d * 0.5), 4.2)];
      return one(parts, 1, 'utility', FACADE.public, 0.2);
    }
    case 'waterworks':
    case 'sewage':
      return one(
        [...basins(landmark), flat(box(-w * 0.34, d * 0.36, w * 0.22, d * 0.12), h)],
        2,
        'utility',
        FACADE.factory,
        0.1,
      );
    case 'service-reservoir':
      return one(
        [flat(box(0, 0, w, d), h - 3), flat(box(w * 0.36, d * 0.3, 10, 8), h, h - 3)],
        1,
        'utility',
        FACADE.factory,
        0,
      );
    case 'heat': {
      const parts = [
        flat(box(-w * 0.14, 0, w * 0.46, d * 0.5), h * 0.62),
        flat(box(-w * 0.14, d * 0.06, w * 0.3, d * 0.28), h * 0.8, h * 0.62),
        pitched(box(w * 0.32, -d * 0.1, w * 0.26, d * 0.5), 12, 'gable', 3),
        flat(ellipse([landmark.at[0] + w * 0.18, landmark.at[1] + d * 0.36], [3.4, 3.4], 0, 12), h * 1.6),
        ...(h > 50
          ? [flat(ellipse([landmark.at[0] + w * 0.3, landmark.at[1] + d * 0.36], [3.4, 3.4], 0, 12), h * 1.6)]
          : []),
      ];
      return one(parts, 4, 'utility', FACADE.factory, 0.1);
    }
    case 'rail': {
      const parts = [
        pitched(box(0, -16, w * 0.9, 22), 8, 'gable', 2),
        flat(box(-w * 0.38, 14, 60, 16), h),
        flat(box(w * 0.3, 14, 90, 14), 7),
      ];
      return one(parts, 2, 'shed', FACADE.factory, 0.2);
    }
    default: {
      const parts = [
        flat(box(0, -d * 0.1, w * 0.72, d * 0.36), h),
        flat(box(0, d * 0.26, w * 0.5, d * 0.26), h * 0.45),
        flat(box(0, -d * 0.1, w * 0.2, d * 0.2), h + 3.5, h),
      ];
      const use = landmark.kind === 'police' ? 'police' : landmark.kind === 'command' ? 'government' : 'utility';
      return one(parts, Math.max(1, Math.round(h / 4)), use, FACADE.public, 0.8);
    }
  }
}

/** Wards as the plan places them, on one podium of three floors, with a helipad and an outpatient hall. */
function hospital(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const out: NamedMass[] = [
    {
      suffix: '',
      name: { zh: '门诊楼', en: 'outpatient building' },
      mass: massOf(
        [flat(box(0, -d * 0.42, w * 0.62, d * 0.12), 15), flat(box(0, -d * 0.42, w * 0.2, d * 0.08), 19, 15)],
        4,
        'hospital',
        FACADE.public,
        0.5,
      ),
    },
  ];
  for (const ward of landmark.wards ?? []) {
    const [x, y] = ward.at;
    const top = ward.floors * 4 + 1;
    const parts = [
      flat(rectangle(x, y, 62, 20), top),
      flat(rectangle(x, y + 14, 18, 8), top),
      flat(rectangle(x, y, 16, 12), top + 4.5, top),
    ];
    out.push({
      suffix: `-${ward.id}`,
      name: { zh: `${ward.id}座病房楼`, en: `ward ${ward.id}` },
      mass: massOf(parts, ward.floors, 'hospital', FACADE.public, 0.5),
    });
  }
  return out;
}

/** Teaching blocks joined by a comb, a hall; the playground lies on the other half of the ground. */
function school(landmark: Landmark, plan: Plan): BuildingPart[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const random = randomOf(plan.city.seed, 'school', landmark.id);
  const floors = wholeNumber(random, 4, 5);
  const top = floors * 3.8 + 0.9;
  return [
    flat(box(w * 0.25, d * 0.38, w * 0.42, 12), top),
    flat(box(w * 0.25, d * 0.08, w * 0.42, 12), top),
    flat(box(w * 0.06, d * 0.23, 8, d * 0.3 - 12), top - 3.8),
    flat(box(w * 0.25, -d * 0.2, w * 0.42, 12), top - 3.8),
    pitched(box(w * 0.3, -d * 0.4, w * 0.3, 18), 9, 'hip', 3),
  ];
}

function temple(landmark: Landmark): BuildingPart[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  return [
    pitched(box(0, d * 0.3, w * 0.56, 18), 7.5, 'hip', 5),
    pitched(box(0, 0, w * 0.46, 14), 6, 'hip', 4),
    pitched(box(0, -d * 0.4, w * 0.4, 10), 4.8, 'gable', 3),
    pitched(box(-w * 0.4, 0, 8, d * 0.62), 4, 'gable', 2),
    pitched(box(w * 0.4, 0, 8, d * 0.62), 4, 'gable', 2),
  ];
}

function university(landmark: Landmark, plan: Plan): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const random = randomOf(plan.city.seed, 'university', landmark.id);
  const out: NamedMass[] = [
    {
      suffix: '',
      name: { zh: '主楼', en: 'main building' },
      mass: massOf(
        [
          flat(box(0, d * 0.1, 110, 24), landmark.heightM - 8),
          flat(box(0, d * 0.1, 40, 28), landmark.heightM, landmark.heightM - 8),
        ],
        9,
        'university',
        FACADE.public,
        0.5,
      ),
    },
  ];
  let n = 2;
  for (const x of [-0.36, 0.36]) {
    for (const y of [-0.34, -0.08, 0.18, 0.4]) {
      const floors = wholeNumber(random, 4, 7);
      const home = y > 0.3;
      const mass = massOf(
        [flat(box(w * x, d * y, 92, 20), floors * 4 + 1), flat(box(w * x - 38, d * y + 18, 16, 18), floors * 4 - 3)],
        floors,
        'university',
        FACADE.public,
        home ? 0.05 : 0.5,
      );
      mass.homeRatio = home ? 0.9 : 0;
      out.push({
        suffix: `-${n}`,
        name: home ? { zh: `${n}号学生公寓`, en: `residence ${n}` } : { zh: `${n}号教学楼`, en: `hall ${n}` },
        mass,
      });
      n++;
    }
  }
  return out;
}

function tanks(landmark: Landmark, count: number, radiusM: number, topM: number): BuildingPart[] {
  const [x, y] = landmark.at;
  return Array.from({ length: count }, (_, i) =>
    flat(ellipse([x + landmark.sizeM[0] * 0.1 + i * (2 * radiusM + 4), y], [radiusM, radiusM], 0, 14), topM),
  );
}

/** Round clarifiers and long basins of a works. */
function basins(landmark: Landmark): BuildingPart[] {
  const [x, y] = landmark.at;
  const [w, d] = landmark.sizeM;
  const parts: BuildingPart[] = [];
  for (let k = 0; k < 4; k++) {
    const px = x - w * 0.34 + k * w * 0.225;
    const r = Math.min(w * 0.085, 22);
    parts.push(flat(ellipse([px, y - d * 0.3], [r, r], 0, 20), 3.2));
  }
  for (let k = 0; k < 5; k++) parts.push(flat(rectangle(x + w * 0.08, y - d * 0.04 + k * 15, w * 0.6, 11), 2.6));
  return parts;
}

// ---- solids --------------------------------------------------------------------------------------------------------

export function landmarkSolids(plan: Plan): LandmarkSolid[] {
  return plan.landmarks.flatMap((landmark): LandmarkSolid[] => {
    const shape = SOLIDS.has(landmark.id) ? solidOf(landmark) : null;
    if (!shape) return [];
    const common = {
      id: landmark.id,
      landmark: landmark.id,
      name: textOf(landmark),
      district: landmark.district,
      heightM: landmark.heightM,
      at: landmark.at,
    };
    return [{ ...common, ...shape }];
  });
}

type Shape = Pick<LandmarkSolid, 'use' | 'year' | 'storeys' | 'facade' | 'faces'>;

function solidOf(landmark: Landmark): Shape {
  const z = landmark.groundM;
  const h = landmark.heightM;
  switch (landmark.id) {
    case 'lm-stadium':
      return { use: 'stadium', year: 2017, storeys: 4, facade: FACADE.public, faces: stadium(landmark) };
    case 'lm-pagoda':
      return { use: 'heritage', year: 1591, storeys: 9, facade: FACADE.oldTown, faces: pagoda(landmark) };
    case 'lm-drum':
      return { use: 'heritage', year: 1384, storeys: 3, facade: FACADE.oldTown, faces: drumTower(landmark) };
    case 'lm-museum':
      return {
        use: 'museum',
        year: 2012,
        storeys: 4,
        facade: FACADE.public,
        faces: loft(landmark.at, UNIT_SQUARE, [
          [40, 26, z - 0.5],
          [40, 26, z + 5],
          [55, 40, z + 13],
          [55, 40, z + h - 2],
          [53, 38, z + h - 2],
          [50, 35, z + h],
          [18, 14, z + h],
          [18, 14, z + h - 9],
        ]),
      };
    case 'lm-planning':
      return {
        use: 'exhibition',
        year: 2019,
        storeys: 3,
        facade: FACADE.glass,
        faces: [
          ...loft(landmark.at, UNIT_SQUARE, [
            [45, 35, z - 0.5],
            [45, 35, z + 1.2],
            [41, 31, z + 1.2],
            [41, 31, z + 14],
            [45, 35, z + 15],
            [45, 35, z + 17],
          ]),
          ...loft([landmark.at[0] - 12, landmark.at[1]], unitRing(28), [
            [20, 20, z + 17],
            [20, 20, z + h - 2],
            [16, 16, z + h],
          ]),
        ],
      };
    case 'lm-expo':
      return { use: 'exhibition', year: 2015, storeys: 2, facade: FACADE.public, faces: expo(landmark) };
    case 'lm-library':
      return {
        use: 'university',
        year: 2009,
        storeys: 8,
        facade: FACADE.glass,
        faces: [
          ...loft(landmark.at, UNIT_SQUARE, [
            [45, 40, z - 0.5],
            [45, 40, z + 9],
            [36, 31, z + 9],
            [36, 31, z + 21],
            [27, 22, z + 21],
            [27, 22, z + h - 5],
            [30, 25, z + h - 4],
            [30, 25, z + h - 2.6],
            [2, 2, z + h],
          ]),
        ],
      };
    default:
      return { use: 'office-tower', year: 2021, storeys: 48, facade: FACADE.glass, faces: heart(landmark) };
  }
}

/** A bowl: outer wall of raking ribs, a roof ring that thins to its inner edge, two tiers of stands, the pitch's rim. */
function stadium(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const [a, b] = [landmark.sizeM[0] / 2, landmark.sizeM[1] / 2];
  const h = landmark.heightM;
  const profile: LoftLevel[] = [
    [a - 4, b - 4, z - 0.6],
    [a - 4, b - 4, z + 7],
    [a - 1, b - 1, z + 7],
    [a, b, z + 9],
    [a - 2, b - 2, z + 24],
    [a - 6, b - 6, z + 35],
    [a - 16, b - 16, z + h - 1],
    [a - 30, b - 28, z + h],
    [a - 52, b - 46, z + h - 4],
    [a - 52, b - 46, z + h - 5.4],
    [a - 30, b - 28, z + h - 3],
    [a - 14, b - 13, z + h - 9],
    [a - 14, b - 13, z + 26],
    [a - 34, b - 31, z + 15],
    [a - 34, b - 31, z + 11.5],
    [a - 58, b - 52, z + 2.4],
    [a - 58, b - 52, z + 0.2],
  ];
  return loft(landmark.at, unitRing(48), profile);
}

/** Nine tiers, each a little narrower, with eaves that stand out and curve up, and a spire. */
function pagoda(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const tiers = landmark.storeys ?? 9;
  const profile: LoftLevel[] = [
    [9, 9, z - 1],
    [9, 9, z + 1.6],
    [7, 7, z + 1.6],
  ];
  const tierM = (landmark.heightM - 1.6 - 6.5) / tiers;
  for (let k = 0; k < tiers; k++) {
    const r = 6.6 - k * 0.36;
    const low = z + 1.6 + k * tierM;
    profile.push([r, r, low], [r, r, low + tierM * 0.68]);
    profile.push([r + 1.5, r + 1.5, low + tierM * 0.62], [r + 1.5, r + 1.5, low + tierM * 0.74]);
    profile.push([r + 0.1, r + 0.1, low + tierM]);
  }
  const top = z + 1.6 + tiers * tierM;
  profile.push([1.3, 1.3, top + 1.6], [0.9, 0.9, top + 2.2], [1.1, 1.1, top + 3], [0.12, 0.12, top + 6.5]);
  return loft(landmark.at, unitRing(8, 22.5), profile);
}

/** A battered brick base with a terrace, a hall in red under two hip roofs. */
function drumTower(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const [a, b] = [landmark.sizeM[0] / 2, landmark.sizeM[1] / 2];
  const h = landmark.heightM;
  return loft(landmark.at, UNIT_SQUARE, [
    [a, b, z - 0.6],
    [a - 1, b - 1, z + 9.5],
    [a - 0.6, b - 0.6, z + 9.5],
    [a - 0.6, b - 0.6, z + 10.6],
    [a - 1, b - 1, z + 10.6],
    [a - 1, b - 1, z + 9.8],
    [a - 3.6, b - 3.6, z + 9.8],
    [a - 3.6, b - 3.6, z + 14.6],
    [a - 1.4, b - 1.4, z + 14.2],
    [a - 1.2, b - 1.2, z + 14.9],
    [a - 5, b - 5, z + 17.4],
    [a - 5, b - 5, z + 21],
    [a - 3, b - 3, z + 20.6],
    [a - 2.8, b - 2.8, z + 21.4],
    [a - 9, b - 10.6, z + h - 1.6],
    [a - 8.6, b - 11.3, z + h],
  ]);
}

/** Two vaulted halls side by side and a long canopy to the south. */
function expo(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const [x, y] = landmark.at;
  const faces: Face[] = [];
  for (const side of [-1, 1]) {
    const half = w / 4 - 4;
    const section: Point[] = [[-half, z - 0.5]];
    for (let k = 0; k <= 10; k++) {
      const u = -1 + (2 * k) / 10;
      section.push([u * half, z + h * 0.52 + h * 0.48 * (1 - u * u)]);
    }
    section.push([half, z - 0.5]);
    const stations = [
      { at: [x + (side * w) / 4, y - d / 2 + 12] as Point, direction: [0, 1] as Point, section },
      { at: [x + (side * w) / 4, y + d / 2] as Point, direction: [0, 1] as Point, section },
    ];
    faces.push(...sweep(stations, 3));
  }
  faces.push(...prism(rectangle(x, y, 8, d - 30), z - 0.5, z + h * 0.5));
  faces.push(...prism(rectangle(x, y - d / 2 + 6, w, 11.6), z + 9, z + 10.4));
  for (let k = -5; k <= 5; k++) faces.push(...prism(rectangle(x + (k * w) / 11, y - d / 2 + 3, 1, 1), z - 0.5, z + 9));
  return faces;
}

/** A tower that turns from a square foot into an octagon and narrows to a mast, on a two-storey plinth. */
function heart(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const h = landmark.heightM;
  const octagon: Point[] = [
    [-0.62, -1],
    [0.62, -1],
    [1, -0.62],
    [1, 0.62],
    [0.62, 1],
    [-0.62, 1],
    [-1, 0.62],
    [-1, -0.62],
  ];
  const shaft: LoftLevel[] = [
    [23, 23, z + 12],
    [23, 23, z + 90],
    [22, 22, z + 120],
    [20, 20, z + 160],
    [17, 17, z + 190],
    [14.5, 14.5, z + 198],
    [14.5, 14.5, z + 201],
    [5, 5, z + 201],
    [4, 4, z + 206],
    [0.9, 0.9, z + 207],
    [0.3, 0.3, z + h],
  ];
  const plinth = insetAll(rectangle(landmark.at[0], landmark.at[1], 76, 70), 0) ?? [];
  return [...prism(plinth, z - 0.5, z + 12), ...loft(landmark.at, octagon, shaft)];
}
