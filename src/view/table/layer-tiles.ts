import { OBB, TilesRenderer } from '3d-tiles-renderer/three';
import { GLTFExtensionsPlugin, LoadRegionPlugin, OBBRegion } from '3d-tiles-renderer/three/plugins';
import { Box3, type Camera, Matrix4, type Mesh, type Object3D, Vector3, type WebGLRenderer } from 'three';
import type { LayerInfo, Manifest } from '../../../model/city/manifest.ts';
import { MESHOPT } from '../../../model/city/meshopt.ts';
import { ecefFromEnuMatrix } from '../../../model/geo/enu.ts';
import type { TableBlock } from '../../twin/table-block.ts';
import { retryDelayMs } from '../retry-files.ts';
import { dressTile } from './tile-mesh.ts';

/** Tiles of a block are refined until they err by less than this on the ground: a table shows all of its block alike. */
const ERROR_M = 1;
/** How far below and above a block's middle its tiles may reach. */
const DEEP_M = 200;
const HIGH_M = 1200;

/** One layer of the city on the table, by the same tiles that the globe draws. */
export interface LayerTiles {
  readonly info: LayerInfo;
  readonly group: Object3D;
  /** Loads and chooses tiles; cheap when nothing changed. */
  update(): void;
  isLoading(): boolean;
  meshes(): readonly Mesh[];
  bytes(): number;
  tileCount(): number;
  close(): void;
}

interface LayerTilesOptions {
  readonly city: Manifest;
  readonly url: string;
  readonly block: TableBlock;
  readonly camera: Camera;
  readonly renderer: WebGLRenderer;
  /** Column-major place of a layer in a frame of its own; null: it is in the city's. */
  dress(mesh: Mesh): void;
  changed(): void;
  fail(reason: unknown): void;
  /** A file did not come and is asked for again. */
  retried(reason: unknown): void;
}

/** Fetches the tiles of a layer that reach into the block, and no others. */
export function openLayerTiles(info: LayerInfo, options: LayerTilesOptions): LayerTiles {
  const { city, url, block, camera, renderer } = options;
  const tiles = new TilesRenderer(url);
  tiles.registerPlugin(
    new GLTFExtensionsPlugin({ metadata: true, rtc: false, meshoptDecoder: MESHOPT, autoDispose: false }),
  );
  const region = new OBBRegion({ errorTarget: ERROR_M, mask: true, obb: boxOf(city, block) });
  const regions = new LoadRegionPlugin();
  regions.addRegion(region);
  tiles.registerPlugin(regions);
  tiles.setCamera(camera);
  tiles.setResolutionFromRenderer(camera, renderer);
  tiles.autoDisableRendererCulling = false;
  cityFromEcef(city).decompose(tiles.group.position, tiles.group.quaternion, tiles.group.scale);
  const held = new Map<Object3D, Mesh[]>();
  tiles.addEventListener('load-model', ({ scene }) => {
    const meshes: Mesh[] = [];
    dressTile(scene, (mesh) => {
      options.dress(mesh);
      meshes.push(mesh);
    });
    held.set(scene, meshes);
    options.changed();
  });
  tiles.addEventListener('dispose-model', ({ scene }) => held.delete(scene));
  tiles.addEventListener('tile-visibility-change', options.changed);
  tiles.addEventListener('needs-update', options.changed);
  tiles.addEventListener('load-root-tileset', options.changed);
  let isFailed = false;
  const again = askAgain(() => {
    tiles.resetFailedTiles();
    options.changed();
  });
  tiles.addEventListener('load-model', again.came);
  tiles.addEventListener('load-error', ({ error }) => {
    if (again.failed(error)) return options.retried(error);
    isFailed = true;
    options.fail(error);
    options.changed();
  });
  return {
    info,
    group: tiles.group,
    update: () => tiles.update(),
    isLoading: () => !isFailed && (again.isWaiting() || tiles.root === null || tiles.loadProgress < 1),
    meshes: () => [...held.values()].flat(),
    bytes: () => [...held.values()].flat().reduce((sum, mesh) => sum + bytesOf(mesh), 0),
    tileCount: () => held.size,
    close() {
      again.close();
      tiles.dispose();
      held.clear();
    },
  };
}

/** All files of a layer that did not come are asked for again together, after a while that doubles until one comes. */
function askAgain(ask: () => void) {
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    came() {
      tries = 0;
    },
    /** False: it was asked for often enough, or is not there. */
    failed(error: unknown): boolean {
      if (timer !== undefined) return true;
      const status = Number(/error code (\d+)/.exec(String(error))?.[1]);
      const waitMs = retryDelayMs(tries, Number.isNaN(status) ? undefined : status);
      if (waitMs === null) return false;
      tries++;
      timer = setTimeout(() => {
        timer = undefined;
        ask();
      }, waitMs);
      return true;
    },
    isWaiting: () => timer !== undefined,
    close: () => clearTimeout(timer),
  };
}

/** From Earth-centred metres to the table's: x east, y up, z south, of the city's origin. */
function cityFromEcef({ origin }: Manifest): Matrix4 {
  const enuFromEcef = new Matrix4().fromArray(ecefFromEnuMatrix(origin)).invert();
  return new Matrix4().set(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1).multiply(enuFromEcef);
}

/** The block as a box of the tilesets' own frame, Earth-centred. */
function boxOf({ origin }: Manifest, { eastM, northM, sizeM }: TableBlock): OBB {
  const half = sizeM / 2;
  const box = new Box3(
    new Vector3(eastM - half, northM - half, -DEEP_M),
    new Vector3(eastM + half, northM + half, HIGH_M),
  );
  return new OBB(box, new Matrix4().fromArray(ecefFromEnuMatrix(origin)));
}

/** What a mesh takes on the card. */
function bytesOf({ geometry }: Mesh): number {
  const own = Object.values(geometry.attributes).reduce((sum, { array }) => sum + array.byteLength, 0);
  return own + (geometry.getIndex()?.array.byteLength ?? 0);
}
