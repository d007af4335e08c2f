import type { LayerInfo } from '../../../model/city/manifest.ts';
import type { CityFrame } from '../../../model/city/model-place.ts';
import { widened } from '../../../model/geo/plane/ring.ts';
import type { ConstructionQuestions } from '../../../workers/construction/engine-types.ts';
import type { ModelTile } from '../../../workers/construction/model/model-glb.ts';
import type { RemoteLayerHolder } from '../../twin/catalogue/layer-holder.ts';
import { failureOf } from '../../twin/failure.ts';
import { nextGid } from '../../twin/next-gid.ts';
import type { Twin } from '../../twin/twin.ts';
import { clearedBy, type ModelFacts, type ModelPlace, type OpenModel, projectPit } from './project-slice.ts';

/** Opens building models for the panels and the picture. */
export interface ProjectController {
  /** Opens a model in place of the one before; where it does not open, that one stays. */
  open(bytes: Uint8Array, file: string): Promise<void>;
  /** Cancels what is being read. */
  cancel(): void;
  facts(): ModelFacts | null;
  /** Sets the open model elsewhere; rejects in words where the place is none. */
  move(place: ModelPlace): Promise<void>;
  close(): void;
}

/** Reads in a worker of its own, which posts the model to `port`; resolves with the file's hash. */
export type ReadModel = (
  bytes: Uint8Array,
  file: string,
  port: MessagePort,
  onProgress: (doneRatio: number) => void,
  cancel: AbortSignal,
) => Promise<string>;

/** The catalogue's worker, as far as it takes layers. */
type Holder = Pick<RemoteLayerHolder, 'adopt' | 'drop'>;

type ModelService = Pick<ConstructionQuestions, 'takeModel' | 'layModel' | 'moveModel'>;

export const CANCELLED = 'cancelled';

/** One model at a time: it is read, laid into the city as a layer, and moved. */
export function openProjectController(
  twin: Twin,
  service: ModelService,
  holder: Holder,
  read: ReadModel,
): ProjectController {
  const { setModel } = twin.getState();
  const laid = openLaidModel(twin, service, holder);
  let reading: AbortController | null = null;
  twin.follow(projectPit, (pit) => twin.getState().putPit('build', pit));
  twin.follow(clearedBy, (outlineM) => twin.getState().hideBuildings('build', outlineM));

  async function open(bytes: Uint8Array, file: string): Promise<void> {
    reading?.abort(CANCELLED);
    const own = new AbortController();
    reading = own;
    const before = twin.getState().model;
    setModel({ kind: 'reading', file, doneRatio: null });
    try {
      const { port1, port2 } = new MessageChannel();
      const onProgress = (doneRatio: number) => {
        if (reading === own) setModel({ kind: 'reading', file, doneRatio });
      };
      const inputHash = await read(bytes, file, port1, onProgress, own.signal);
      if (reading !== own) return;
      const taken = await service.takeModel(port2, file, inputHash);
      if (reading !== own) return;
      await laid.replace(taken);
    } catch (error) {
      if (reading !== own) return;
      if (error === CANCELLED) setModel(before.kind === 'open' ? before : { kind: 'none' });
      else setModel({ kind: 'failed', file, reason: failureOf(error) });
    } finally {
      if (reading === own) reading = null;
    }
  }

  return {
    open,
    cancel: () => reading?.abort(CANCELLED),
    facts: laid.facts,
    move: laid.move,
    close: laid.drop,
  };
}

/** The model that stands in the city as a layer, and the addresses of its tiles. */
interface LaidModel extends Pick<ProjectController, 'facts' | 'move'> {
  /** Lays what was read in place of what stands, where its file says, or in sight. */
  replace(taken: ModelFacts): Promise<void>;
  drop(): void;
}

