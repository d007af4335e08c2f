import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import { HOME_USES } from '../buildings/mass.ts';
import type { DemoCity } from '../demo-city.ts';
import type { Pipe, SystemId } from '../pipes/clearance.ts';
import type { Plan } from '../plan.ts';
import { rectangle } from '../shape/rings.ts';
import { strutRows, TOWER_LAYER, wallRows } from './site.ts';
import { siteElements } from './site-model.ts';
import type { PartRow } from './site-parts.ts';
import { type SiteWords, siteSurroundings } from './site-surroundings.ts';
import { CRANE_STANDS, PIT_ZONES, siteTasks } from './site-tasks.ts';

/** Files of the site's case, beside the schedule: what `shapan sim construction` and the page both read. */
export const SITE_CASE = 'site-1.case.json';
export const SITE_BOXES = 'site-1.boxes.csv';

const SYSTEM_GROUPS: Record<SystemId, string> = {
  YS: 'pipe-storm',
  WS: 'pipe-sanitary',
  JS: 'pipe-water',
  RQ: 'pipe-gas',
  RL: 'pipe-heat',
  DL: 'pipe-power',
  TX: 'pipe-telecom',
};
const PIPE_GROUPS = Object.values(SYSTEM_GROUPS);

/** Pipes that lie so near the fence are held against pit and wells. */
const NEAR_M = 30;

/** Planted (D13): from the wall of well w-17 to the sewer beside it, plan.json `construction.defects`. */
const WELL_GAP_M = 1.1;
const WELL_M = 0.6;

const STRUTS = ['Strut 1', 'Strut 2', 'Strut 3', 'Strut 4'];

const words = (zh: string, en: string) => ({ title: { zh, en } });

/**
 * The site's case: what stands where by which task, the rules of space, cranes and lifts, and what the works do to their neighbours;
 * with the plan's planted defects D08 to D18 in it (D01 to D07 are in the schedule).
 */
export function siteCase(city: DemoCity, pipes: readonly Pipe[], schedule: string): object {
  const { plan } = city;
  const { construction } = plan;
  const uid = new Map(siteTasks(plan).map((task) => [task.key, String(task.uid)]));
  const task: SiteWords['task'] = (key) => {
    const found = uid.get(key);
    if (found === undefined) throw new Error(`${construction.id}: expected a task ${key}, got none`);
    return found;
  };
  return {
    format: 1,
    kind: 'construction',
    id: construction.id,
    schedule,
    title: { zh: construction.nameZh, en: construction.nameEn },
    space: spaceOf(city, pipes, task),
    sunlight: towerShadow(plan),
    ...siteSurroundings(city, task),
  };
}

function spaceOf(city: DemoCity, pipes: readonly Pipe[], task: SiteWords['task']) {
  const { plan } = city;
  return {
    models: [{ group: 'site', file: SITE_BOXES }],
    boxes: [...digBoxes(plan, task), ...yardBoxes(plan), ...neighbourBoxes(city)],
    tubes: [...pipeTubes(plan, pipes), ...wellTubes(plan, pipes, task)],
    rules: [...collisionRules(), ...clearanceRules(), ...sequenceRules(), ...levelRules(plan)],
    allowed: [
      // Ducts and pipes pass partitions in sleeves that the partition's builder leaves.
      { id: 'sleeve', a: { groups: ['services'] }, b: { groups: ['partition'] } },
    ],
    ...craneWork(plan, task),
  };
}

/** Homes that the tower may shade on 大寒日 of the data date's year (D16). */
const towerShadow = ({ construction }: Plan) => ({
  year: Number(construction.dataDate.slice(0, 4)),
  rules: 'great-cold-2h',
  of: { kind: 'shaded', uses: HOME_USES },
  scheme: { layers: [TOWER_LAYER] },
});

