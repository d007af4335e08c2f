import type { FloodWorks } from '../../model/city/flood-works.ts';
import type { DrainNetwork } from '../../model/city/grid.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { FloodNote } from '../../model/scenarios/flood-note.ts';
import { NONE } from '../../model/text/message.ts';
import {
  type BreachRequest,
  barredBy,
  bedAt,
  breachOf,
  carve,
  crestOf,
  defencesOf,
  type WallRequest,
  wallOf,
} from './city/defences.ts';
import {
  type Box,
  type Cells,
  CityFloodError,
  type CityRasters,
  cellOf,
  cellsOf,
  centreOf,
  type Ground,
  groundOf,
  type RaisedBuildings,
  rainToEaves,
  soilsOf,
  spread,
  UNKNOWN_MANNING_N,
} from './city/ground.ts';
import {
  type Drawn,
  drawnOf,
  inFloodN,
  type River,
  type RiverStage,
  raised,
  ratedSeries,
  riseM,
  riverSeries,
  riverWorks,
  sideCrossingsOf,
  watersOf,
} from './city/rivers.ts';
import type { FloodInput, Scheme } from './core/flood-input.ts';
import { checkSeries, type Series } from './core/series.ts';
import { type Edges, edgePlace, type OutsideCondition, raster, type Side } from './core/terrain.ts';
import { cityDrains } from './drains/city.ts';
import { drainsWithin } from './drains/cut.ts';
import { type Estimate, estimateFlood } from './estimate.ts';
import { floodMessage } from './messages.ts';
import { NO_SOIL } from './rain/infiltration.ts';
import { type CustomStorm, hyetographOf, type RainRequest } from './rain/rain-request.ts';
import type { Place, Work } from './works/works.ts';

/** A baked city as a flood takes it. */
export interface FloodCity extends CityRasters {
  works: FloodWorks | null;
  drains?: DrainNetwork | null;
  /** Where its drains and works are from; absent: given. */
  facts?: Manifest['facts'];
}

/** A what-if on a city. Hours count from the run's start. */
export interface CityFloodRequest {
  box: Box;
  /** A multiple of the city's own cell. */
  cellM: number;
  /** Left out: their walls keep the water out. */
  raisedBuildings?: RaisedBuildings | null;
  rain: RainRequest;
  /** Return period of the rivers' flood, years; null: they stay as they are. */
  riverYears: number | null;
  /** Hour of that flood at which the run starts. */
  riverFromH: number;
  /** Gauges whose levels drive their rivers' inflows in place of a flood; `riverYears` is null then. */
  riverStages?: readonly RiverStage[];
  breaches: readonly BreachRequest[];
  walls: readonly WallRequest[];
  /** Gates, culverts, pumps … beside the city's own. */
  works?: readonly Work[];
  /** Points to be watched beside the city's own gauges. */
  gauges: readonly { id: string; at: Place }[];
  /** Storm drains under the streets: part of each inlet that is covered, by id (`*` for all others), and supplies that failed. */
  drains?: { blocked: Readonly<Record<string, number>>; failed: readonly string[] } | null;
  scheme: Scheme;
  endS: number;
  frameEveryS: number;
  maximaEveryS?: number;
}

/** The input of a run, and what it leaves out. */
export interface CityFlood {
  input: FloodInput;
  notes: FloodNote[];
}

