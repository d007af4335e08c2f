import type { Text } from '../../model/city/manifest.ts';
import type { Plan } from '../plan.ts';

/** Who does it, at most how many at once, yuan an hour each (chosen); units are people. */
export const TRADES = [
  { id: 1, name: '综合班组｜General crew', most: 400, costPerH: 45 },
  { id: 2, name: '钢筋工｜Steel fixers', most: 80, costPerH: 55 },
  { id: 3, name: '幕墙工｜Facade crew', most: 120, costPerH: 60 },
  { id: 4, name: '机电工｜Services crew', most: 160, costPerH: 58 },
] as const;

export interface SiteTask {
  /** Number in the schedule file, and in the column `task` of the elements it builds. */
  uid: number;
  /** By which elements and other tasks find it. */
  key: string;
  phase: number;
  name: Text;
  days: number;
  after: { key: string; kind: 'FS' | 'SS'; lagDays: number }[];
  trade: (typeof TRADES)[number]['id'];
  units: number;
}

/** Parts of the pit that are dug and shored one after another. */
export const PIT_ZONES = 6;
export const WALL_GROUPS = 23;
export const BASEMENT_LEVELS = 4;
export const BASEMENT_ZONES = 3;
export const STATION_SEGMENTS = 6;
export const STATION_LEVELS = 3;
export const PODIUM_ZONES = 2;
/** The tasks by which each crane stands, and by which it goes (D10: the second too early). */
export const CRANE_STANDS = [
  { task: 'columns.4.1', removal: 'crane.1.down' },
  { task: 'columns.4.1', removal: 'crane.2.down' },
  { task: 'station.0.1', removal: 'crane.3.down' },
] as const;
const ALL_TASKS = 640;
/** Planted (D04): this many tasks that nothing waits for, beside the last. */
export const OPEN_ENDS = 47;

const LAST = 'accepted';

/**
 * The 640 activities of the pit and tower, with the plan's planted defects of logic: D01 fourth struts after the fifth dig, D02 slabs of B2
 * before their columns, D03 façade of floors 9–12 from the core alone, D04 open ends, D05 a lead of six days, D07 steel fixers,
 * D10 crane 2 taken down before the podium's last floor.
 */
export function siteTasks({ construction }: Plan): SiteTask[] {
  const { tower, excavation } = construction;
  const list = new TaskList();
  const { tasks } = list;
  addDiversions(list);
  addWall(list);
  addWellsAndTopStruts(list);
  addExcavation(list, excavation);
  addStation(list);
  addBasement(list);
  addBackfill(list);
  addPodium(list, tower);
  addTower(list, tower);
  addFacade(list, tower);
  addInterior(list, tower);
  addHandover(list, tower);
  closeEnds(tasks);
  list.add(LAST, ['竣工验收', 'Final acceptance'], 10, [
    `fitout.${tower.floors}`,
    'crane.1.down',
    'crane.3.down',
    'crane.2.down',
  ]);
  const open = openEnds(tasks);
  const last = tasks[tasks.length - 1];
  for (const { key } of open.slice(OPEN_ENDS)) last.after.push({ key, kind: 'FS', lagDays: 0 });
  return tasks;
}

type Construction = Plan['construction'];

/** Collects tasks in the order of the schedule; a task belongs to the phase that is set when it is added. */
class TaskList {
  readonly tasks: SiteTask[] = [];
  phase = 0;

  add(
    key: string,
    [zh, en]: readonly [string, string],
    days: number,
    after: readonly (string | SiteTask['after'][number])[],
    trade: SiteTask['trade'] = 1,
    units = 12,
  ): void {
    this.tasks.push({
      uid: 100 + this.tasks.length,
      key,
      phase: this.phase,
      name: { zh, en },
      days,
      trade,
      units,
      after: after.map((one) => (typeof one === 'string' ? { key: one, kind: 'FS', lagDays: 0 } : one)),
    });
  }
}

function ss(key: string, lagDays: number): SiteTask['after'][number] {
  return { key, kind: 'SS', lagDays };
}

