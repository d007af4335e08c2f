import type { Text } from '../../model/city/manifest.ts';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { prism } from '../../tiles/shape/solid.ts';
import { type Field, nameFields, quantity, type SurfaceRow, surfaceLayer, text, whole } from '../emit.ts';
import type { Plan } from '../plan.ts';
import { rectangle } from '../shape/rings.ts';
import {
  BASEMENT_LEVELS,
  BASEMENT_ZONES,
  PODIUM_ZONES,
  STATION_LEVELS,
  STATION_SEGMENTS,
  siteTasks,
} from './site-tasks.ts';

export interface ElementRow extends SurfaceRow {
  name: Text;
  ifcClass: string;
  storey: string;
  part: ElementPart;
  task: number;
  taskName: string;
  volumeM3: number;
}

/** By what it must not meet: structure, skin, services, partitions. */
type ElementPart = 'structure' | 'facade' | 'services' | 'partition';

/** What a schedule needs of an element: the activity that builds it, and the one that takes it away. */
export const taskFields = <Row extends { task?: number; removal?: number }>(): Field<Row>[] => [
  whole('task', '1', { zh: '建造任务编号', en: 'Built by task' }, (row) => row.task),
  whole('removal', '1', { zh: '拆除任务编号', en: 'Removed by task' }, (row) => row.removal),
];

const FIELDS: Field<ElementRow>[] = [
  ...nameFields<ElementRow>(),
  { name: 'class', type: 'code', label: { zh: 'IFC 类别', en: 'IFC class' }, of: (row) => row.ifcClass },
  { name: 'storey', type: 'code', label: { zh: '楼层', en: 'Storey' }, of: (row) => row.storey },
  text('taskName', { zh: '任务', en: 'Task' }, (row) => row.taskName),
  quantity('volume', 'm3', { zh: '体积', en: 'Volume' }, (row) => row.volumeM3),
  ...taskFields<ElementRow>(),
];

const CLASSES: Record<string, readonly [zh: string, en: string]> = {
  IfcColumn: ['柱', 'Column'],
  IfcWall: ['墙', 'Wall'],
  IfcBeam: ['梁', 'Beam'],
  IfcSlab: ['板', 'Slab'],
  IfcCurtainWall: ['幕墙板块', 'Façade panel'],
  IfcPipeSegment: ['管段', 'Pipe segment'],
  IfcDuctSegment: ['风管', 'Duct segment'],
};

/** Collects boxes as elements of a storey and a task. */
class Elements {
  readonly rows: ElementRow[] = [];
  readonly #uid: Map<string, { uid: number; name: Text }>;

  constructor(plan: Plan) {
    this.#uid = new Map(siteTasks(plan).map(({ key, uid, name }) => [key, { uid, name }]));
  }

  add(
    ifcClass: string,
    storey: string,
    task: string,
    [x, y, wide, deep]: readonly number[],
    lowM: number,
    highM: number,
  ): void {
    const by = this.#uid.get(task);
    if (!by) throw new Error(`site-1: expected a task ${task}, got none`);
    const [zh, en] = CLASSES[ifcClass];
    const ring = rectangle(x, y, wide, deep);
    const part = task.startsWith('walls.')
      ? 'partition'
      : task.startsWith('services.')
        ? 'services'
        : task.startsWith('facade.')
          ? 'facade'
          : 'structure';
    this.rows.push({
      id: `site-1-el-${String(this.rows.length + 1).padStart(5, '0')}`,
      name: { zh: `${storey} ${zh}`, en: `${en}, ${storey}` },
      ifcClass,
      storey,
      part,
      task: by.uid,
      taskName: `${by.name.zh} ${by.name.en}`,
      volumeM3: Math.round(signedAreaM2(ring) * (highM - lowM) * 1000) / 1000,
      faces: prism(ring, lowM, highM),
    });
  }

