import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { type Face, loft, prism, UNIT_SQUARE } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import { surfaceLayer } from '../emit.ts';
import type { Plan } from '../plan.ts';
import { rectangle } from '../shape/rings.ts';
import { PART_FIELDS, type PartRow } from './site-parts.ts';
import { PIT_ZONES, PODIUM_ZONES } from './site-tasks.ts';

/** Number of a task by its key. */
type TaskOf = (key: string) => number;

/** Both boxes in one ring, anticlockwise: they share a wall. */
export function pitRing({ construction: { pit } }: Plan): Point[] {
  const station = boundsOf(pit.stationBox);
  const basement = boundsOf(pit.basement);
  return [
    [station.minX, station.minY],
    [station.maxX, station.minY],
    [basement.minX, basement.minY],
    [basement.maxX, basement.minY],
    [basement.maxX, basement.maxY],
    [basement.minX, basement.maxY],
    [station.maxX, station.maxY],
    [station.minX, station.maxY],
  ];
}

/** What comes and goes while the site is built, and the earth that each stage takes away. */
export function siteWorksLayers(city: DemoCity, task: TaskOf): LayerInput[] {
  const head = { kind: 'element', cimLevel: 6, state: 'construction' } as const;
  return [
    surfaceLayer(
      {
        ...head,
        id: 'site-earth',
        group: 'underground',
        label: { zh: '基坑土方（分步开挖）', en: 'Earth of the pit, by stages' },
        colour: { token: 'map-earth' },
      },
      earthRows(city.plan, task),
      PART_FIELDS,
    ),
    surfaceLayer(
      {
        ...head,
        id: 'site-works',
        group: 'building',
        label: {
          zh: '临时设施（围挡、脚手架、堆场、便道）',
          en: 'Temporary works (hoarding, scaffold, stores, haul road)',
        },
        colour: { token: 'map-road' },
      },
      worksRows(city.plan, task),
      PART_FIELDS,
    ),
  ];
}

interface Solid {
  id: string;
  name: PartRow['name'];
  part: string;
  kind?: string;
  faces: Face[];
  task?: number;
  removal?: number;
}

/** A row with the heights of its faces. */
function rowOf({ kind = '', ...solid }: Solid): PartRow {
  const heights = solid.faces.flatMap(({ ring }) => ring.map(([, , z]) => z));
  return { ...solid, kind, topM: Math.max(...heights), bottomM: Math.min(...heights) };
}

/** Each stage of each zone lies there until it is dug; below the basement's floor the ground stays; over the station it comes back. */
export function earthRows({ construction }: Plan, task: TaskOf): PartRow[] {
  const { id, pit, excavation, groundM } = construction;
  const perBox = PIT_ZONES / 2;
  const zoneRing = (zone: number): Point[] => {
    const { minX, maxX, minY, maxY } = boundsOf(zone > perBox ? pit.basement : pit.stationBox);
    const step = (maxY - minY) / perBox;
    return rectangle((minX + maxX) / 2, minY + ((zone - 1) % perBox) * step + step / 2, maxX - minX, step);
  };
  const stages = excavation.flatMap(({ stage, toM }) =>
    Array.from({ length: PIT_ZONES }, (_, at) => at + 1)
      .filter((zone) => stage < excavation.length || zone <= perBox)
      .map((zone) =>
        rowOf({
          id: `${id}-earth-${stage}-${zone}`,
          name: { zh: `第${stage}步土方 ${zone}区`, en: `Earth of stage ${stage}, zone ${zone}` },
          part: 'earth',
          faces: prism(zoneRing(zone), toM, stage === 1 ? groundM : excavation[stage - 2].toM),
          removal: task(`dig.${stage}.${zone}`),
        }),
      ),
  );
  const { minX, maxX, minY, maxY } = boundsOf(pit.basement);
  const below = rowOf({
    id: `${id}-earth-below`,
    name: { zh: '地下室坑底原状土', en: 'Ground below the basement' },
    part: 'earth',
    faces: prism(
      rectangle((minX + maxX) / 2, (minY + maxY) / 2, maxX - minX, maxY - minY),
      pit.stationBottomM,
      pit.basementBottomM,
    ),
  });
  const station = boundsOf(pit.stationBox);
  const quarter = (station.maxY - station.minY) / BACKFILLS;
  const fills = Array.from({ length: BACKFILLS }, (_, i) =>
    rowOf({
      id: `${id}-fill-${i + 1}`,
      name: { zh: `回填 ${i + 1}区`, en: `Backfill, zone ${i + 1}` },
      part: 'fill',
      faces: prism(
        rectangle(
          (station.minX + station.maxX) / 2,
          station.minY + (i + 0.5) * quarter,
          station.maxX - station.minX,
          quarter,
        ),
        groundM - COVER_M,
        groundM,
      ),
      task: task(`backfill.${i + 1}`),
    }),
  );
  return [...stages, below, ...fills];
}

