import type { DrainNetwork } from '../../model/city/grid.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { GRATE, MANHOLE_M2 } from '../../tiles/infer/drain-sizes.ts';
import type { DemoCity } from '../demo-city.ts';
import type { Plan } from '../plan.ts';
import { isRisingMain, type Pipe } from './clearance.ts';
import { type Inlet, LIFT_START_M, LIFT_STOP_M, type Manhole } from './manholes.ts';
import type { PipeNetwork } from './network.ts';
import { pipeLengthM } from './pipes.ts';

/** Wet well of a storm station, and the step in level between one pump's start and the next. */
const WET_WELL_M2 = 140;
const STAGE_M = 0.12;

/** Wet well of a lift station in a street. */
const LIFT_WELL_M2 = 24;

/** Manning n of concrete and plastic sewers in use. */
const MANNING = { RCP: 0.014, 'concrete box': 0.015, HDPE: 0.011 } as const;

/** Which substation feeds what, where plan.json says so (landmark ss-2); other stations take the nearest one. */
const SUPPLY: Readonly<Record<string, string>> = { 'ps-1': 'ss-2', 'up-1': 'ss-2' };

/** An underpass lifts its water into the next storm sewer; where none is so near, by a main of its own to the river. */
const RISING_MAIN_M = 400;

const round = (v: number, digits: number) => Math.round(v * 10 ** digits) / 10 ** digits;
const place = ([x, y]: Point): [number, number] => [round(x, 2), round(y, 2)];

/**
 * The storm net as the flood core reads it: nodes, conduits, pumps. Every outfall's planned catchment is shared out over
 * its manholes by the length of pipe that meets there. A trunk that ends in a station ends in the station's wet well; its
 * outlet is the pumps' and carries nothing by gravity, because the outfall stands above the trunk's end.
 */
export function drainNetwork(
  city: DemoCity,
  network: PipeNetwork,
  manholes: readonly Manhole[],
  inlets: readonly Inlet[],
): DrainNetwork {
  const { plan } = city;
  const storm = manholes.filter((m) => m.system === 'YS');
  const pipes = network.pipes.filter((pipe) => pipe.system === 'YS');
  const stations = new Map(plan.pumpingStations.map((ps) => [ps.trunk, ps]));
  const wells = new Map<string, string>();
  for (const [trunk, ps] of stations) {
    const last = storm.filter((m) => m.trunk === trunk).at(-1);
    if (last) wells.set(last.id, ps.id);
  }
  const named = (id: string) => wells.get(id) ?? id;
  const outlets = new Set(plan.outfalls.map((o) => o.id));
  const gravity = pipes.filter(
    (pipe) => !isRisingMain(pipe) && !(pipe.nodes && outlets.has(pipe.nodes[1]) && stations.has(pipe.line)),
  );
  const catchment = catchments(city, [...gravity, ...pipes.filter(isRisingMain)], named);
  const pumping = [
    ...plan.pumpingStations.map((ps) => stationPumping(plan, ps, storm)),
    ...storm.filter((m) => m.lift).map((m) => liftPumping(plan, m, named, catchment)),
    ...plan.underpasses.map((under) => underpassPumping(plan, under, storm, named)),
  ];
  return {
    format: 1,
    inlets: [
      ...inlets.map(({ id, at, rimM, node }) => ({
        id,
        at: place(at),
        rimM: round(rimM, 3),
        node: named(node),
        ...GRATE,
      })),
      ...plan.underpasses.flatMap(underpassInlets),
    ],
    manholes: manholesOf(storm, wells, catchment),
    sumps: pumping.map(({ sump }) => sump),
    outfalls: plan.outfalls.map(({ id, at, invertM, flapGate, catchmentHa }) => ({
      id,
      at: place(at),
      invertM,
      flapGate,
      tailwaterM: null,
      catchmentHa,
    })),
    conduits: gravity.map((pipe) => conduitOf(pipe, named)),
    pumps: pumping.flatMap(({ pumps }) => pumps),
  };
}