  /** Columns on a grid, inset by half of each. */
  columns(
    storey: string,
    task: (x: number, y: number) => string,
    box: BoundsXY,
    [across, along]: readonly [number, number],
    sizeM: number,
    lowM: number,
    highM: number,
    rim = false,
  ): void {
    for (let i = 0; i < across; i++)
      for (let j = 0; j < along; j++) {
        if (rim && i > 0 && i < across - 1 && j > 0 && j < along - 1) continue;
        const x = mix(box.minX + sizeM, box.maxX - sizeM, i / (across - 1));
        const y = mix(box.minY + sizeM, box.maxY - sizeM, j / (along - 1));
        this.add('IfcColumn', storey, task(x, y), [x, y, sizeM, sizeM], lowM, highM);
      }
  }

  /** A floor cut into bays, or what else lies bay by bay. */
  bays(
    ifcClass: string,
    storey: string,
    task: (x: number, y: number) => string,
    box: BoundsXY,
    [across, along]: readonly [number, number],
    fill: readonly [number, number],
    lowM: number,
    highM: number,
  ): void {
    const wide = (box.maxX - box.minX) / across;
    const deep = (box.maxY - box.minY) / along;
    for (let i = 0; i < across; i++)
      for (let j = 0; j < along; j++) {
        const x = box.minX + (i + 0.5) * wide;
        const y = box.minY + (j + 0.5) * deep;
        this.add(ifcClass, storey, task(x, y), [x, y, wide * fill[0], deep * fill[1]], lowM, highM);
      }
  }

  /** Runs of pipe or duct, bay by bay, each moved aside until it passes the storey's columns and core; none where it cannot. */
  runs(
    ifcClass: string,
    storey: string,
    task: string,
    box: BoundsXY,
    [across, along]: readonly [number, number],
    fill: readonly [number, number],
    lowM: number,
    highM: number,
  ): void {
    const upright = this.rows
      .filter((row) => row.storey === storey && row.part === 'structure' && UPRIGHT.has(row.ifcClass))
      .map(({ faces }) => boundsOf(faces.flatMap(({ ring }) => ring.map(([x, y]): Point => [x, y]))));
    const wide = (box.maxX - box.minX) / across;
    const deep = (box.maxY - box.minY) / along;
    const halfX = (wide * fill[0]) / 2;
    const halfY = (deep * fill[1]) / 2;
    const isClear = (x: number, y: number) =>
      !upright.some(
        ({ minX, maxX, minY, maxY }) =>
          x - halfX < maxX + CLEAR_M &&
          x + halfX > minX - CLEAR_M &&
          y - halfY < maxY + CLEAR_M &&
          y + halfY > minY - CLEAR_M,
      );
    for (let i = 0; i < across; i++)
      for (let j = 0; j < along; j++) {
        const x = box.minX + (i + 0.5) * wide;
        const y = box.minY + (j + 0.5) * deep;
        const aside = ASIDE_M.find((m) => (halfX > halfY ? isClear(x, y + m) : isClear(x + m, y)));
        if (aside === undefined) continue;
        const at = halfX > halfY ? [x, y + aside] : [x + aside, y];
        this.add(ifcClass, storey, task, [at[0], at[1], 2 * halfX, 2 * halfY], lowM, highM);
      }
  }

  /** Panels along the four sides. */
  skin(
    ifcClass: string,
    storey: string,
    task: (x: number, y: number) => string,
    box: BoundsXY,
    panels: readonly [number, number],
    thickM: number,
    lowM: number,
    highM: number,
  ): void {
    const { minX, maxX, minY, maxY } = box;
    for (const [count, horizontal] of [
      [panels[0], true],
      [panels[1], false],
    ] as const)
      for (let k = 0; k < count; k++)
        for (const side of [0, 1]) {
          const t = (k + 0.5) / count;
          const [x, y] = horizontal
            ? [mix(minX, maxX, t), side ? maxY : minY]
            : [side ? maxX : minX, mix(minY, maxY, t)];
          const long = (horizontal ? maxX - minX : maxY - minY) / count - 0.02;
          this.add(
            ifcClass,
            storey,
            task(x, y),
            [x, y, horizontal ? long : thickM, horizontal ? thickM : long],
            lowM,
            highM,
          );
        }
  }
}

