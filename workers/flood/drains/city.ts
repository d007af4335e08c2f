import type { DrainNetwork } from '../../../model/city/grid.ts';
import type { Place } from '../works/works.ts';
import { type DrainLink, type DrainNode, type DrainPlan, SHIPPED, type Store } from './plan.ts';
import { checkReach } from './reach.ts';

/** A place where the street and the drains meet. */
interface Outfall {
  id: string;
  node: string;
  at: Place;
  areaM2: number;
  perimeterM: number;
  /** A manhole's lid is lifted from below and closed from above: water comes up, none goes down. */
  upOnly: boolean;
}

/** A city's drains as the solver and the street take them. */
export interface CityDrains {
  plan: DrainPlan;
  surfaceOutfalls: Outfall[];
  /** Where each outfall lets out, and the level that it meets: null is read from the surface there. */
  outfalls: { id: string; at: Place; tailwaterM: number | null; leaves?: boolean }[];
  /** Roofs whose rain goes straight into the pipes, by node: shares, of whatever roofs are not led to their eaves. */
  roofs: { node: string; shareHa: number }[];
  /** Links that stand still without their supply. */
  supplies: { link: string; supply: string | null }[];
}

/** Pipes join a manhole through its wall, a pump through a bend: half a velocity head in, a whole one out (SWMM manual, table 3-2). */
const ENTRY_LOSS = 0.5;
const EXIT_LOSS = 1;

/**
 * The network of `drain-network.json`. An outfall's own `catchmentHa` is the sum over its net, already given to the manholes:
 * only theirs count.
 */
export function cityDrains(network: DrainNetwork): CityDrains {
  const wells = [...network.manholes.map((manhole) => ({ ...manhole, storageM3: 0 })), ...network.sumps];
  const invertM = new Map([...wells, ...network.outfalls].map((node) => [node.id, node.invertM]));
  const lowestM = lowestEnds(network, invertM);
  const nodes: DrainNode[] = nodesOf(wells, lowestM, network);
  const links: DrainLink[] = linksOf(network, lowestM);
  const plan: DrainPlan = { nodes, links, options: SHIPPED };
  checkReach(plan, () => 'drain-network.json');
  return {
    plan,
    surfaceOutfalls: [
      ...network.inlets.map(({ id, node, at, areaM2, perimeterM }) => ({
        id,
        node,
        at,
        areaM2,
        perimeterM,
        upOnly: false,
      })),
      ...network.manholes
        .filter(({ sealed }) => !sealed)
        .map(({ id, at, areaM2 }) => {
          const perimeterM = 2 * Math.sqrt(Math.PI * areaM2);
          return { id, node: id, at, areaM2, perimeterM, upOnly: true };
        }),
    ],
    outfalls: network.outfalls.map(({ id, at, tailwaterM, leaves = false }) => ({ id, at, tailwaterM, leaves })),
    roofs: [...network.manholes, ...network.sumps].flatMap(({ id, catchmentHa }) =>
      catchmentHa ? [{ node: id, shareHa: catchmentHa }] : [],
    ),
    supplies: network.pumps.map(({ id, supply }) => ({ link: id, supply })),
  };
}

/** Conduits with the losses of a city, and pumps that start and stop by the depth in their sump. */
function linksOf(network: DrainNetwork, lowestM: (id: string) => number): DrainLink[] {
  return [
    ...network.conduits.map(
      ({ id, from, to, fromInvertM, toInvertM, lengthM, section, barrels, manningN }): DrainLink => ({
        kind: 'conduit',
        id,
        from,
        to,
        fromInvertM,
        toInvertM,
        lengthM,
        barrels,
        manningN,
        section:
          section.shape === 'circular'
            ? section
            : { shape: 'closed', widthM: section.widthM, heightM: section.heightM },
        entryLoss: ENTRY_LOSS,
        exitLoss: EXIT_LOSS,
        averageLoss: 0,
        flapGate: false,
        maxM3ps: Number.POSITIVE_INFINITY,
        initialM3ps: 0,
      }),
    ),
    ...network.pumps.map(({ id, from, to, rateM3ps, startM, stopM }): DrainLink => {
      const depthM = (level: number) => Math.max(1e-3, level - lowestM(from));
      const rate = { at: [0], value: [rateM3ps] };
      return {
        kind: 'pump',
        id,
        from,
        to,
        by: 'steps',
        rateM3ps: rate,
        startDepthM: depthM(startM),
        stopDepthM: depthM(stopM),
        on: false,
      };
    }),
  ];
}

/** Manholes and sumps as junctions that pond, outfalls with their tailwater. */
function nodesOf(wells: DrainNetwork['sumps'], lowestM: (id: string) => number, network: DrainNetwork): DrainNode[] {
  return [
    ...wells.map(
      ({ id, rimM, areaM2, storageM3 }): DrainNode => ({
        id,
        kind: 'junction',
        invertM: lowestM(id),
        store: storeOf(areaM2, storageM3, rimM - lowestM(id)),
        topDepthM: rimM - lowestM(id),
        // A shaft that is full goes on filling above the street until the exchange takes it up.
        above: { kind: 'ponded', areaM2 },
        initialDepthM: 0,
      }),
    ),
    ...network.outfalls.map(
      ({ id, flapGate, tailwaterM }): DrainNode => ({
        id,
        kind: 'outfall',
        invertM: lowestM(id),
        flapGate,
        tailwater: { kind: 'level', levelM: tailwaterM ?? lowestM(id) },
      }),
    ),
  ];
}

/** A conduit that ends below its manhole's bottom lowers it: half a centimetre off in many a survey. */
function lowestEnds(network: DrainNetwork, invertM: Map<string, number>): (id: string) => number {
  const lowest = new Map(invertM);
  for (const { from, to, fromInvertM, toInvertM } of network.conduits) {
    lowest.set(from, Math.min(lowest.get(from) ?? fromInvertM, fromInvertM));
    lowest.set(to, Math.min(lowest.get(to) ?? toInvertM, toInvertM));
  }
  return (id) => lowest.get(id) ?? 0;
}

/** A well holds its stated volume at the rim: as an even shaft where that is more than its opening says. */
function storeOf(areaM2: number, storageM3: number, depthM: number): Store {
  return { kind: 'shaft', areaM2: Math.max(areaM2, depthM > 0 ? storageM3 / depthM : 0) };
}