/** A wet well with the pumps that empty it. */
interface Pumping {
  sump: DrainNetwork['sumps'][number];
  pumps: DrainNetwork['pumps'];
}

/** Manholes of the storm drains; wells and lifts are sumps and stand in another list. */
function manholesOf(
  storm: Manhole[],
  wells: Map<string, string>,
  catchment: Map<string, number>,
): DrainNetwork['manholes'] {
  return storm
    .filter((m) => !wells.has(m.id) && !m.lift)
    .map(({ id, at, invertM, rimM }) => ({
      id,
      at: place(at),
      invertM: round(invertM, 3),
      rimM: round(rimM, 3),
      areaM2: MANHOLE_M2,
      sealed: false,
      ...catchmentOf(catchment, id),
    }));
}

function supplyOf(plan: Plan, id: string, at: Point): string {
  const substations = plan.landmarks.filter((l) => l.kind === 'substation');
  return SUPPLY[id] ?? nearest(substations, at).id;
}

function nearest<T extends { at: Point }>(list: readonly T[], at: Point): T {
  return [...list].sort((a, b) => distance(a.at, at) - distance(b.at, at))[0];
}

const catchmentOf = (catchment: ReadonlyMap<string, number>, id: string) =>
  catchment.has(id) ? { catchmentHa: round(catchment.get(id) ?? 0, 4) } : {};

/** A storm station's well lies below the end of its trunk; its pumps start one after the other as the level rises. */
function stationPumping(plan: Plan, ps: Plan['pumpingStations'][number], storm: readonly Manhole[]): Pumping {
  const well = storm.filter((m) => m.trunk === ps.trunk).at(-1);
  const outfall = plan.outfalls.find((o) => o.trunk === ps.trunk);
  if (!well || !outfall) throw new Error(`${ps.id}: expected a trunk with an outfall, got ${ps.trunk}`);
  const invertM = round(well.invertM - 1.2, 3);
  return {
    sump: {
      id: ps.id,
      at: place(ps.at),
      invertM,
      rimM: ps.floorM,
      areaM2: WET_WELL_M2,
      storageM3: round(WET_WELL_M2 * (ps.floorM - invertM), 0),
    },
    pumps: ps.pumps.map((rateM3ps, k) => ({
      id: `${ps.id}-${k + 1}`,
      from: ps.id,
      to: outfall.id,
      rateM3ps,
      startM: round(ps.startM + STAGE_M * k, 2),
      stopM: round(Math.min(ps.startM - 0.6, well.invertM + 0.2), 2),
      supply: supplyOf(plan, ps.id, ps.at),
    })),
  };
}

/** A lift station in a street: two pumps of half the rate each. */
function liftPumping(
  plan: Plan,
  { id, at, invertM, rimM, lift }: Manhole,
  named: (id: string) => string,
  catchment: ReadonlyMap<string, number>,
): Pumping {
  if (!lift) throw new Error(`${id}: expected a lift station, got a plain manhole`);
  return {
    sump: {
      id,
      at: place(at),
      invertM: round(invertM, 3),
      rimM: round(rimM, 3),
      areaM2: LIFT_WELL_M2,
      storageM3: round(LIFT_WELL_M2 * (rimM - invertM), 0),
      ...catchmentOf(catchment, id),
    },
    pumps: [1, 2].map((k) => ({
      id: `${id}-p${k}`,
      from: id,
      to: named(lift.to),
      rateM3ps: round(lift.rateM3ps / 2, 3),
      startM: round(invertM + LIFT_START_M + STAGE_M * (k - 1), 2),
      stopM: round(invertM + LIFT_STOP_M, 2),
      supply: supplyOf(plan, id, at),
    })),
  };
}

type Underpass = Plan['underpasses'][number];

/** Depth of the sump under an underpass's lowest point. */
const UNDERPASS_SUMP_M = 3;

