import type { Customer } from '../../model/tables/pipe-network.ts';
import { boxOfBuilding, outerRing } from '../shared/city-volumes.ts';
import type { Pause } from '../shared/engine.ts';
import { toOutline } from './clearance.ts';
import { axisOfPiece, systemOfPiece } from './graph.ts';
import { type PipeSite, pieceIndex } from './site.ts';

/** Buildings looked at between two pauses. */
const BLOCK = 400;

/** The buildings that live off pieces that lost their supply. */
interface Served {
  customers: Customer[];
  residents: number;
  /** Buildings with no pipe of the system in reach. */
  unserved: number;
}

/**
 * Each building that stands is a customer of the nearest pipe of the burst one's system within reach of its walls: house connections are in
 * no data. Null: stopped.
 */
export async function customersOf(
  site: PipeSite,
  burst: number,
  lost: ReadonlyMap<number, Customer['where']>,
  reachM: number,
  pause: Pause,
): Promise<Served | null> {
  const { city, pipes: graph } = site;
  const none: Served = { customers: [], residents: 0, unserved: 0 };
  if (!city) return none;
  const system = systemOfPiece(graph, burst);
  const own = Array.from({ length: graph.network.pieces }, (_, p) => p).filter(
    (p) => systemOfPiece(graph, p) === system,
  );
  const index = pieceIndex(graph, own);
  if (!index) return none;
  const found: { b: number; piece: number; distanceM: number }[] = [];
  let unserved = 0;
  for (let b = 0; b < city.buildings; b++) {
    if (b % BLOCK === BLOCK - 1 && (await pause(b / city.buildings))) return null;
    const prism = city.firstPrism[b];
    if (city.prisms.layers[city.prisms.layer[prism]].state !== 'existing') continue;
    const [west, south, east, north] = boxOfBuilding(city, b);
    const ring = outerRing(city, prism);
    let best = { piece: -1, distanceM: reachM };
    for (const i of index.search(west - reachM, south - reachM, east + reachM, north + reachM).sort((p, q) => p - q)) {
      const line = axisOfPiece(graph, own[i]);
      for (let k = 0; k + 1 < line.length; k++) {
        const { distanceM } = toOutline(line[k], line[k + 1], ring);
        if (distanceM < best.distanceM) best = { piece: own[i], distanceM };
      }
    }
    if (best.piece < 0) unserved++;
    else if (lost.has(best.piece)) found.push({ b, ...best });
  }
  const customers = await Promise.all(
    found.map(async ({ b, piece, distanceM }): Promise<Customer> => {
      const building = await site.named(city, b);
      const residents = (await site.columnsOf(building.layer))?.number('residents', building.row) ?? null;
      const pipe = (await site.pipeOfTube(graph.network.tube[piece])).id;
      return { building, pipe, distanceM, residents, where: lost.get(piece) ?? 'section' };
    }),
  );
  return { customers, residents: customers.reduce((sum, one) => sum + (one.residents ?? 0), 0), unserved };
}