/** What may not stand in the same space. */
function collisionRules() {
  return [
    {
      id: 'pipe-in-pit',
      kind: 'hard',
      a: { groups: PIPE_GROUPS },
      b: { groups: ['dig'] },
      limitM: 0.01,
      ...words('管线穿过基坑，未迁改', 'Line through the pit, not diverted'),
    },
    {
      id: 'shoring-structure',
      kind: 'hard',
      a: { groups: ['shoring'] },
      b: { groups: ['structure'] },
      limitM: 0.01,
      ...words('支护与结构碰撞', 'Shoring in the structure'),
    },
    {
      id: 'services-structure',
      kind: 'hard',
      a: { groups: ['services'] },
      b: { groups: ['structure', 'partition'] },
      limitM: 0.01,
      ...words('机电与结构、隔墙碰撞', 'Services in structure or partitions'),
    },
  ];
}

/** What must keep its distance, with the clause that says so. */
function clearanceRules() {
  return [
    {
      id: 'well-sewer',
      kind: 'clearance',
      a: { groups: ['well'] },
      b: { groups: ['pipe-sanitary'] },
      limitM: 2.5,
      ...words('降水井距污水管过近', 'Well too near a sewer'),
      clause: 'GB 50289-2016 4.1.9',
    },
    {
      id: 'pit-gas',
      kind: 'clearance',
      a: { groups: ['pipe-gas'] },
      b: { groups: ['dig'] },
      limitM: 1.5,
      ...words('燃气管距基坑过近', 'Gas main too near the pit'),
      clause: 'GB 50289-2016 4.1.9',
      verified: false,
    },
    {
      id: 'pit-metro',
      kind: 'clearance',
      a: { groups: ['metro'] },
      b: { groups: ['dig'] },
      limitM: 50,
      ...words('基坑在轨道控制保护区内', 'Pit in the metro’s protection zone'),
      clause: 'CJJ/T 202-2013',
      verified: false,
    },
    {
      id: 'pit-foundation',
      kind: 'clearance',
      a: { groups: ['foundation'] },
      b: { groups: ['dig'] },
      limitM: 3,
      ...words('基坑距相邻基础过近', 'Pit too near a foundation'),
      verified: false,
    },
  ];
}

/** Room that must stay free, and what must stand before what. */
function sequenceRules() {
  return [
    {
      id: 'fire-lane',
      kind: 'workspace',
      a: { groups: ['yard'] },
      b: { groups: ['fire-lane'] },
      ...words('材料堆场占用消防车道', 'Store on the fire lane'),
    },
    {
      id: 'support',
      kind: 'support',
      of: { groups: ['structure', 'facade'] },
      ...words('先于其支承开工', 'Begun before what it stands on'),
    },
    {
      id: 'strut-first',
      kind: 'before',
      a: { classes: STRUTS },
      b: { groups: ['dig'] },
      deeperM: 1.5,
      ...words('先挖后撑', 'Dug before its struts hold'),
    },
  ];
}

/** Levels that struts and rim are held to. */
function levelRules(plan: Plan) {
  const { groundM, wall } = plan.construction;
  return [
    ...wall.struts.map(({ levelM }, row) => ({
      id: `strut-level-${row + 1}`,
      kind: 'level',
      of: { classes: [STRUTS[row]] },
      edge: 'middle',
      atLeastM: round(levelM - 0.05),
      atMostM: round(levelM + 0.05),
      ...words(`第${row + 1}道支撑标高与图纸不符`, `Struts row ${row + 1} off the drawn level`),
    })),
    {
      id: 'rim',
      kind: 'level',
      of: { groups: ['rim'] },
      edge: 'top',
      atLeastM: round(groundM + 0.3),
      ...words('基坑挡水坎高度不足', 'Flood rim too low'),
    },
  ];
}