function underpassPumping(
  plan: Plan,
  under: Underpass,
  storm: readonly Manhole[],
  named: (id: string) => string,
): Pumping {
  const invertM = round(under.lowM - UNDERPASS_SUMP_M, 2);
  const manhole = nearest(storm, under.at);
  const isNear = distance(manhole.at, under.at) < RISING_MAIN_M;
  const to = isNear ? named(manhole.id) : nearest(plan.outfalls, under.at).id;
  return {
    sump: {
      id: under.id,
      at: place(under.at),
      invertM,
      rimM: under.lowM,
      areaM2: round(under.sumpM3 / UNDERPASS_SUMP_M, 1),
      storageM3: under.sumpM3,
    },
    pumps: under.pumps.map((rateM3ps, k) => ({
      id: `${under.id}-${k + 1}`,
      from: under.id,
      to,
      rateM3ps,
      startM: round(invertM + 1 + 0.2 * k, 2),
      stopM: round(invertM + 0.4, 2),
      supply: supplyOf(plan, under.id, under.at),
    })),
  };
}

/** Eight grates in two rows along the kerbs, about an underpass's lowest point. */
function underpassInlets(under: Underpass): DrainNetwork['inlets'] {
  return Array.from({ length: 8 }, (_, k) => {
    const at: Point = [under.at[0] + (k % 2 ? 1 : -1) * (under.widthM / 2 - 1), under.at[1] + (k - 3.5) * 4];
    return { id: `in-${under.id}-${k + 1}`, at: place(at), rimM: under.lowM, node: under.id, ...GRATE };
  });
}

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function conduitOf(pipe: Pipe, named: (id: string) => string): DrainNetwork['conduits'][number] {
  const [from, to] = pipe.nodes ?? ['', ''];
  const inside = pipe.dnMm / 1000;
  const a = pipe.axis[0];
  const b = pipe.axis[pipe.axis.length - 1];
  const box = pipe.boxHeightM > 0;
  return {
    id: pipe.id,
    from: named(from),
    to: named(to),
    lengthM: round(Math.max(0.1, pipeLengthM(pipe)), 2),
    fromInvertM: round(a[2] - inside / 2, 3),
    toInvertM: round(b[2] - inside / 2, 3),
    section: box
      ? { shape: 'rectangular', widthM: round(pipe.widthM - 2 * pipe.wallM, 2), heightM: inside }
      : { shape: 'circular', diameterM: inside },
    barrels: 1,
    manningN: MANNING[pipe.material as keyof typeof MANNING] ?? MANNING.RCP,
  };
}

/** Hectares a manhole: its outfall's planned catchment by its share of the net's length. */
function catchments(city: DemoCity, pipes: readonly Pipe[], named: (id: string) => string): Map<string, number> {
  const down = new Map<string, string>();
  for (const { nodes } of pipes) if (nodes) down.set(named(nodes[0]), named(nodes[1]));
  const ends = new Map<string, string>();
  for (const outfall of city.plan.outfalls) {
    const station = city.plan.pumpingStations.find((ps) => ps.trunk === outfall.trunk);
    ends.set(station?.id ?? outfall.id, outfall.id);
  }
  const outfallOf = (id: string): string | undefined => {
    let at: string | undefined = id;
    for (let k = 0; at !== undefined && k < 2000; k++) {
      const end = ends.get(at);
      if (end) return end;
      at = down.get(at);
    }
    return undefined;
  };
  const length = new Map<string, number>();
  const total = new Map<string, number>();
  for (const pipe of pipes) {
    if (!pipe.nodes) continue;
    const up = named(pipe.nodes[0]);
    const outfall = outfallOf(up);
    if (!outfall) throw new Error(`${pipe.id}: expected a way to an outfall from ${up}, found none`);
    const own = pipeLengthM(pipe);
    length.set(up, (length.get(up) ?? 0) + own);
    total.set(outfall, (total.get(outfall) ?? 0) + own);
  }
  const ha = new Map(city.plan.outfalls.map((o) => [o.id, o.catchmentHa]));
  const out = new Map<string, number>();
  for (const [id, own] of length) {
    const outfall = outfallOf(id) ?? '';
    out.set(id, ((ha.get(outfall) ?? 0) * own) / (total.get(outfall) ?? 1));
  }
  return out;
}