function openLaidModel(twin: Twin, service: ModelService, holder: Holder): LaidModel {
  const { origin, datum } = twin.city;
  const frame: CityFrame = { origin, geoidUndulationM: datum.geoidUndulationM };
  const { setModel } = twin.getState();
  let facts: ModelFacts | null = null;
  let addresses: string[] = [];
  let serial = 0;

  async function replace(taken: ModelFacts): Promise<void> {
    drop();
    facts = taken;
    const place = taken.proposed?.place ?? placeInSight(twin, taken);
    const layerId = `model-${++serial}`;
    const gidBase = nextGid(twin);
    const { info, files, tiles, enuFromModel } = await service.layModel({ layerId, gidBase, place, frame });
    const held = addressesOf(tiles);
    addresses.push(...held.all);
    const layer: LayerInfo = { ...info, tileset: held.tileset };
    await holder.adopt(layer, files);
    twin.takeLayer(layer);
    const stands = standing(taken, enuFromModel);
    const isGuess = taken.proposed === null;
    setModel({ kind: 'open', file: taken.file, layerId, place, ...stands, clears: true, digs: true, isGuess });
  }

  async function move(place: ModelPlace): Promise<void> {
    const { model } = twin.getState();
    const layer = twin.city.layers.find(({ id }) => model.kind === 'open' && id === model.layerId);
    if (model.kind !== 'open' || !layer) return;
    const { enuFromModel, boundsM, places } = await service.moveModel(place, frame);
    const now = twin.getState().model;
    if (now.kind !== 'open' || now.layerId !== layer.id) return;
    const crs = place.kind === 'map' ? place.crs : 'EPSG:4326';
    const moved: LayerInfo = { ...layer, boundsM, source: { ...layer.source, crs } };
    await holder.adopt(moved, new Map([[layer.places, places]]));
    twin.takeLayer(moved);
    if (facts) setModel({ ...now, place, ...standing(facts, enuFromModel), isGuess: false });
  }

  function drop(): void {
    const { model } = twin.getState();
    const ids = twin.city.layers.filter(({ id }) => id === `model-${serial}`).map(({ id }) => id);
    for (const id of ids) {
      twin.dropLayer(id);
      void holder.drop(id);
    }
    for (const url of addresses) URL.revokeObjectURL(url);
    addresses = [];
    facts = null;
    if (model.kind === 'open') setModel({ kind: 'none' });
  }

  return { replace, move, drop, facts: () => facts };
}

/** The middle of the picture's ground, as the twin knows it: under the camera. The model's lowest point lies on the city's plane. */
function placeInSight(twin: Twin, { middleM, lowM }: ModelFacts): ModelPlace {
  const { origin, datum } = twin.city;
  const { lonDeg, latDeg } = twin.getState().camera;
  const elevationM = origin.heightM - datum.geoidUndulationM - lowM;
  return { kind: 'point', lonDeg, latDeg, elevationM, rotationRad: 0, anchorM: middleM };
}

/** Tiles as addresses that only this page knows, which last until each is revoked. */
function addressesOf(tiles: readonly ModelTile[]): { tileset: string; all: string[] } {
  const all: string[] = [];
  const held = (part: BlobPart, type: string) => {
    const url = URL.createObjectURL(new Blob([part], { type }));
    all.push(url);
    return url;
  };
  const leaves = tiles.map(({ glb, boxM }) => ({ uri: held(glb, 'model/gltf-binary'), boxM }));
  return { tileset: held(tilesetText(leaves), 'application/json'), all };
}

/** Room to work around what stands in the ground, and so that its walls and the pit's do not lie in one plane. */
const PIT_MARGIN_M = 1;

/** What hangs on where the model stands. */
function standing(
  { outlineM: own, middleM: [x, y], lowM }: ModelFacts,
  enuFromModel: number[],
): Pick<OpenModel, 'enuFromModel' | 'outlineM' | 'pit'> {
  const outlineM = placedPoints(own, enuFromModel);
  const [, , upX, , , , upY, , , , upZ, , , , up] = enuFromModel;
  const floorUpM = upX * x + upY * y + upZ * lowM + up;
  return { enuFromModel, outlineM, pit: { ringM: widened(outlineM, PIT_MARGIN_M), floorUpM } };
}

/** Points in plan through a column-major 4 × 4. */
const placedPoints = (points: readonly [number, number][], m: readonly number[]): [number, number][] =>
  points.map(([x, y]) => [m[0] * x + m[4] * y + m[12], m[1] * x + m[5] * y + m[13]]);

type Box = ModelTile['boxM'];

/** One flat tileset in the model's frame; each leaf is its storey's discipline whole. */
export function tilesetText(leaves: readonly { uri: string; boxM: Box }[]): string {
  const all = leaves.reduce<Box>(
    (sum, { boxM }) => sum.map((v, k) => (k < 3 ? Math.min(v, boxM[k]) : Math.max(v, boxM[k]))) as Box,
    [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity],
  );
  const root = {
    boundingVolume: volumeOf(all),
    geometricError: sizeOf(all),
    refine: 'ADD',
    children: leaves.map(({ uri, boxM }) => ({
      boundingVolume: volumeOf(boxM),
      geometricError: 0,
      content: { uri },
    })),
  };
  return JSON.stringify({ asset: { version: '1.1' }, geometricError: sizeOf(all), root });
}

/** What is missed where nothing of it is drawn. */
const sizeOf = ([west, south, low, east, north, high]: Box): number =>
  Math.hypot(east - west, north - south, high - low);

function volumeOf([west, south, low, east, north, high]: Box): { box: number[] } {
  const middle = [(west + east) / 2, (south + north) / 2, (low + high) / 2];
  return {
    box: [...middle, (east - west) / 2, 0, 0, 0, (north - south) / 2, 0, 0, 0, (high - low) / 2],
  };
}