/** What is dug by each task: a stage of a zone, from the floor of the stage before. */
function digBoxes({ construction: { pit, excavation, groundM, id } }: Plan, task: SiteWords['task']) {
  return excavation.flatMap(({ stage, toM }) => {
    const fromM = stage === 1 ? groundM : excavation[stage - 2].toM;
    return Array.from({ length: PIT_ZONES }, (_, at) => at + 1).flatMap((zone) => {
      if (stage === 5 && zone > PIT_ZONES / 2) return [];
      const isBasement = zone > PIT_ZONES / 2;
      const { minX, maxX, minY, maxY } = boundsOf(isBasement ? pit.basement : pit.stationBox);
      const step = ((maxY - minY) * 2) / PIT_ZONES;
      const southM = minY + ((zone - 1) % (PIT_ZONES / 2)) * step;
      return [
        {
          id: `${id}-dig-${stage}-${zone}`,
          name: `第${stage}步开挖 ${zone}区｜Dig ${stage}, zone ${zone}`,
          class: 'Dig',
          group: 'dig',
          when: { task: task(`dig.${stage}.${zone}`) },
          min: [minX, round(southM), toM],
          max: [maxX, round(southM + step), fromM],
        },
      ];
    });
  });
}

/** Fire lane and store (D14), and the flood rim, low at the south corner (D18). */
function yardBoxes({ construction: { pit, groundM, id } }: Plan) {
  const { minX, maxX, minY, maxY } = boundsOf(pit.siteFence);
  const box = (
    key: string,
    name: string,
    group: string,
    [west, south, east, north]: readonly number[],
    [lowM, highM]: readonly number[],
    when: object = {},
  ) => ({
    id: `${id}-${key}`,
    name,
    class: group,
    group,
    when,
    min: [west, south, round(groundM + lowM)],
    max: [east, north, round(groundM + highM)],
  });
  const rim = (key: string, place: string, area: readonly number[], heightM: number) =>
    box(`rim-${key}`, `挡水坎 ${place}`, 'rim', area, [0, heightM]);
  return [
    box(
      'fire-lane',
      '消防车道（裙房东侧）｜Fire lane east of the podium',
      'fire-lane',
      [-1154, 790, -1148, 940],
      [0, 4],
    ),
    box('rebar-yard', '钢筋堆场｜Rebar yard', 'yard', [-1152, 852, -1144, 884], [0, 2], {
      from: '2027-07-01',
      to: '2027-09-15',
    }),
    rim('south', '南｜South', [minX + 6, minY, maxX, minY + 0.3], 0.35),
    rim('south-corner', '南角｜South corner', [minX, minY, minX + 6, minY + 0.3], 0.15),
    rim('east', '东｜East', [maxX - 0.3, minY + 0.3, maxX, maxY - 0.3], 0.35),
    rim('north', '北｜North', [minX, maxY - 0.3, maxX, maxY], 0.35),
    rim('west', '西｜West', [minX, minY + 0.3, minX + 0.3, maxY - 0.3], 0.35),
  ];
}

