import type { DrainNetwork } from '../../../src/city/grid.ts';
import { isRisingMain, type Pipe } from './clearance.ts';
import type { DemoCity } from './demo-city.ts';
import type { Point } from './line.ts';
import { type Inlet, LIFT_START_M, LIFT_STOP_M, type Manhole } from './manholes.ts';
import type { PipeNetwork } from './network.ts';
import { pipeLengthM } from './pipes.ts';

/** Clear opening of a kerb grate 0.75 × 0.45 m, and its edge, for the orifice and weir that it is. */
const GRATE = { areaM2: 0.15, perimeterM: 2.4 };

/** Plan area of a manhole of 1.2 m. */
const MANHOLE_M2 = 1.13;

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
  const lifts = storm.filter((m) => m.lift);
  const catchment = catchments(city, [...gravity, ...pipes.filter(isRisingMain)], named);
  const substations = plan.landmarks.filter((l) => l.kind === 'substation');
  const supplyOf = (id: string, at: Point) =>
    SUPPLY[id] ??
    [...substations].sort(
      (a, b) => Math.hypot(a.at[0] - at[0], a.at[1] - at[1]) - Math.hypot(b.at[0] - at[0], b.at[1] - at[1]),
    )[0].id;

  const sumps: DrainNetwork['sumps'] = [];
  const pumps: DrainNetwork['pumps'] = [];
  for (const ps of plan.pumpingStations) {
    const well = storm.filter((m) => m.trunk === ps.trunk).at(-1);
    const outfall = plan.outfalls.find((o) => o.trunk === ps.trunk);
    if (!well || !outfall) throw new Error(`${ps.id}: expected a trunk with an outfall, got ${ps.trunk}`);
    const invertM = round(well.invertM - 1.2, 3);
    sumps.push({
      id: ps.id,
      at: place(ps.at),
      invertM,
      rimM: ps.floorM,
      areaM2: WET_WELL_M2,
      storageM3: round(WET_WELL_M2 * (ps.floorM - invertM), 0),
    });
    for (const [k, rateM3ps] of ps.pumps.entries())
      pumps.push({
        id: `${ps.id}-${k + 1}`,
        from: ps.id,
        to: outfall.id,
        rateM3ps,
        startM: round(ps.startM + STAGE_M * k, 2),
        stopM: round(Math.min(ps.startM - 0.6, well.invertM + 0.2), 2),
        supply: supplyOf(ps.id, ps.at),
      });
  }
  for (const { id, at, invertM, rimM, lift } of lifts) {
    if (!lift) continue;
    sumps.push({
      id,
      at: place(at),
      invertM: round(invertM, 3),
      rimM: round(rimM, 3),
      areaM2: LIFT_WELL_M2,
      storageM3: round(LIFT_WELL_M2 * (rimM - invertM), 0),
      ...(catchment.has(id) ? { catchmentHa: round(catchment.get(id) ?? 0, 4) } : {}),
    });
    for (const k of [1, 2])
      pumps.push({
        id: `${id}-p${k}`,
        from: id,
        to: named(lift.to),
        rateM3ps: round(lift.rateM3ps / 2, 3),
        startM: round(invertM + LIFT_START_M + STAGE_M * (k - 1), 2),
        stopM: round(invertM + LIFT_STOP_M, 2),
        supply: supplyOf(id, at),
      });
  }
  const extraInlets: DrainNetwork['inlets'] = [];
  for (const under of plan.underpasses) {
    const depth = 3;
    const invertM = round(under.lowM - depth, 2);
    sumps.push({
      id: under.id,
      at: place(under.at),
      invertM,
      rimM: under.lowM,
      areaM2: round(under.sumpM3 / depth, 1),
      storageM3: under.sumpM3,
    });
    const near = <T extends { id: string; at: Point }>(list: readonly T[]) =>
      [...list].sort((a, b) => distance(a.at, under.at) - distance(b.at, under.at))[0];
    const manhole = near(storm);
    const to = distance(manhole.at, under.at) < RISING_MAIN_M ? named(manhole.id) : near(plan.outfalls).id;
    for (const [k, rateM3ps] of under.pumps.entries())
      pumps.push({
        id: `${under.id}-${k + 1}`,
        from: under.id,
        to,
        rateM3ps,
        startM: round(invertM + 1 + 0.2 * k, 2),
        stopM: round(invertM + 0.4, 2),
        supply: supplyOf(under.id, under.at),
      });
    for (let k = 0; k < 8; k++) {
      const at: Point = [under.at[0] + (k % 2 ? 1 : -1) * (under.widthM / 2 - 1), under.at[1] + (k - 3.5) * 4];
      extraInlets.push({ id: `in-${under.id}-${k + 1}`, at: place(at), rimM: under.lowM, node: under.id, ...GRATE });
    }
  }
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
      ...extraInlets,
    ],
    manholes: storm
      .filter((m) => !wells.has(m.id) && !m.lift)
      .map(({ id, at, invertM, rimM }) => ({
        id,
        at: place(at),
        invertM: round(invertM, 3),
        rimM: round(rimM, 3),
        areaM2: MANHOLE_M2,
        sealed: false,
        ...(catchment.has(id) ? { catchmentHa: round(catchment.get(id) ?? 0, 4) } : {}),
      })),
    sumps,
    outfalls: plan.outfalls.map(({ id, at, invertM, flapGate, catchmentHa }) => ({
      id,
      at: place(at),
      invertM,
      flapGate,
      tailwaterM: null,
      catchmentHa,
    })),
    conduits: gravity.map((pipe) => conduitOf(pipe, named)),
    pumps,
  };
}

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function conduitOf(pipe: Pipe, named: (id: string) => string): DrainNetwork['conduits'][number] {
  const [from, to] = pipe.nodes ?? ['', ''];
  const inside = pipe.dnMm / 1000;
  const [a, b] = [pipe.axis[0], pipe.axis[pipe.axis.length - 1]];
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