const BACKFILLS = 4;
/** From the station's roof to the ground; its topmost slab lies 1 m above the storey below it. */
const COVER_M = 2;

const HOARDING_M = { high: 2.5, thick: 0.12, panel: 6 };
/** Where trucks pass the east fence, north of its south end. */
const GATE_M = [20, 32] as const;

export function worksRows(plan: Plan, task: TaskOf): PartRow[] {
  const { id, groundM, tower } = plan.construction;
  return [
    ...hoarding(plan, task),
    rowOf({
      id: `${id}-haul-road`,
      name: { zh: '施工便道', en: 'Haul road' },
      part: 'road',
      kind: '0.25 m',
      faces: haulRoad(plan).flatMap((ring) => prism(ring, groundM, groundM + 0.25)),
      task: task('divert.8'),
      removal: task('backfill.4'),
    }),
    rowOf({
      id: `${id}-soil-heap`,
      name: { zh: '回填土堆场', en: 'Heap of soil for the backfill' },
      part: 'heap',
      faces: loft([-1148, 950], UNIT_SQUARE, [
        [6, 14, groundM],
        [3.5, 11.5, groundM + 3.5],
      ]),
      task: task('dig.1.1'),
      removal: task('backfill.4'),
    }),
    rowOf({
      id: `${id}-rebar-yard`,
      name: { zh: '钢筋堆场', en: 'Rebar yard' },
      part: 'store',
      faces: [0, 1, 2, 3].flatMap((stack) =>
        prism(rectangle(-1148, 856 + 8 * stack, 7, 3), groundM, groundM + 1 + 0.25 * (stack % 3)),
      ),
      task: task('core.1.1'),
      removal: task(`deck.${tower.podiumFloors}.2`),
    }),
    ...scaffolds(plan, task),
  ];
}

/** Panels along the fence, with a gate in the east. */
function hoarding({ construction: { id, pit, groundM } }: Plan, task: TaskOf): PartRow[] {
  const { minX, maxX, minY, maxY } = boundsOf(pit.siteFence);
  const sides: [Point, Point][] = [
    [
      [minX, minY],
      [maxX, minY],
    ],
    [
      [maxX, minY],
      [maxX, minY + GATE_M[0]],
    ],
    [
      [maxX, minY + GATE_M[1]],
      [maxX, maxY],
    ],
    [
      [maxX, maxY],
      [minX, maxY],
    ],
    [
      [minX, maxY],
      [minX, minY],
    ],
  ];
  return sides.flatMap(([a, b], side) => {
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const count = Math.max(1, Math.round(lengthM / HOARDING_M.panel));
    const deg = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
    return Array.from({ length: count }, (_, k) => {
      const t = (k + 0.5) / count;
      const x = a[0] + (b[0] - a[0]) * t;
      const y = a[1] + (b[1] - a[1]) * t;
      return rowOf({
        id: `${id}-hoarding-${side + 1}-${String(k + 1).padStart(2, '0')}`,
        name: { zh: '围挡', en: 'Hoarding' },
        part: 'hoarding',
        kind: `${HOARDING_M.high} m`,
        faces: prism(
          rectangle(x, y, lengthM / count - 0.04, HOARDING_M.thick, deg),
          groundM,
          groundM + HOARDING_M.high,
        ),
        task: task('divert.1'),
        removal: task('accepted'),
      });
    });
  });
}