function pipeTubes({ construction: { pit } }: Plan, pipes: readonly Pipe[]) {
  const { minX, maxX, minY, maxY } = boundsOf(pit.siteFence);
  const isNear = ({ axis }: Pipe) => {
    const { minX: west, maxX: east, minY: south, maxY: north } = boundsOf(axis.map(([x, y]): Point => [x, y]));
    return west < maxX + NEAR_M && east > minX - NEAR_M && south < maxY + NEAR_M && north > minY - NEAR_M;
  };
  return pipes
    .filter((pipe) => isNear(pipe) && pipe.axis.length > 1)
    .map((pipe) => ({
      id: pipe.id,
      name: `${pipe.line} DN${pipe.dnMm}`,
      line: pipe.line,
      class: 'Pipe',
      group: SYSTEM_GROUPS[pipe.system],
      when: {},
      path: pipe.axis.map(place),
      diameterM: round(Math.max(pipe.widthM, pipe.boxHeightM)),
    }));
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const place = ([x, y, z]: Xyz) => [round(x), round(y), round(z)];

/** Wells inside the walls, evenly along both boxes; w-17 stands outside, beside the sewer (D13). */
function wellTubes({ construction }: Plan, pipes: readonly Pipe[], task: SiteWords['task']) {
  const { pit, dewateringWells, groundM } = construction;
  const [station, basement] = [pit.stationBox, pit.basement].map(boundsOf);
  const along = (count: number, { minX, maxX, minY, maxY }: typeof station) =>
    Array.from({ length: count }, (_, i): Point => {
      const row = Math.floor(i / 2);
      const y = minY + ((row + 0.5) * (maxY - minY)) / Math.ceil(count / 2);
      return [i % 2 === 0 ? minX + 4 : maxX - 4, y];
    });
  const half = Math.ceil(dewateringWells / 2);
  const places = [...along(half, station), ...along(dewateringWells - half, basement)];
  const sewer = nearestSewer(construction.at, pipes);
  const beside: Point = [sewer.at[0] + sewer.outward * (sewer.radiusM + WELL_GAP_M + WELL_M / 2), sewer.at[1]];
  return places.map((inside, i) => {
    const [x, y] = i === 16 ? beside : inside;
    const number = String(i + 1).padStart(2, '0');
    return {
      id: `w-${number}`,
      name: `降水井 w-${number}｜Well w-${number}`,
      class: 'Well',
      group: 'well',
      when: {
        task: task(`wells.${Math.min(4, 1 + Math.floor((4 * i) / dewateringWells))}`),
        removal: task('backfill.1'),
      },
      path: [
        [round(x), round(y), round(groundM)],
        [round(x), round(y), round(pit.stationBottomM - 6)],
      ],
      diameterM: WELL_M,
    };
  });
}

/** The sewer's place nearest to the site, and on which side of it the site lies. Sewers here run north. */
function nearestSewer([x, y]: Point, pipes: readonly Pipe[]) {
  const spans = pipes.flatMap((pipe) =>
    pipe.system !== 'WS'
      ? []
      : pipe.axis.slice(1).map((b, k) => {
          const a = pipe.axis[k];
          const t = Math.min(1, Math.max(0, (y - a[1]) / (b[1] - a[1] || 1)));
          const at: Point = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
          return { at, radiusM: pipe.widthM / 2, apartM: Math.hypot(at[0] - x, at[1] - y) };
        }),
  );
  const nearest = spans.reduce((best, one) => (one.apartM < best.apartM ? one : best));
  return { ...nearest, outward: Math.sign(x - nearest.at[0]) };
}

/** Top of a tower crane over its jib. */
const APEX_M = 8;

/** Cranes (D08: two jibs on one level; D10: the second goes before its last lift), and B2's open lanes under the third (D09). */
function craneWork({ construction: { cranes, groundM, tower } }: Plan, task: SiteWords['task']) {
  const stands = CRANE_STANDS.map((stand) => ({ task: task(stand.task), removal: task(stand.removal) }));
  return {
    cranes: cranes.map(({ id, at: [eastM, northM], jibM, jibLevelAboveGroundM, capacityTm }, i) => ({
      id,
      eastM,
      northM,
      reachM: jibM,
      leastReachM: 3,
      mastHalfM: 1,
      momentTm: capacityTm,
      when: stands[i],
      jibBottomM: groundM + jibLevelAboveGroundM,
      jibTopM: groundM + jibLevelAboveGroundM + APEX_M,
    })),
    lifts: podiumLifts(tower, task),
    plots: [
      {
        id: 'B2-lanes',
        name: '中轴路通行车道｜Axis Road, open lanes',
        ring: rectangle(-1259, 865, 12, 260).map(([x, y]) => [round(x), round(y)]),
        when: { from: '2027-08-02', to: '2027-11-28' },
      },
    ],
  };
}

/** Three lifts a podium floor, by zone and crane. */
function podiumLifts(tower: Plan['construction']['tower'], task: SiteWords['task']) {
  const { minX, maxX, minY, maxY } = boundsOf(tower.podium);
  const floors = Array.from({ length: tower.podiumFloors }, (_, at) => at + 1);
  const lift = (id: string, floor: number, zone: number, crane: string, [x, y]: Point, massT: number) => ({
    id,
    task: task(`deck.${floor}.${zone}`),
    crane,
    eastM: round(x),
    northM: round(y),
    massT,
  });
  return floors.flatMap((floor) => [
    lift(
      `裙房 ${floor} 层南区吊装｜Lift, podium floor ${floor}, south`,
      floor,
      1,
      'tc-2',
      [(minX + maxX) / 2, minY + 12],
      4,
    ),
    // The middle bays of the north zone are the second crane's, on the last floor as below.
    lift(
      `裙房 ${floor} 层中区吊装｜Lift, podium floor ${floor}, middle`,
      floor,
      2,
      'tc-2',
      [(minX + maxX) / 2, (minY + maxY) / 2 + 4],
      4,
    ),
    lift(
      `裙房 ${floor} 层北区吊装｜Lift, podium floor ${floor}, north`,
      floor,
      2,
      'tc-1',
      [(minX + maxX) / 2, maxY - 6],
      4,
    ),
  ]);
}

/** Foundations of houses near the fence, and the metro station down the road. */
function neighbourBoxes({ plan, buildings }: DemoCity) {
  const { construction, metro } = plan;
  const { minX, maxX, minY, maxY } = boundsOf(construction.pit.siteFence);
  const houses = buildings.flatMap(({ id, name, parts }) => {
    const box = boundsOf(parts.flatMap(({ ring }) => ring));
    const apartM = Math.hypot(
      Math.max(box.minX - maxX, minX - box.maxX, 0),
      Math.max(box.minY - maxY, minY - box.maxY, 0),
    );
    if (apartM > FOUNDATIONS_M) return [];
    return [
      {
        id: `${id}-base`,
        name: `${name.zh}｜${name.en}`,
        class: 'Foundation',
        group: 'foundation',
        min: [round(box.minX), round(box.minY), round(construction.groundM - FOUNDATION_DEPTH_M)],
        max: [round(box.maxX), round(box.maxY), construction.groundM],
      },
    ];
  });
  const [nearest] = metro.stations.toSorted((a, b) => apartOf(a.at, construction.at) - apartOf(b.at, construction.at));
  const [x, y] = nearest.at;
  const [long, wide] = nearest.boxM;
  return [
    ...houses,
    {
      id: `${nearest.id}-box`,
      name: nearest.nameZh,
      class: 'MetroStation',
      group: 'metro',
      min: [round(x - long / 2), round(y - wide / 2), nearest.railM - 2],
      max: [round(x + long / 2), round(y + wide / 2), nearest.groundM - nearest.roofCoverM],
    },
  ];
}

const FOUNDATIONS_M = 40;
const FOUNDATION_DEPTH_M = 4;
const apartOf = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** All elements, walls and struts as boxes with the tasks that build and remove them. */
export function siteBoxes(city: DemoCity): string {
  const uid = new Map(siteTasks(city.plan).map((task) => [task.key, task.uid]));
  const shoring = (row: PartRow) => ({
    ...row,
    class: row.row === undefined ? 'DiaphragmWall' : STRUTS[row.row],
    group: 'shoring',
  });
  const rows = [
    ...siteElements(city.plan).map((row) => ({ ...row, removal: undefined, class: row.ifcClass, group: row.part })),
    ...[...wallRows(city, uid), ...strutRows(city, uid)].map(shoring),
  ];
  const lines = rows.map(({ id, name, class: own, group, task = '', removal = '', faces }) => {
    const points = faces.flatMap(({ ring }) => ring);
    const edges = (most: (a: number, b: number) => number) =>
      [0, 1, 2].map((axis) => round(points.map((point) => point[axis]).reduce((a, b) => most(a, b))));
    const words = `${name.zh}｜${name.en}`.replaceAll(',', ' ·');
    return [id, words, own, group, task, removal, ...edges(Math.min), ...edges(Math.max)].join(',');
  });
  return ['id,name,class,group,task,removal,west,south,bottom,east,north,top', ...lines, ''].join('\n');
}