const UPRIGHT = new Set(['IfcColumn', 'IfcWall']);
/** Around what they pass, and how far they are moved. */
const CLEAR_M = 0.05;
const ASIDE_M = [0, 0.6, -0.6, 1.2, -1.2, 1.8, -1.8] as const;

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
const zoneOf = (y: number, { minY, maxY }: BoundsXY, zones: number): number =>
  Math.min(zones, 1 + Math.floor(((y - minY) / (maxY - minY)) * zones));

/** The station, the basement, the podium and the tower as they will stand: some 18,500 elements, each with the task that builds it. */
export function siteModelLayer(plan: Plan): LayerInput {
  const { nameZh, nameEn } = plan.construction;
  return surfaceLayer(
    {
      id: 'site-model',
      kind: 'element',
      group: 'building',
      cimLevel: 6,
      state: 'construction',
      label: { zh: `${nameZh}（构件）`, en: `${nameEn} (elements)` },
      colour: { token: 'map-build' },
    },
    siteElements(plan),
    FIELDS,
  );
}

export function siteElements(plan: Plan): ElementRow[] {
  const { pit, wall, tower, groundM } = plan.construction;
  const elements = new Elements(plan);
  station(elements, inside(boundsOf(pit.stationBox), wall.thicknessM / 2), pit.stationBottomM, groundM);
  basement(elements, inside(boundsOf(pit.basement), wall.thicknessM / 2), pit.basementBottomM, groundM);
  const storeyM = tower.podiumHeightM / tower.podiumFloors;
  for (let floor = 1; floor <= tower.podiumFloors; floor++)
    podiumFloor(elements, boundsOf(tower.podium), floor, groundM + (floor - 1) * storeyM, storeyM);
  const towerStoreyM = (tower.heightM - tower.podiumHeightM) / (tower.floors - tower.podiumFloors);
  for (let floor = tower.podiumFloors + 1; floor <= tower.floors; floor++)
    towerFloor(
      elements,
      boundsOf(tower.footprint),
      floor,
      groundM + tower.podiumHeightM + (floor - tower.podiumFloors - 1) * towerStoreyM,
      towerStoreyM,
    );
  return elements.rows;
}

const inside = ({ minX, maxX, minY, maxY }: BoundsXY, byM: number): BoundsXY => ({
  minX: minX + byM,
  maxX: maxX - byM,
  minY: minY + byM,
  maxY: maxY - byM,
});

function station(elements: Elements, box: BoundsXY, bottomM: number, groundM: number): void {
  const levelM = (groundM - 3 - bottomM) / STATION_LEVELS;
  for (let level = 0; level <= STATION_LEVELS; level++) {
    const storey = level === 0 ? 'S-base' : `S${level}`;
    const task = (_: number, y: number) => `station.${level}.${zoneOf(y, box, STATION_SEGMENTS)}`;
    const topM = bottomM + level * levelM + 1;
    elements.bays('IfcSlab', storey, task, box, [3, 30], [1, 0.998], topM - (level === 0 ? 1 : 0.5), topM);
    if (level === 0) continue;
    elements.columns(storey, task, box, [4, 24], 0.8, topM - levelM, topM - 0.5);
    elements.skin('IfcWall', storey, task, inside(box, 0.4), [4, 30], 0.8, topM - levelM, topM - 0.5);
  }
}

function basement(elements: Elements, box: BoundsXY, bottomM: number, groundM: number): void {
  const levelM = (groundM - bottomM) / BASEMENT_LEVELS;
  for (let level = BASEMENT_LEVELS; level >= 1; level--) {
    const storey = `B${level}`;
    const lowM = groundM - level * levelM;
    const by = (part: string) => (_: number, y: number) => `${part}.${level}.${zoneOf(y, box, BASEMENT_ZONES)}`;
    elements.columns(storey, by('columns'), box, [8, 16], 0.9, lowM, lowM + levelM - 0.4);
    elements.skin('IfcWall', storey, by('columns'), inside(box, 0.3), [12, 24], 0.6, lowM, lowM + levelM - 0.4);
    elements.bays('IfcSlab', storey, by('slab'), box, [7, 15], [0.999, 0.999], lowM + levelM - 0.4, lowM + levelM);
  }
}