/** Utilities are led round the pit. */
function addDiversions(list: TaskList): void {
  for (let i = 1; i <= 8; i++)
    list.add(`divert.${i}`, [`管线迁改 ${i}`, `Utility diversion ${i}`], 5, i === 1 ? [] : [`divert.${i - 1}`]);
}

/** The diaphragm wall in groups of panels, two groups at a time. */
function addWall(list: TaskList): void {
  list.phase = 1;
  for (let i = 1; i <= WALL_GROUPS; i++)
    list.add(
      `wall.${i}`,
      [`地下连续墙 第${i}组`, `Diaphragm wall, group ${i}`],
      8,
      i <= 2 ? ['divert.8'] : [`wall.${i - 2}`],
      2,
      16,
    );
}

/** Dewatering wells, then the first row of struts. */
function addWellsAndTopStruts(list: TaskList): void {
  list.phase = 2;
  for (let i = 1; i <= 4; i++)
    list.add(
      `wells.${i}`,
      [`降水井 第${i}组`, `Dewatering wells, group ${i}`],
      6,
      i === 1 ? [`wall.${WALL_GROUPS}`] : [`wells.${i - 1}`],
    );
  for (let zone = 1; zone <= PIT_ZONES; zone++)
    list.add(
      `strut.1.${zone}`,
      [`第1道支撑 ${zone}区`, `Struts row 1, zone ${zone}`],
      4,
      zone === 1 ? ['wells.1', `wall.${WALL_GROUPS}`] : [`strut.1.${zone - 1}`],
    );
}

/** Digging stage by stage and zone by zone, each below struts that hold. */
function addExcavation(list: TaskList, excavation: Construction['excavation']): void {
  list.phase = 3;
  for (const { stage } of excavation)
    for (let zone = 1; zone <= PIT_ZONES; zone++) {
      // The basement's three zones need no fifth dig.
      if (stage === 5 && zone > 3) continue;
      // A stage is dug down to just below its own row of struts, which must hold before the next. D01: the fourth row is put in after
      // the fifth dig, which it should hold.
      const held = stage === 5 ? `dig.4.${zone}` : `strut.${stage === 1 ? 1 : stage - 1}.${zone}`;
      list.add(`dig.${stage}.${zone}`, [`第${stage}步开挖 ${zone}区`, `Excavation stage ${stage}, zone ${zone}`], 4, [
        held,
        ...(stage === 1 ? ['wells.4'] : []),
        ...(zone > 1 ? [`dig.${stage}.${zone - 1}`] : stage > 1 ? [`dig.${stage - 1}.${PIT_ZONES}`] : []),
      ]);
      if (stage === 2 || stage === 3)
        list.add(`strut.${stage}.${zone}`, [`第${stage}道支撑 ${zone}区`, `Struts row ${stage}, zone ${zone}`], 3, [
          `dig.${stage}.${zone}`,
        ]);
      if (stage === 5)
        list.add(`strut.4.${zone}`, [`第4道支撑 ${zone}区`, `Struts row 4, zone ${zone}`], 3, [`dig.5.${zone}`]);
    }
}

/** The station’s levels, segment by segment. */
function addStation(list: TaskList): void {
  list.phase = 4;
  for (let segment = 1; segment <= STATION_SEGMENTS; segment++) {
    const zone = Math.ceil(segment / 2);
    for (let level = 0; level <= STATION_LEVELS; level++)
      list.add(
        `station.${level}.${segment}`,
        [`车站 ${segment}段 第${level}层`, `Station segment ${segment}, level ${level}`],
        level === 0 ? 10 : 8,
        [
          level === 0 ? `strut.4.${zone}` : `station.${level - 1}.${segment}`,
          ...(segment > 1 ? [`station.${level}.${segment - 1}`] : []),
        ],
        2,
        16,
      );
  }
}

