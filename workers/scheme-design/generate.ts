import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import { envelopeOf } from '../../model/schemes/envelope.ts';
import type { SchemeBuilding, SchemeControls, SchemeParcel } from '../../model/schemes/scheme.ts';
import { areaM2, edgeOf, type Ring } from '../../model/schemes/site-geometry.ts';
import { type Block, bestBlock, blocksInRows, type Room, roomIn } from './building-rows.ts';

/** What buildings a parcel was given, and by what it falls short of the floor area that was asked for. */
export interface Generated {
  buildings: SchemeBuilding[];
  /** Null: the floor-area ratio is reached. */
  shortfall: { far: number; got: number; by: 'height' | 'density' | 'room' } | null;
}

/** Volumes on one ground before they have names. */
interface Mass {
  ringM: Point[];
  baseM: number;
  heightM: number;
  storeys: number;
}

/** The longest slab; a longer one would want a passage (own value). */
const MAX_SLAB_M = 60;
/** Towers stand so far inside the edge of their podium (own value). */
const PODIUM_EDGE_M = 3;
/** Buildings are drawn smaller down to this part of their place before one of them is left out. */
const MIN_FILL_RATIO = 0.7;
const EXACT = 1e-9;

/**
 * Buildings on a parcel that meet its indicators: as few storeys as reach the floor area within density and height, and then as much smaller
 * as makes it exact. The same parcel comes to the same buildings: nothing is left to chance.
 */
export function generateBuildings(parcel: SchemeParcel): Generated {
  const { controls } = parcel;
  const ring = anticlockwise(parcel.ringM);
  const siteM2 = areaM2(ring);
  const setbacksM = parcel.edges.map((edge) => controls.setbackM[edge]);
  const wantedM2 = controls.far * siteM2;
  const footprintM2 = (controls.densityMaxPct / 100) * siteM2;
  const ground: Ground = { ring, setbacksM, headingRad: headingOf(ring, controls), wantedM2, footprintM2 };
  const masses = controls.typology === 'podium' ? podium(controls, ground) : rowsOn(controls, ground, 0);
  const got = wholeM2(masses) / siteM2;
  const buildings = masses.map((mass, i) => ({
    id: `${parcel.id}-${i + 1}`,
    parcel: parcel.id,
    ...mass,
    ringM: mass.ringM.map(([x, y]): [number, number] => [x, y]),
    use: controls.typology === 'podium' && mass.baseM === 0 ? ('commercial' as const) : controls.use,
  }));
  const isShort = got < controls.far * (1 - EXACT);
  return { buildings, shortfall: isShort ? { far: controls.far, got, by: reasonOf(masses, ground, controls) } : null };
}

/** What is built on, and how much may and should be. */
interface Ground {
  ring: Ring;
  setbacksM: readonly number[];
  headingRad: number;
  wantedM2: number;
  footprintM2: number;
}

const floorM2 = ({ ringM, storeys }: Mass): number => areaM2(ringM) * storeys;

/** Rows run along the longest edge, or from west to east. */
function headingOf(ring: Ring, { rows }: SchemeControls): number {
  if (rows === 'south') return 0;
  let longest = 0;
  let heading = 0;
  for (let i = 0; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = edgeOf(ring, i);
    const length = Math.hypot(bx - ax, by - ay);
    if (length > longest + EXACT) {
      longest = length;
      heading = Math.atan2(by - ay, bx - ax);
    }
  }
  return heading;
}

/** Slabs or towers that begin `baseM` above the ground, by the fewest storeys that do; else by those that come nearest. */
function rowsOn(controls: SchemeControls, ground: Ground, baseM: number): Mass[] {
  const { storeyM, heightMaxM, depthM, gapM, spacingRatio, typology } = controls;
  const most = Math.floor((heightMaxM - baseM) / storeyM + EXACT);
  const room = roomIn(ground.ring, ground.setbacksM, ground.headingRad);
  const isTower = typology !== 'slab';
  let best: { blocks: Block[]; storeys: number; footprintM2: number } | null = null;
  for (let storeys = 1; storeys <= most; storeys++) {
    const spacingM = Math.max(gapM, spacingRatio * storeys * storeyM);
    const blocks = blocksInRows(room, { depthM, longestM: MAX_SLAB_M, isTower, gapM, spacingM });
    const coverM2 = blocks.reduce((sum, block) => sum + blockM2(room, block), 0);
    const footprintM2 = Math.min(coverM2, ground.footprintM2, ground.wantedM2 / storeys);
    if (!best || footprintM2 * storeys > best.footprintM2 * best.storeys * (1 + EXACT))
      best = { blocks, storeys, footprintM2 };
    if (footprintM2 * storeys >= ground.wantedM2 * (1 - EXACT)) break;
  }
  if (!best || best.blocks.length === 0) return [];
  const { storeys } = best;
  return shrunkTo(room, best.blocks, best.footprintM2, isTower).map((ringM) => ({
    ringM,
    baseM,
    heightM: storeys * storeyM,
    storeys,
  }));
}

const blockM2 = ({ cellM }: Room, { columns, rows }: Block): number => columns * rows * cellM * cellM;