/** From the gate north along the east fence, and west to the station's north end. */
function haulRoad({ construction: { pit } }: Plan): Point[][] {
  const { maxX, minY, maxY } = boundsOf(pit.siteFence);
  const { minX: west } = boundsOf(pit.stationBox);
  const northM = maxY - 6;
  const southM = minY + (GATE_M[0] + GATE_M[1]) / 2;
  return [
    rectangle(maxX - 4, (southM + northM) / 2, 6, northM - southM + 6),
    rectangle((west + maxX - 7) / 2, northM, maxX - 7 - west, 6),
  ];
}

const SCAFFOLD = { asideM: 0.9, wideM: 1.2, bayM: 6 };

/** A lift a storey around podium and tower: posts, ledgers and boards; it goes when the storey's façade is on. */
function scaffolds({ construction: { id, tower, groundM } }: Plan, task: TaskOf): PartRow[] {
  const podiumM = tower.podiumHeightM / tower.podiumFloors;
  const towerM = (tower.heightM - tower.podiumHeightM) / (tower.floors - tower.podiumFloors);
  return Array.from({ length: tower.floors }, (_, at) => {
    const floor = at + 1;
    const isPodium = floor <= tower.podiumFloors;
    const lowM = groundM + (isPodium ? at * podiumM : tower.podiumHeightM + (at - tower.podiumFloors) * towerM);
    return rowOf({
      id: `${id}-scaffold-${String(floor).padStart(2, '0')}`,
      name: { zh: `${floor}层脚手架`, en: `Scaffold, floor ${floor}` },
      part: 'scaffold',
      faces: scaffoldLift(isPodium ? tower.podium : tower.footprint, lowM, isPodium ? podiumM : towerM),
      task: task(isPodium ? `core.${floor}.${PODIUM_ZONES}` : `frame.${floor}`),
      removal: task(`facade.${floor}`),
    });
  });
}

function scaffoldLift(outline: readonly Point[], lowM: number, storeyM: number): Face[] {
  const { minX, maxX, minY, maxY } = boundsOf(outline);
  const out = SCAFFOLD.asideM + SCAFFOLD.wideM / 2;
  const x = (minX + maxX) / 2;
  const y = (minY + maxY) / 2;
  const wide = maxX - minX + 2 * out;
  const deep = maxY - minY + 2 * out;
  return [
    { at: [x, minY - out], long: wide, deg: 0 },
    { at: [x, maxY + out], long: wide, deg: 0 },
    { at: [minX - out, y], long: deep, deg: 90 },
    { at: [maxX + out, y], long: deep, deg: 90 },
  ].flatMap(({ at, long, deg }) => {
    const posts = Math.max(2, Math.round(long / SCAFFOLD.bayM)) + 1;
    const [cos, sin] = deg === 0 ? [1, 0] : [0, 1];
    const along = (m: number, acrossM = 0): Point => [at[0] + cos * m - sin * acrossM, at[1] + sin * m + cos * acrossM];
    const side = SCAFFOLD.wideM / 2;
    return [
      ...prism(rectangle(at[0], at[1], long, SCAFFOLD.wideM, deg), lowM + storeyM - 1.1, lowM + storeyM - 1.05),
      ...[-side, side].flatMap((across) => {
        const [railX, railY] = along(0, across);
        return prism(rectangle(railX, railY, long, 0.06, deg), lowM + storeyM - 0.1, lowM + storeyM - 0.04);
      }),
      ...Array.from({ length: posts }, (_, k) => (k / (posts - 1) - 0.5) * (long - 0.2)).flatMap((m) =>
        [-side, side].flatMap((across) => {
          const [postX, postY] = along(m, across);
          return prism(rectangle(postX, postY, 0.08, 0.08), lowM, lowM + storeyM);
        }),
      ),
    ];
  });
}