/** The basement from its lowest floor up; a floor’s zones follow one another. */
function addBasement(list: TaskList): void {
  list.phase = 5;
  for (let level = BASEMENT_LEVELS; level >= 1; level--)
    for (let zone = 1; zone <= BASEMENT_ZONES; zone++) {
      const below = level === BASEMENT_LEVELS ? `dig.4.${zone + 3}` : `slab.${level + 1}.${zone}`;
      const flow = (part: string) => (zone > 1 ? [`${part}.${level}.${zone - 1}`] : []);
      // D02: on B2 the slab waits for the floor below alone, and the columns for the slab.
      const turned = level === 2;
      list.add(
        `columns.${level}.${zone}`,
        [`B${level} 柱墙 ${zone}区`, `B${level} columns and walls, zone ${zone}`],
        8,
        [turned ? `slab.${level}.${zone}` : below, ...flow('columns')],
        2,
        14,
      );
      list.add(
        `slab.${level}.${zone}`,
        [`B${level} 楼板 ${zone}区`, `B${level} slab, zone ${zone}`],
        9,
        [turned ? below : `columns.${level}.${zone}`, ...flow('slab')],
        2,
        14,
      );
    }
}

/** Backfill over the station. */
function addBackfill(list: TaskList): void {
  list.phase = 6;
  for (let i = 1; i <= 4; i++)
    list.add(`backfill.${i}`, [`回填 ${i}区`, `Backfill, zone ${i}`], 10, [
      i === 1 ? `station.${STATION_LEVELS}.${STATION_SEGMENTS}` : `backfill.${i - 1}`,
    ]);
}

/** The podium’s floors, columns before decks, and the second crane’s end. */
function addPodium(list: TaskList, tower: Construction['tower']): void {
  list.phase = 7;
  for (let floor = 1; floor <= tower.podiumFloors; floor++)
    for (let zone = 1; zone <= PODIUM_ZONES; zone++) {
      const below = floor === 1 ? `slab.1.${zone}` : `deck.${floor - 1}.${zone}`;
      list.add(
        `core.${floor}.${zone}`,
        [`裙房 ${floor}层 竖向结构 ${zone}区`, `Podium floor ${floor}, columns and core, zone ${zone}`],
        9,
        [below],
        2,
        20,
      );
      list.add(
        `deck.${floor}.${zone}`,
        [`裙房 ${floor}层 梁板 ${zone}区`, `Podium floor ${floor}, deck, zone ${zone}`],
        9,
        [`core.${floor}.${zone}`],
        2,
        20,
      );
    }
  // D10: the crane goes before the last podium deck is up.
  list.add('crane.2.down', ['2号塔吊拆除', 'Tower crane 2 dismantled'], 6, [`deck.${tower.podiumFloors - 1}.2`]);
}

/** The tower’s frame: core ahead, outer columns, beams, decks. */
function addTower(list: TaskList, tower: Construction['tower']): void {
  list.phase = 8;
  for (let floor = tower.podiumFloors + 1; floor <= tower.floors; floor++) {
    const below = floor - 1;
    const first = floor === tower.podiumFloors + 1;
    list.add(
      `core.${floor}`,
      [`塔楼 ${floor}层 核心筒`, `Tower floor ${floor}, core`],
      6,
      first ? [`deck.${below}.1`, `deck.${below}.2`] : [`core.${below}`],
      2,
      40,
    );
    const core = Math.min(tower.floors, floor + tower.coreFirst);
    // D05: on floor 20 the frame follows the core by a lead of six days.
    const lead = floor === 20 ? [{ key: `core.${floor}`, kind: 'FS' as const, lagDays: -6 }] : [ss(`core.${core}`, 0)];
    list.add(
      `frame.${floor}`,
      [`塔楼 ${floor}层 外框钢柱`, `Tower floor ${floor}, outer columns`],
      5,
      [first ? `deck.${below}.2` : `frame.${below}`, ...lead],
      1,
      24,
    );
    list.add(`beams.${floor}`, [`塔楼 ${floor}层 钢梁`, `Tower floor ${floor}, beams`], 4, [`frame.${floor}`], 1, 16);
    list.add(`deck.${floor}`, [`塔楼 ${floor}层 楼承板`, `Tower floor ${floor}, deck`], 5, [`beams.${floor}`], 2, 40);
  }
}