/** The city's ground, water and works in a box, as a run takes them. */
export function cityFlood(baked: FloodCity, cityRequest: CityFloodRequest): CityFlood {
  const city = baked.works
    ? { ...baked, works: { ...baked.works, defences: defencesOf(baked.works, baked.grid) } }
    : baked;
  check(city, cityRequest);
  const cells = cellsOf(city.grid, cityRequest.box, cityRequest.cellM);
  const raised = cityRequest.raisedBuildings ?? null;
  const ground = groundOf(city, cells, raised);
  const works = [
    ...(city.works ? cityWorks(city, city.works, cells, cityRequest) : []),
    ...cityRequest.walls.map((wall) => wallOf(city, wall)),
    ...cityRequest.gauges.map(({ id, at }): Work => ({ kind: 'gauge', id, at })),
  ];
  carve(cells, ground.bedElevationM, city.works?.defences ?? [], works);
  const waters = standingWater(city, cells, ground, cityRequest);
  const { edges, notes } = edgesOf(city, cells, ground, waters.river);
  const placed = [...works, ...waters.works].map((work) => besideWalls(cells, ground, work));
  const network =
    city.drains && cityRequest.drains ? drainsWithin(city.drains, (at) => cellOf(cells, ...at) >= 0) : null;
  const drains =
    network && cityRequest.drains && hasNodes(network) ? { city: cityDrains(network), ...cityRequest.drains } : null;
  const { columns, rows, cellM, westM, southM } = cells;
  const input: FloodInput = {
    columns,
    rows,
    cellM,
    westM,
    southM,
    bedElevationM: ground.bedElevationM,
    manningN: ground.manningN,
    blocked: raised ? new Uint8Array(ground.blocked.length) : ground.blocked,
    ...(raised ? { raised: ground.blocked } : {}),
    ...(ground.cutCells ? { cutCells: ground.cutCells } : {}),
    depthM: waters.depthM,
    flowM2ps: waters.flowM2ps,
    // Roofs drain into the pipes where these are in the run, else to their eaves.
    rainCatchRatio: drains ? openGround(ground) : rainToEaves(cells, ground.blocked),
    soil: soilOf(ground, waters.depthM),
    infiltration: soilsOf(city.grid),
    rain: hyetographOf(cityRequest.rain, ownStorm(city.works)),
    ...(cityRequest.rain.kind === 'field' ? { rainField: cityRequest.rain.field } : {}),
    edges,
    changing: [],
    works: [...placed, ...(cityRequest.works ?? [])],
    ...(drains ? { drains } : {}),
    scheme: cityRequest.scheme,
    endS: cityRequest.endS,
    frameEveryS: cityRequest.frameEveryS,
    ...(cityRequest.maximaEveryS === undefined ? {} : { maximaEveryS: cityRequest.maximaEveryS }),
  };
  return {
    input,
    notes: [
      ...notes,
      ...clippedNotes(cityRequest.box, cells),
      ...(raised ? [{ code: 'buildings-raised', values: { heightM: raised.heightM } } as const] : []),
      ...waters.notes,
      ...otherNotes(city, cells, works, drains === null ? null : network),
    ],
  };
}

/** Cells and cost of what is asked, without building it: quick enough to follow a box that is drawn. */
export function estimateCityFlood(
  city: FloodCity,
  cityRequest: Pick<CityFloodRequest, 'box' | 'cellM' | 'endS' | 'frameEveryS'> & RiverRequest,
): Estimate {
  const cells = cellsOf(city.grid, cityRequest.box, cityRequest.cellM);
  return estimateFlood(cells, cityRequest, deepestM(city, cells, cityRequest));
}

type RiverRequest = Pick<CityFloodRequest, 'riverYears' | 'riverFromH' | 'riverStages'>;

/** What comes down a river: by its gauge, in a flood, or as ever. */
function dischargeOf(
  city: FloodCity,
  river: River,
  { riverYears, riverFromH, riverStages = [] }: RiverRequest,
): { dischargeM3ps: Series; notes: FloodNote[] } {
  const { id } = river.inflow;
  const dischargeM3ps = riverSeries(river, riverYears, riverFromH);
  const stage = riverStages.find((each) => each.river === id);
  if (!stage) return { dischargeM3ps, notes: [] };
  const { gauge } = stage;
  const rated = ratedSeries(city, river, stage);
  if (!rated) return { dischargeM3ps, notes: [{ code: 'gauge-not-of-river', values: { river: id, gauge } }] };
  const [minM3ps, maxM3ps] = [Math.min(...rated.values), Math.max(...rated.values)].map(Math.round);
  return {
    dischargeM3ps: rated,
    notes: [{ code: 'river-by-gauge', values: { river: id, gauge, minM3ps, maxM3ps } }],
  };
}