/** As many of the blocks as are needed, evenly chosen, and each smaller by the same part, so that the areas sum up to exactly what is wanted. */
function shrunkTo(room: Room, blocks: readonly Block[], wantedM2: number, isTower: boolean): Point[][] {
  let chosen = blocks;
  for (let count = blocks.length; count > 0; count--) {
    const fewer = Array.from({ length: count }, (_, i) => blocks[Math.floor(((i + 0.5) * blocks.length) / count)]);
    const areaOf = fewer.reduce((sum, block) => sum + blockM2(room, block), 0);
    if (areaOf < wantedM2 * (1 - EXACT)) break;
    chosen = fewer;
    if (wantedM2 >= MIN_FILL_RATIO * areaOf) break;
  }
  const coverM2 = chosen.reduce((sum, block) => sum + blockM2(room, block), 0);
  const fill = Math.min(1, wantedM2 / coverM2);
  const along = isTower ? Math.sqrt(fill) : fill;
  return chosen.map((block) => blockRing(room, block, along, fill / along));
}

/** Its four corners, drawn in about its middle. */
function blockRing(room: Room, { column, row, columns, rows }: Block, along: number, across: number): Point[] {
  const u = column + columns / 2;
  const v = row + rows / 2;
  const halfU = (columns * along) / 2;
  const halfV = (rows * across) / 2;
  return [
    room.toPlace(u - halfU, v - halfV),
    room.toPlace(u + halfU, v - halfV),
    room.toPlace(u + halfU, v + halfV),
    room.toPlace(u - halfU, v + halfV),
  ];
}

/** A podium, and towers on it for the floor area that it does not hold: along the parcel's edges, or compact where a thin one leaves towers no room. */
function podium(controls: SchemeControls, ground: Ground): Mass[] {
  const { podiumStoreys, podiumStoreyM, heightMaxM } = controls;
  const storeys = Math.min(podiumStoreys, Math.floor(heightMaxM / podiumStoreyM + EXACT));
  if (storeys < 1) return [];
  const coverM2 = Math.min(ground.footprintM2, ground.wantedM2 / storeys);
  let best: Mass[] = [];
  for (const ringM of podiumRings(controls, ground, coverM2)) {
    const masses = onPodium(controls, ground, { ringM, baseM: 0, heightM: storeys * podiumStoreyM, storeys });
    if (wholeM2(masses) > wholeM2(best) * (1 + EXACT)) best = masses;
    if (wholeM2(best) >= ground.wantedM2 * (1 - EXACT)) break;
  }
  return best;
}

/** All around; else a bar for a row of towers, along the rows, as large or as long as there is room. */
function* podiumRings({ depthM }: SchemeControls, ground: Ground, coverM2: number): Generator<Point[]> {
  const around = drawnIn(ground, coverM2);
  if (around) yield around;
  const room = roomIn(ground.ring, ground.setbacksM, ground.headingRad);
  const leastDeep = (depthM + 2 * PODIUM_EDGE_M) / room.cellM + 2;
  const scores = [
    (block: Block) => block.columns * block.rows,
    (block: Block) => (block.rows >= leastDeep ? block.columns : 0),
  ];
  for (const scoreOf of scores) {
    const block = bestBlock(room, scoreOf);
    if (!block) continue;
    const fill = Math.min(1, coverM2 / blockM2(room, block));
    const across = Math.max(fill, Math.min(1, leastDeep / block.rows));
    yield blockRing(room, block, fill / across, across);
  }
}

function onPodium(controls: SchemeControls, ground: Ground, base: Mass): Mass[] {
  const leftM2 = ground.wantedM2 - floorM2(base);
  if (leftM2 <= ground.wantedM2 * EXACT) return [base];
  const top: Ground = {
    ...ground,
    ring: anticlockwise(base.ringM),
    setbacksM: base.ringM.map(() => PODIUM_EDGE_M),
    wantedM2: leftM2,
    footprintM2: areaM2(base.ringM),
  };
  return [base, ...rowsOn(controls, top, base.heightM)];
}

const wholeM2 = (masses: readonly Mass[]): number => masses.reduce((sum, mass) => sum + floorM2(mass), 0);

const HALVINGS = 60;

/** What the setbacks leave, drawn in evenly from all sides until it covers no more than it may. */
function drawnIn({ ring, setbacksM }: Ground, coverM2: number): Point[] | null {
  const whole = envelopeOf(ring, setbacksM);
  if (!whole) return null;
  if (areaM2(whole) <= coverM2) return whole;
  let within = Math.sqrt(areaM2(ring));
  let outside = 0;
  let found: Point[] | null = null;
  for (let step = 0; step < HALVINGS; step++) {
    const moreM = (within + outside) / 2;
    const smaller = envelopeOf(
      ring,
      setbacksM.map((setbackM) => setbackM + moreM),
    );
    if (smaller && areaM2(smaller) > coverM2) outside = moreM;
    else {
      within = moreM;
      found = smaller ?? found;
    }
  }
  return found;
}

/** Which of the limits is in the way: room where not even the height is used up. */
function reasonOf(
  masses: readonly Mass[],
  { footprintM2 }: Ground,
  { heightMaxM, storeyM }: SchemeControls,
): 'height' | 'density' | 'room' {
  const coverM2 = masses.reduce((sum, mass) => sum + (mass.baseM === 0 ? areaM2(mass.ringM) : 0), 0);
  const highestM = masses.reduce((high, { baseM, heightM }) => Math.max(high, baseM + heightM), 0);
  if (masses.length === 0 || highestM <= heightMaxM - storeyM) return 'room';
  return coverM2 >= footprintM2 * (1 - EXACT) ? 'density' : 'height';
}
