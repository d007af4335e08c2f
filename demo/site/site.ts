import type { Text } from '../../model/city/manifest.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { FACADE_WORDS, type LayerInput } from '../../tiles/model.ts';
import { prism } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import { type BlockRow, blockLayer, nameFields, quantity, surfaceLayer, whole } from '../emit.ts';
import { partOf } from '../names/words.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { rectangle } from '../shape/rings.ts';
import { siteModelLayer } from './site-model.ts';
import { PART_FIELDS, type PartRow } from './site-parts.ts';
import { BASEMENT_ZONES, CRANE_STANDS, PIT_ZONES, STATION_SEGMENTS, siteTasks, WALL_GROUPS } from './site-tasks.ts';
import { siteWorksLayers } from './site-works.ts';
import { CRANE_HEAD_M, towerCrane } from './tower-crane.ts';

/** The layer of the planned tower, which plans and studies name. */
export const TOWER_LAYER = 'site-tower';

/** Lengths of diaphragm wall poured in one go. */
const PANEL_M = 6;
const PANELS_A_GROUP = 5;

/** Steps of struts: concrete ones every 8 m, steel tubes every 3 m (plan.json `construction.wall.struts`). */
const stepOf = (kind: string) => (kind.startsWith('concrete') ? 8 : 3);

/** Number of a task by its key. */
type Uids = ReadonlyMap<string, number>;

const numbered = (uid: Uids, key: string): { task: number } => {
  const task = uid.get(key);
  if (task === undefined) throw new Error(`site-1: expected a task ${key}, got none`);
  return { task };
};

/** Panels along the two boxes' outline; the wall that both share is built once, to the deeper box's depth. */
export function wallRows(city: DemoCity, uid: Uids): PartRow[] {
  const { pit, wall, groundM } = city.plan.construction;
  const out: PartRow[] = [];
  const seen: [Point, Point][] = [];
  const bottomM = groundM - wall.depthM;
  for (const box of [pit.stationBox, pit.basement])
    for (const [i, a] of box.entries()) {
      const b = box[(i + 1) % box.length];
      const shared = seen.some(([p, q]) => isOn(p, q, a) && isOn(p, q, b));
      if (shared) continue;
      seen.push([a, b]);
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      const count = Math.round(length / PANEL_M);
      const deg = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
      for (let k = 0; k < count; k++) {
        const t = (k + 0.5) / count;
        const x = a[0] + (b[0] - a[0]) * t;
        const y = a[1] + (b[1] - a[1]) * t;
        out.push({
          id: `site-1-dw-${String(out.length + 1).padStart(3, '0')}`,
          name: { zh: `地连墙 ${out.length + 1} 幅`, en: `Wall panel ${out.length + 1}` },
          part: 'wall',
          faces: prism(rectangle(x, y, length / count - 0.02, wall.thicknessM, deg), bottomM, groundM),
          topM: groundM,
          bottomM,
          kind: `${wall.thicknessM.toFixed(1)} m × ${wall.depthM} m`,
          ...numbered(uid, `wall.${Math.min(WALL_GROUPS, 1 + Math.floor(out.length / PANELS_A_GROUP))}`),
        });
      }
    }
  return out;
}

const isOn = (a: Point, b: Point, p: Point) =>
  Math.abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) < 1e-6 &&
  (p[0] - a[0]) * (p[0] - b[0]) + (p[1] - a[1]) * (p[1] - b[1]) <= 1e-6;

/** The station's three zones, then the basement's. */
const strutZone = (isBasement: boolean, ratio: number): number =>
  (isBasement ? PIT_ZONES / 2 : 0) + Math.min(PIT_ZONES / 2, 1 + Math.floor((ratio * PIT_ZONES) / 2));

/** Planted (D17): the third row is modelled this much too high against the drawing. */
const TOO_HIGH_M = 0.35;

/** A storey is built from south to north, and its forms reach so far beyond its joint. */
const BESIDE_M = 0.5;

/** A strut goes when the storey that it would stand in is built: the floor below holds the wall by then. */
function removalOf(uid: Uids, row: number, isBasement: boolean, ratio: number): { removal: number } {
  const part = (zones: number) => Math.min(zones, 1 + Math.max(0, Math.floor(ratio * zones)));
  const level = 4 - row;
  const key = isBasement
    ? `columns.${row + 1}.${part(BASEMENT_ZONES)}`
    : level > 3
      ? 'backfill.1'
      : `station.${level}.${part(STATION_SEGMENTS)}`;
  return { removal: numbered(uid, key).task };
}

/** Struts across each box's short side, row by row; the last row in the station box alone. */
export function strutRows(city: DemoCity, uid: Uids): PartRow[] {
  const { pit, wall } = city.plan.construction;
  const out: PartRow[] = [];
  for (const [row, strut] of wall.struts.entries())
    for (const [name, box] of [
      [{ zh: '车站', en: 'Station' }, pit.stationBox],
      [{ zh: '地下室', en: 'Basement' }, pit.basement],
    ] as const) {
      if (strut.kind.includes('station only') && box !== pit.stationBox) continue;
      const { minX, maxX, minY, maxY } = boundsOf(box);
      const size = strut.kind.startsWith('concrete') ? 1 : strut.kind.includes('800') ? 0.8 : 0.61;
      const step = stepOf(strut.kind);
      const levelM = strut.levelM + (row === 2 ? TOO_HIGH_M : 0);
      for (let y = minY + step / 2; y < maxY; y += step)
        out.push({
          id: `site-1-st-${String(out.length + 1).padStart(4, '0')}`,
          name: partOf(name, `第${row + 1}道支撑`, `strut, row ${row + 1}`),
          part: 'strut',
          row,
          faces: prism(rectangle((minX + maxX) / 2, y, maxX - minX - 1, size), levelM - size / 2, levelM + size / 2),
          topM: levelM + size / 2,
          bottomM: levelM - size / 2,
          kind: strut.kind,
          ...removalOf(uid, row, box === pit.basement, (y - size / 2 - BESIDE_M - minY) / (maxY - minY)),
          ...numbered(uid, `strut.${row + 1}.${strutZone(box === pit.basement, (y - minY) / (maxY - minY))}`),
        });
    }
  return out;
}