/** Returns the greatest depth of rivers at their highest and of lakes, at the middles of their bodies of water. */
function deepestM(city: FloodCity, cells: Cells, cityRequest: RiverRequest): number {
  if (!city.works) return 0;
  const { rivers, lakes } = watersOf(city.works);
  const depths = (waters: readonly FloodWorks['waters'][number][], rise: number) =>
    waters.flatMap(({ ring, levelM }) => {
      const middle: Place = [mean(ring.map(([east]) => east)), mean(ring.map(([, north]) => north))];
      return cellOf(cells, ...middle) < 0 ? [] : [mean(levelM) + rise - bedAt(city, middle)];
    });
  const running = rivers.flatMap((river) =>
    depths(river.waters, riseM(city, river, Math.max(...dischargeOf(city, river, cityRequest).dischargeM3ps.values))),
  );
  return Math.max(0, ...running, ...depths(lakes, 0));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function check(
  { works }: FloodCity,
  { riverYears, riverStages = [], scheme, breaches, endS, frameEveryS }: CityFloodRequest,
): void {
  if (!(endS > 0)) throw new CityFloodError(floodMessage('end-time', { endS }));
  if (!(frameEveryS > 0)) throw new CityFloodError(floodMessage('frame-step', { frameEveryS }));
  if (breaches.length > 0 && scheme.kind === 'fast') throw new CityFloodError(floodMessage('fast-breach', {}));
  if (breaches.length > 0 && !works) throw new CityFloodError(floodMessage('no-works', {}));
  const known = works?.inflows.flatMap(({ hydrographs }) => hydrographs.map(({ returnYears }) => returnYears)) ?? [];
  if (riverYears !== null && !known.includes(riverYears))
    throw new CityFloodError(
      floodMessage('river-years', { expected: [...new Set(known)].join(', ') || NONE, riverYears }),
    );
  if (riverYears !== null && riverStages.length > 0)
    throw new CityFloodError(floodMessage('river-driven', { riverYears }));
  for (const { river, gauge, levelM } of riverStages) {
    checkSeries(`riverStages.${gauge}`, levelM);
    if (!works?.inflows.some(({ id }) => id === river))
      throw new CityFloodError(floodMessage('unknown-river', { gauge, river }));
  }
}

function cityWorks(city: FloodCity, works: FloodWorks, cells: Cells, cityRequest: CityFloodRequest): Work[] {
  const inside = ({ at }: { at: Place }) => cellOf(cells, ...at) >= 0;
  return [
    ...defencesIn(works, cells).map(crestOf),
    ...cityRequest.breaches.map((breach) => breachOf(city, works, breach, cells.cellM)),
    ...works.openings.filter(inside).map(
      ({ id, at, sillM, widthM, into, roomM3 }): Work => ({
        kind: 'opening',
        id,
        at,
        sillM,
        widthM,
        into,
        roomM3,
      }),
    ),
    ...works.gauges.filter(inside).map(({ id, at }): Work => ({ kind: 'gauge', id, at })),
  ];
}

const defencesIn = ({ defences }: FloodWorks, cells: Cells) =>
  defences.filter((defence) => barredBy(cells, [defence]).includes(1));

interface Waters {
  depthM: Float32Array;
  flowM2ps: { east: Float32Array; north: Float32Array };
  /** 1 where a river is at its highest: the box's edge is shut there, for its works lead it in and out. */
  river: Uint8Array;
  works: Work[];
  notes: FloodNote[];
}

/** Lakes at their levels, rivers as high as their discharge at the start asks, and where these come in and go out. */
function standingWater(city: FloodCity, cells: Cells, ground: Ground, cityRequest: CityFloodRequest): Waters {
  const { bedElevationM, blocked } = ground;
  const waters: Waters = {
    depthM: new Float32Array(bedElevationM.length),
    flowM2ps: { east: new Float32Array(bedElevationM.length), north: new Float32Array(bedElevationM.length) },
    river: new Uint8Array(bedElevationM.length),
    works: [],
    notes: [],
  };
  if (!city.works) return waters;
  const { rivers, lakes } = watersOf(city.works);
  const barred = barredBy(cells, city.works.defences);
  const fill = (levelM: Float32Array) => {
    for (let at = 0; at < levelM.length; at++)
      if (levelM[at] - bedElevationM[at] > waters.depthM[at] && blocked[at] === 0)
        waters.depthM[at] = levelM[at] - bedElevationM[at];
  };
  fill(drawnOf(cells, lakes).levelM);
  for (const river of rivers) {
    const { dischargeM3ps: discharge, notes: dischargeNotes } = dischargeOf(city, river, cityRequest);
    const drawn = drawnOf(cells, river.waters);
    const drawnM = drawn.levelM;
    const rise = riseM(city, river, discharge.values[0]);
    fill(raised(cells, ground, drawnM, rise, barred));
    const highestM = raised(cells, ground, drawnM, riseM(city, river, Math.max(...discharge.values)), barred);
    for (let at = 0; at < highestM.length; at++) {
      if (Number.isNaN(highestM[at])) continue;
      waters.river[at] = 1;
      ground.manningN[at] = inFloodN(ground.manningN[at]);
    }
    flow(ground, drawn, rise, waters);
    const { works, notes } = riverWorks(cells, ground, river, sideCrossingsOf(cells, highestM, drawnM), discharge);
    waters.works.push(...works);
    waters.notes.push(...(works.length > 0 ? dischargeNotes : []), ...notes);
  }
  return waters;
}

/** Between its banks a river runs from the start as it would in uniform flow; from rest, its own inflow would rise over the levees. */
function flow(
  { bedElevationM, manningN, blocked }: Ground,
  { levelM, downEast, downNorth }: Drawn,
  riseM: number,
  { flowM2ps }: Waters,
): void {
  for (let at = 0; at < levelM.length; at++) {
    const depthM = levelM[at] + riseM - bedElevationM[at];
    if (!(depthM > 0) || blocked[at] === 1) continue;
    const conveyance = depthM ** (5 / 3) / manningN[at];
    flowM2ps.east[at] = conveyance * downEast[at];
    flowM2ps.north[at] = conveyance * downNorth[at];
  }
}

/** Under water nothing infiltrates: the beds of rivers and lakes are full. */
const soilOf = ({ soil }: Ground, depthM: Float32Array): Uint8Array =>
  soil.map((each, at) => (depthM[at] > 0 ? NO_SOIL : each));

/** Walls, but free where the ground beyond the box (or, at the city's end, before it) falls outwards and no river stands. */
function edgesOf(
  city: FloodCity,
  cells: Cells,
  { bedElevationM, blocked }: Ground,
  river: Uint8Array,
): { edges: Edges; notes: FloodNote[] } {
  const { columns, rows, cellM } = cells;
  const lengthM = { wall: 0, free: 0 };
  const outwards: Record<Side, Place> = { west: [-1, 0], east: [1, 0], south: [0, -1], north: [0, 1] };
  const edge = (side: Side, i: number): OutsideCondition => {
    const [column, row] = edgePlace(raster(columns, rows, cellM), side, i);
    const at = row * columns + column;
    const [east, north] = centreOf(cells, at);
    const [dx, dy] = outwards[side];
    const beyond: Place = [east + dx * cellM, north + dy * cellM];
    const within = isWithin(city, beyond);
    const fallM = within
      ? bedElevationM[at] - bedAt(city, beyond)
      : bedElevationM[at - dx - dy * columns] - bedElevationM[at];
    const kind = fallM > 0 && blocked[at] === 0 && river[at] === 0 ? 'free' : 'wall';
    lengthM[kind] += cellM;
    return { kind };
  };
  const along = (side: Side, count: number) => Array.from({ length: count }, (_, i) => edge(side, i));
  const edges: Edges = {
    west: along('west', rows),
    east: along('east', rows),
    south: along('south', columns),
    north: along('north', columns),
  };
  return { edges, notes: [{ code: 'edges-walled', values: { wallM: lengthM.wall, freeM: lengthM.free } }] };
}

/** A box that reaches over the city's end by more than a cell is told what is left of it. */
function clippedNotes(box: CityFloodRequest['box'], { columns, rows, cellM }: Cells): FloodNote[] {
  const requestedEastM = box.eastM - box.westM;
  const requestedNorthM = box.northM - box.southM;
  const eastM = columns * cellM;
  const northM = rows * cellM;
  if (requestedEastM - eastM < 2 * cellM && requestedNorthM - northM < 2 * cellM) return [];
  return [{ code: 'box-clipped', values: { askedEastM: requestedEastM, askedNorthM: requestedNorthM, eastM, northM } }];
}

const isWithin = ({ grid }: FloodCity, [eastM, northM]: Place): boolean =>
  eastM > grid.westM &&
  northM > grid.southM &&
  eastM < grid.westM + grid.columns * grid.cellM &&
  northM < grid.southM + grid.rows * grid.cellM;

/** Returns the part of the rain on each cell that falls beside buildings. */
const openGround = ({ blocked, cutCells }: Ground): Float32Array =>
  Float32Array.from(blocked, (shut, at) => (shut === 1 ? 0 : (cutCells?.freeRatio[at] ?? 1)));

/** An entrance or a gauge that the cells put into a house stands in the nearest open cell. */
function besideWalls(cells: Cells, { blocked }: Ground, work: Work): Work {
  if (work.kind !== 'opening' && work.kind !== 'gauge') return work;
  const start = cellOf(cells, ...work.at);
  if (start < 0 || blocked[start] === 0) return work;
  const seen = new Set([start]);
  let open = -1;
  spread(cells.columns, cells.rows, Int32Array.of(start), (_, to) => {
    if (open >= 0 || seen.has(to)) return false;
    seen.add(to);
    if (blocked[to] === 0) open = to;
    return true;
  });
  return open < 0 ? work : { ...work, at: centreOf(cells, open) };
}

/** The storm formula of a city's own works; null: it has none. */
export function ownStorm(works: FloodWorks | null): CustomStorm | null {
  if (!works) return null;
  const { a, b, c, n, r } = works.storm;
  return { formula: { a, bMin: b, c, n }, peakRatio: r };
}

const isDrainNote = (code: string): code is 'drains-of-pipes' | 'drains-of-streets' =>
  code === 'drains-of-pipes' || code === 'drains-of-streets';

const nodesOf = ({ manholes, sumps, outfalls }: DrainNetwork): number =>
  manholes.length + sumps.length + outfalls.length;

const hasNodes = (network: DrainNetwork): boolean => nodesOf(network) > 0;

function otherNotes(
  city: FloodCity,
  { cellM }: Cells,
  works: readonly Work[],
  drains: DrainNetwork | null,
): FloodNote[] {
  const notes: FloodNote[] = [];
  if (!city.works || (city.works.defences.length === 0 && city.works.inflows.length === 0))
    notes.push({ code: 'no-works', values: {} });
  if (city.grid.flat) notes.push({ code: 'flat-ground', values: {} });
  if (!city.landCover) notes.push({ code: 'no-land-cover', values: { manningN: UNKNOWN_MANNING_N } });
  const storm = city.facts?.floodWorks;
  if (storm?.state === 'inferred' && storm.code === 'storm-of-table')
    notes.push({ code: 'storm-of-table', values: storm.values });
  const origin = city.facts?.drains;
  if (drains && origin?.state === 'inferred' && isDrainNote(origin.code))
    notes.push({ code: origin.code, values: origin.values });
  if (!drains) notes.push({ code: 'no-drains', values: {} });
  else if (city.drains && nodesOf(drains) < nodesOf(city.drains))
    notes.push({ code: 'drains-cut', values: { kept: nodesOf(drains), all: nodesOf(city.drains) } });
  for (const work of works)
    if (work.kind === 'breach' && work.widthStartM < cellM)
      notes.push({ code: 'breach-coarse', values: { breach: work.id, widthM: work.widthStartM, cellM } });
  return notes;
}
