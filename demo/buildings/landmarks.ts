import type { Text } from '../../model/city/manifest.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { NAMELESS, partOf, textOf } from '../names/words.ts';
import type { Landmark, Plan } from '../plan.ts';
import { randomOf, wholeNumber } from '../shape/random.ts';
import { ellipse, rectangle } from '../shape/rings.ts';
import { besideRoads } from '../streets/sites.ts';
import { SOLIDS } from './landmark-solids.ts';
import { type BuildingMass, type BuildingPart, FACADE, flat, pitched } from './mass.ts';

/** A landmark's building that is drawn up from rings; it joins the buildings under the plan's id. */
export interface LandmarkMass {
  id: string;
  landmark: string | null;
  name: Text;
  district: string;
  year?: number;
  /** Floor over ground where the plan says it. */
  sillM?: number;
  mass: BuildingMass;
}

/** A rectangle in a landmark's own axes, metres from its middle. */
const boxAt =
  ({ at }: Landmark) =>
  (x: number, y: number, w: number, d: number): Point[] =>
    rectangle(at[0] + x, at[1] + y, w, d);

function massOf(parts: BuildingPart[], storeys: number, use: string, facade: number, workRatio = 0.6): BuildingMass {
  const floorM2 = parts.reduce(
    (sum, part) => sum + signedAreaM2(part.ring) * Math.max(1, Math.round((part.topM - part.baseM) / 4)),
    0,
  );
  return { parts, storeys, use, facade, floorM2, homeRatio: 0, workRatio };
}

/** Buildings of the plan's landmarks that are drawn up from rings, then those that it names elsewhere: stations, halls, the visitor centre. */
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
  out.push(...pumpHouses(plan), ...metroEntrances(plan), ...shelterHalls(plan));
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

function pumpHouses(plan: Plan): LandmarkMass[] {
  const out: LandmarkMass[] = [];
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
  return out;
}

function metroEntrances(plan: Plan): LandmarkMass[] {
  const out: LandmarkMass[] = [];
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
  return out;
}

function shelterHalls(plan: Plan): LandmarkMass[] {
  const out: LandmarkMass[] = [];
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
  return out;
}

function districtAt(plan: Plan, [x, y]: Point): string {
  const inside = plan.districts.find(({ polygon }) => isInRing(polygon, x, y));
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
  mass: BuildingMass;
}

/** What a kind of landmark is built of; kinds that the list lacks are public buildings of three blocks. */
const MASSES: Readonly<Record<string, (landmark: Landmark, plan: Plan) => NamedMass[]>> = {
  hospital,
  school: (landmark, plan) => one(school(landmark, plan), 5, 'school', FACADE.public, 0.35),
  government: governmentSeat,
  tower: officeTowers,
  heritage: (landmark) => one(temple(landmark), 1, 'heritage', FACADE.oldTown, 0.1),
  university,
  mall: mall,
  market: marketHall,
  fire: fireStation,
  substation: substation,
  'gas-gate': gasGate,
  petrol: petrolStation,
  waterworks: waterworks,
  sewage: waterworks,
  'service-reservoir': serviceReservoir,
  heat: heatPlant,
  rail: freightYard,
};

function massesOf(plan: Plan, landmark: Landmark): NamedMass[] {
  return (MASSES[landmark.kind] ?? publicBuilding)(landmark, plan);
}

function one(parts: BuildingPart[], storeys: number, use: string, facade: number, work = 0.6): NamedMass[] {
  return [{ suffix: '', name: NAMELESS, mass: massOf(parts, storeys, use, facade, work) }];
}

function governmentSeat(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
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

function officeTowers(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
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

function mall(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const parts = [
    flat(box(0, 0, w, d), h * 0.62),
    flat(box(-w * 0.2, 0, w * 0.5, d * 0.7), h, h * 0.62),
    flat(box(w * 0.3, 0, w * 0.2, d * 0.6), h * 0.86, h * 0.62),
  ];
  return one(parts, 5, 'shopping', FACADE.public, 1);
}

function marketHall(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const bays = 6;
  const parts = Array.from({ length: bays }, (_, i) =>
    pitched(box(-w / 2 + (i + 0.5) * (w / bays), 0, w / bays, d), h - 2.4, 'gable', 2.4),
  );
  return one(parts, 2, 'market', FACADE.public, 1);
}

function fireStation(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const parts = [
    flat(box(-w * 0.12, d * 0.18, w * 0.62, d * 0.28), 11),
    flat(box(-w * 0.12, -d * 0.06, w * 0.62, d * 0.2), 6),
    flat(box(w * 0.38, d * 0.3, 5.5, 5.5), h),
  ];
  return one(parts, 3, 'fire', FACADE.public, 0.5);
}

function substation(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const parts = [
    flat(box(-w * 0.2, d * 0.2, w * 0.42, d * 0.34), h),
    flat(box(w * 0.26, d * 0.18, w * 0.26, d * 0.3), h * 0.6),
    flat(box(-w * 0.26, -d * 0.24, w * 0.16, d * 0.2), 5),
    flat(box(0, -d * 0.24, w * 0.16, d * 0.2), 5),
    flat(box(w * 0.26, -d * 0.24, w * 0.16, d * 0.2), 5),
  ];
  return one(parts, 2, 'substation', FACADE.factory, 0.1);
}

function gasGate(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  return one(
    [flat(box(-w * 0.2, 0, w * 0.3, d * 0.3), h), ...tanks(landmark, 3, 6, 7)],
    1,
    'utility',
    FACADE.factory,
    0.1,
  );
}

function petrolStation(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const pillars = [-1, 1].flatMap((a) => [-1, 1].map((b) => flat(box(a * w * 0.2 - 6, b * d * 0.16, 0.8, 0.8), 5)));
  const parts = [flat(box(-6, 0, w * 0.56, d * 0.5), 6.4, 5), ...pillars, flat(box(w * 0.36, 0, 10, d * 0.5), 4.2)];
  return one(parts, 1, 'utility', FACADE.public, 0.2);
}

function waterworks(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  return one(
    [...basins(landmark), flat(box(-w * 0.34, d * 0.36, w * 0.22, d * 0.12), h)],
    2,
    'utility',
    FACADE.factory,
    0.1,
  );
}

function serviceReservoir(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  return one(
    [flat(box(0, 0, w, d), h - 3), flat(box(w * 0.36, d * 0.3, 10, 8), h, h - 3)],
    1,
    'utility',
    FACADE.factory,
    0,
  );
}

function heatPlant(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
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

function freightYard(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w] = landmark.sizeM;
  const h = landmark.heightM;
  const parts = [
    pitched(box(0, -16, w * 0.9, 22), 8, 'gable', 2),
    flat(box(-w * 0.38, 14, 60, 16), h),
    flat(box(w * 0.3, 14, 90, 14), 7),
  ];
  return one(parts, 2, 'shed', FACADE.factory, 0.2);
}

function publicBuilding(landmark: Landmark): NamedMass[] {
  const box = boxAt(landmark);
  const [w, d] = landmark.sizeM;
  const h = landmark.heightM;
  const parts = [
    flat(box(0, -d * 0.1, w * 0.72, d * 0.36), h),
    flat(box(0, d * 0.26, w * 0.5, d * 0.26), h * 0.45),
    flat(box(0, -d * 0.1, w * 0.2, d * 0.2), h + 3.5, h),
  ];
  const use = landmark.kind === 'police' ? 'police' : landmark.kind === 'command' ? 'government' : 'utility';
  return one(parts, Math.max(1, Math.round(h / 4)), use, FACADE.public, 0.8);
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