/** Façade floor by floor. */
function addFacade(list: TaskList, tower: Construction['tower']): void {
  list.phase = 9;
  for (let floor = 1; floor <= tower.floors; floor++) {
    const own = floor <= tower.podiumFloors ? `deck.${floor}.2` : `deck.${floor}`;
    // D03: façade of floors 9 to 12 waits for the core of floor 8 only, not for the frame of floor 12.
    const after = floor >= 9 && floor <= 12 ? ['core.8'] : [own];
    list.add(
      `facade.${floor}`,
      [`${floor}层 幕墙`, `Floor ${floor}, façade`],
      6,
      [...after, ...(floor > 1 && (floor < 9 || floor > 12) ? [`facade.${floor - 1}`] : [])],
      3,
      30,
    );
  }
}

/** Services, partitions and fit-out of each floor. */
function addInterior(list: TaskList, tower: Construction['tower']): void {
  list.phase = 10;
  for (let floor = 1; floor <= tower.floors; floor++) {
    const own = floor <= tower.podiumFloors ? `deck.${floor}.2` : `deck.${floor}`;
    const before = (part: string) => (floor > 1 ? [`${part}.${floor - 1}`] : []);
    list.add(
      `services.${floor}`,
      [`${floor}层 机电管线`, `Floor ${floor}, services`],
      7,
      [{ key: own, kind: 'FS', lagDays: 12 }, ...before('services')],
      4,
      36,
    );
    list.add(
      `walls.${floor}`,
      [`${floor}层 隔墙`, `Floor ${floor}, partitions`],
      6,
      [`services.${floor}`, ...before('walls')],
      1,
      18,
    );
    list.add(
      `fitout.${floor}`,
      [`${floor}层 装修`, `Floor ${floor}, fit-out`],
      8,
      [`walls.${floor}`, `facade.${floor}`, ...before('fitout')],
      4,
      24,
    );
  }
}

/** The last cranes leave, and parts are accepted. */
function addHandover(list: TaskList, tower: Construction['tower']): void {
  list.phase = 11;
  list.add('crane.1.down', ['1号塔吊拆除', 'Tower crane 1 dismantled'], 8, [`facade.${tower.floors}`]);
  list.add('crane.3.down', ['3号塔吊拆除', 'Tower crane 3 dismantled'], 6, ['backfill.4', 'facade.18']);
  const snags = ALL_TASKS - list.tasks.length - 1;
  for (let i = 1; i <= snags; i++)
    list.add(`snag.${i}`, [`分项验收 ${i}`, `Acceptance of part ${i}`], 3, [`fitout.${1 + ((i * 7) % tower.floors)}`]);
}

/** Work below waits for work above it: struts go once the slab beside them is in. */
function closeEnds(tasks: SiteTask[]): void {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  for (const segment of [2, 4, 6])
    byKey.get('backfill.1')?.after.push({ key: `station.${STATION_LEVELS}.${segment}`, kind: 'FS', lagDays: 0 });
  // The podium's two zones stand on the basement's three: the middle one carries both.
  for (const [zone, on] of [
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
  ])
    byKey.get(`core.1.${on}`)?.after.push({ key: `slab.1.${zone}`, kind: 'FS', lagDays: 0 });
}

/** Tasks that nothing waits for, but the last; acceptances first, so that they are the planted ones. */
function openEnds(tasks: readonly SiteTask[]): SiteTask[] {
  const waited = new Set(tasks.flatMap(({ after }) => after.map(({ key }) => key)));
  return tasks
    .filter(({ key }) => key !== LAST && !waited.has(key))
    .sort((a, b) => Number(b.key.startsWith('snag')) - Number(a.key.startsWith('snag')) || a.uid - b.uid);
}
