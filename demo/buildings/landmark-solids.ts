import type { Text } from '../../model/city/manifest.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type Face, type LoftLevel, loft, prism, sweep, UNIT_SQUARE, unitRing } from '../../tiles/shape/solid.ts';
import { textOf } from '../names/words.ts';
import type { Landmark, Plan } from '../plan.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { rectangle } from '../shape/rings.ts';
import { FACADE } from './mass.ts';

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

/** Landmarks whose shape is a solid of its own, not drawn up from rings. */
export const SOLIDS = new Set([
  'lm-stadium',
  'lm-pagoda',
  'lm-drum',
  'lm-museum',
  'lm-expo',
  'lm-tower',
  'lm-planning',
  'lm-library',
]);

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
        faces: museum(landmark),
      };
    case 'lm-planning':
      return {
        use: 'exhibition',
        year: 2019,
        storeys: 3,
        facade: FACADE.glass,
        faces: planningHall(landmark),
      };
    case 'lm-expo':
      return { use: 'exhibition', year: 2015, storeys: 2, facade: FACADE.public, faces: expo(landmark) };
    case 'lm-library':
      return {
        use: 'university',
        year: 2009,
        storeys: 8,
        facade: FACADE.glass,
        faces: library(landmark),
      };
    default:
      return { use: 'office-tower', year: 2021, storeys: 48, facade: FACADE.glass, faces: heart(landmark) };
  }
}

/** A bowl of four walls that lean out over its foot, with a court in the roof. */
function museum(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const h = landmark.heightM;
  return loft(landmark.at, UNIT_SQUARE, [
    [40, 26, z - 0.5],
    [40, 26, z + 5],
    [55, 40, z + 13],
    [55, 40, z + h - 2],
    [53, 38, z + h - 2],
    [50, 35, z + h],
    [18, 14, z + h],
    [18, 14, z + h - 9],
  ]);
}

/** A flat hall with a drum through its roof. */
function planningHall(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const h = landmark.heightM;
  return [
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
  ];
}

/** Terraces that step back, with a cap over the last. */
function library(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const h = landmark.heightM;
  return [
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
  ];
}

/** A bowl: outer wall of raking ribs, a roof ring that thins to its inner edge, two tiers of stands, the pitch's rim. */
function stadium(landmark: Landmark): Face[] {
  const z = landmark.groundM;
  const a = landmark.sizeM[0] / 2;
  const b = landmark.sizeM[1] / 2;
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
  const a = landmark.sizeM[0] / 2;
  const b = landmark.sizeM[1] / 2;
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