function podiumFloor(elements: Elements, box: BoundsXY, floor: number, lowM: number, storeyM: number): void {
  const storey = `L${floor}`;
  const highM = lowM + storeyM;
  const zone = (part: string) => (_: number, y: number) => `${part}.${floor}.${zoneOf(y, box, PODIUM_ZONES)}`;
  const whole = (part: string) => () => `${part}.${floor}`;
  // The row on the zones' joint is cast with the first zone, whose deck it carries.
  const cast = (_: number, y: number) => `core.${floor}.${zoneOf(y - 0.5, box, PODIUM_ZONES)}`;
  elements.columns(storey, cast, box, [8, 15], 0.9, lowM, highM - 0.8);
  elements.bays('IfcBeam', storey, zone('deck'), box, [7, 15], [0.9, 0.05], highM - 0.8, highM - 0.2);
  elements.bays('IfcBeam', storey, zone('deck'), box, [8, 14], [0.06, 0.9], highM - 0.8, highM - 0.2);
  elements.bays('IfcSlab', storey, zone('deck'), box, [7, 14], [0.999, 0.999], highM - 0.2, highM);
  elements.skin('IfcCurtainWall', storey, whole('facade'), box, [28, 58], 0.2, lowM, highM);
  elements.runs('IfcDuctSegment', storey, `services.${floor}`, box, [6, 12], [0.9, 0.04], highM - 1.5, highM - 1.1);
  elements.runs('IfcPipeSegment', storey, `services.${floor}`, box, [12, 6], [0.02, 0.9], highM - 1.9, highM - 1.7);
  elements.bays('IfcWall', storey, whole('walls'), box, [5, 11], [0.02, 0.8], lowM, highM - 0.8);
}

function towerFloor(elements: Elements, box: BoundsXY, floor: number, lowM: number, storeyM: number): void {
  const storey = `L${floor}`;
  const highM = lowM + storeyM;
  const by = (part: string) => () => `${part}.${floor}`;
  const x = (box.minX + box.maxX) / 2;
  const y = (box.minY + box.maxY) / 2;
  const core: BoundsXY = { minX: x - 9, maxX: x + 9, minY: y - 9, maxY: y + 9 };
  elements.skin('IfcWall', storey, by('core'), core, [3, 3], 0.6, lowM, highM);
  elements.bays('IfcWall', storey, by('core'), core, [3, 2], [0.03, 0.9], lowM, highM);
  // Steel columns go through: the next stands on the last, whose slab comes later.
  elements.columns(storey, by('frame'), box, [7, 7], 1, lowM, highM, true);
  elements.bays('IfcBeam', storey, by('beams'), box, [6, 7], [0.9, 0.06], highM - 0.7, highM - 0.15);
  elements.bays('IfcBeam', storey, by('beams'), box, [7, 6], [0.06, 0.9], highM - 0.7, highM - 0.15);
  elements.bays('IfcSlab', storey, by('deck'), box, [4, 4], [0.999, 0.999], highM - 0.15, highM);
  elements.skin('IfcCurtainWall', storey, by('facade'), box, [28, 28], 0.2, lowM, highM);
  elements.runs('IfcDuctSegment', storey, `services.${floor}`, box, [5, 6], [0.9, 0.05], highM - 1.4, highM - 1);
  elements.runs('IfcPipeSegment', storey, `services.${floor}`, box, [7, 5], [0.02, 0.9], highM - 1.7, highM - 1.5);
  elements.bays('IfcWall', storey, by('walls'), box, [8, 6], [0.02, 0.7], lowM, highM - 0.7);
}