/** Where the digging stands on the data date (2026-11-20): stage 3 of five is reached, plan.json `construction`. */
const REACHED_STAGE = 3;

function floorRows(city: DemoCity, uid: Uids): PartRow[] {
  const { pit, excavation } = city.plan.construction;
  const toM = excavation[REACHED_STAGE - 1].toM;
  return [
    {
      id: 'site-1-floor-1',
      name: { zh: '车站基坑开挖面', en: 'Station pit, ground reached' },
      box: pit.stationBox,
      zone: 1,
    },
    {
      id: 'site-1-floor-2',
      name: { zh: '地下室基坑开挖面', en: 'Basement pit, ground reached' },
      box: pit.basement,
      zone: 1 + PIT_ZONES / 2,
    },
  ].map(({ id, name, box, zone }) => ({
    id,
    name,
    part: 'floor',
    faces: prism(insetAll(box, 0.5) ?? box, toM - 0.3, toM),
    topM: toM,
    bottomM: toM - 0.3,
    kind: `第${REACHED_STAGE}步开挖`,
    removal: numbered(uid, `dig.${REACHED_STAGE + 1}.${zone}`).task,
  }));
}

/** The jibs' bearings are this recipe's. */
const JIB_DEG = [35, 200, 285] as const;

function craneRows(city: DemoCity, uid: Uids): PartRow[] {
  const { cranes, groundM } = city.plan.construction;
  return cranes.map(({ id, at, jibM: reachM, jibLevelAboveGroundM, capacityTm }, i): PartRow => {
    const jibM = groundM + jibLevelAboveGroundM;
    return {
      id,
      name: { zh: `${i + 1}号塔吊`, en: `Tower crane ${i + 1}` },
      part: 'crane',
      faces: towerCrane({ at, groundM, jibM, reachM, headingDeg: JIB_DEG[i % JIB_DEG.length] }),
      topM: jibM + CRANE_HEAD_M,
      bottomM: groundM,
      kind: `臂长 ${reachM} m，${capacityTm} t·m`,
      ...numbered(uid, CRANE_STANDS[i].task),
      removal: numbered(uid, CRANE_STANDS[i].removal).task,
    };
  });
}

interface TowerRow extends BlockRow {
  name: Text;
  heightM: number;
  storeys: number;
  facade: number;
}

/** The construction site: walls, struts and digging as they stand, cranes, and the tower that is to come. */
export function siteLayers(city: DemoCity): LayerInput[] {
  const { construction } = city.plan;
  const { tower } = construction;
  const uid = new Map(siteTasks(city.plan).map((task) => [task.key, task.uid]));
  const head = { kind: 'element', group: 'underground', cimLevel: 6, state: 'construction' } as const;
  const towers: TowerRow[] = [
    {
      id: 'site-1-tower',
      name: { zh: construction.nameZh.replace('基坑与', ''), en: construction.nameEn.replace(' pit and', '') },
      heightM: tower.heightM,
      storeys: tower.floors,
      facade: 2,
      parts: [
        { ring: tower.podium, baseM: 0, topM: tower.podiumHeightM, roof: 'flat', roofM: 0 },
        { ring: tower.footprint, baseM: tower.podiumHeightM, topM: tower.heightM, roof: 'flat', roofM: 0 },
      ],
    },
  ];
  return [
    surfaceLayer(
      { ...head, id: 'site-pit', label: { zh: '会展站基坑', en: 'Expo Station pit' }, colour: { token: 'warn' } },
      [...wallRows(city, uid), ...strutRows(city, uid), ...floorRows(city, uid)],
      PART_FIELDS,
    ),
    surfaceLayer(
      {
        ...head,
        id: 'site-cranes',
        group: 'building',
        label: { zh: '塔吊', en: 'Tower cranes' },
        shownAtStart: true,
        colour: { token: 'map-crane' },
      },
      craneRows(city, uid),
      PART_FIELDS,
    ),
    ...siteWorksLayers(city, (key) => numbered(uid, key).task),
    siteModelLayer(city.plan),
    blockLayer(
      {
        id: TOWER_LAYER,
        kind: 'building',
        group: 'building',
        label: { zh: '会展塔楼（规划）', en: 'Expo tower (planned)' },
        cimLevel: 4,
        state: 'planned',
        colour: { token: 'accent' },
      },
      towers,
      [
        ...nameFields<TowerRow>(),
        quantity('height', 'm', { zh: '高度', en: 'Height' }, (row) => row.heightM),
        whole('storeys', '1', { zh: '层数', en: 'Storeys' }, (row) => row.storeys),
        {
          name: 'facade',
          type: 'integer',
          label: { zh: '立面', en: 'Facade' },
          values: FACADE_WORDS,
          of: (row) => row.facade,
        },
      ],
    ),
  ];
}
