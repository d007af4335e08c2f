import './table.css';
import type { Message } from '../../../model/text/message.ts';
import { blockOfView, homeBlock, isOnBlock, type TableBlock } from '../../twin/table-block.ts';
import type { Twin } from '../../twin/twin.ts';
import { endAll } from '../end-all.ts';
import { measureQuality } from '../measure-quality.ts';
import { viewMessage } from '../messages.ts';
import type { SceneLayer } from '../scene.ts';
import { openSceneLoop, type SceneLoop } from '../scene-loop.ts';
import type { InsetsPx, PictureFacts, ViewApi } from '../view-api.ts';
import { openTableFacts, screenOfTable } from './facts.ts';
import { followHeadsetKinds } from './headset.ts';
import { surfaceOf } from './host.ts';
import { openTablePane, type TablePane } from './pane.ts';
import { photographTable } from './photo.ts';
import { reasonText } from './reason.ts';

/** The table of a city: what panels ask of the picture, and what the app shows on it. */
export interface Table extends Omit<ViewApi, 'pictureFrom' | 'enlarge'> {
  paint(rgba: Uint8Array | null): void;
  draw<App>(layers: readonly SceneLayer<unknown, App>[], app: App): void;
  ready(): boolean;
  stats(): TableStats;
  /** Water and people as the drawings hold them, for tests and the curious. */
  depthAt(eastM: number, northM: number): number | null;
  peopleAt(eastM: number, northM: number, radiusM: number): number | null;
  /** Which object stands at a pixel of the window. */
  gidAt(xPx: number, yPx: number): number | null;
  close(): void;
}

/** What the picture costs, as the bench tells it. */
interface TableStats {
  readonly frames: number;
  readonly drawCalls: number;
  readonly triangles: number;
  readonly textures: number;
  readonly geometries: number;
  readonly tiles: number;
  readonly bytes: number;
  readonly textureBytes: number;
}

/** After so many losses within the minutes the picture is not rebuilt again. */
const MAX_LOSSES = 4;
const LOSS_MINUTES = 5;

/** One pane, thrown away and built again when its block changes or its graphics context is lost; who follows the table notices nothing. */
export function openTable(
  parent: HTMLElement,
  twin: Twin,
  cityUrl: string,
  fail: (what: string, reason: string | Message) => void,
): Table {
  const attractions = new Set<symbol>();
  let insets: InsetsPx = { topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 };
  let painted: Uint8Array | null = null;
  let loop: SceneLoop | null = null;
  let losses: number[] = [];
  const facts = openTableFacts(() => tilesOf(pane));
  const quality = measureQuality(twin);
  const blockNow = (): TableBlock => twin.getState().tableBlock ?? homeBlock(twin.city);
  const openPane = (): TablePane => {
    const opened = openTablePane({
      parent,
      twin,
      cityUrl,
      block: blockNow(),
      insets: () => insets,
      isAttracting: () => attractions.size > 0,
      quality,
      fail,
      lost,
    });
    opened.paint(painted);
    if (loop) opened.drawScene(loop);
    facts.attach(opened.stage);
    return opened;
  };
  function renew(): void {
    pane.close();
    pane = openPane();
  }
  function lost(): void {
    const nowMs = performance.now();
    losses = [...losses.filter((atMs) => nowMs - atMs < LOSS_MINUTES * 60_000), nowMs];
    if (losses.length > MAX_LOSSES)
      fail('table', viewMessage('picture-gone', { minutes: LOSS_MINUTES, times: losses.length }));
    else {
      fail('table', viewMessage('context-lost', {}));
      twin.getState().recordRecovery('context', 'rebuilt', 'table');
      setTimeout(renew, 0);
    }
  }
  let pane = openPane();
  const { reportHeadsets } = twin.getState();
  const end = endAll([
    twin.follow(({ tableBlock }) => tableBlock, once(renew)),
    takeFlights(twin, blockNow),
    () => reportHeadsets([]),
    followHeadsetKinds(reportHeadsets),
  ]);
  return {
    ...viewApi(twin, () => pane, attractions),
    follow: facts.follow,
    setInsets(next) {
      insets = next;
    },
    paint(rgba) {
      painted = rgba;
      pane.paint(rgba);
    },
    draw(layers, app) {
      loop?.close();
      loop = openSceneLoop(twin, layers, app, (layerId, reason) => fail(layerId, reasonText(reason)));
      pane.drawScene(loop);
    },
    frames: () => pane.stage.frames(),
    rebuild: renew,
    ready: () => pane.isReady(),
    stats: () => statsOf(pane),
    depthAt: (east, north) => pane.city()?.readers.depthAt(east, north) ?? null,
    peopleAt: (east, north, radiusM) => pane.city()?.readers.peopleAt(east, north, radiusM) ?? null,
    close() {
      end();
      quality.close();
      pane.close();
      loop?.close();
      facts.close();
    },
  };
}

/** `follow` calls at once; what was opened with the value of now need not be opened again. */
function once(step: () => void): () => void {
  let isFirst = true;
  return () => {
    if (!isFirst) step();
    isFirst = false;
  };
}

/** A wish to look somewhere brings the block there, if the place does not stand on it. */
function takeFlights(twin: Twin, blockNow: () => TableBlock): () => void {
  let served = twin.getState().flight?.serial ?? 0;
  return twin.follow(
    ({ flight }) => flight,
    (wish) => {
      if (!wish || wish.serial === served) return;
      served = wish.serial;
      if (twin.getState().engine !== 'table') return;
      const now = blockNow();
      const there = blockOfView(twin.city, wish.to, now.sizeM);
      if (!isOnBlock(now, there.eastM, there.northM)) twin.getState().putBlock(there);
    },
  );
}

type PaneMethods = Omit<
  Table,
  | 'follow'
  | 'setInsets'
  | 'frames'
  | 'rebuild'
  | 'paint'
  | 'draw'
  | 'ready'
  | 'stats'
  | 'close'
  | 'depthAt'
  | 'peopleAt'
>;

function viewApi(twin: Twin, pane: () => TablePane, attractions: Set<symbol>): PaneMethods {
  const pose = () => twin.getState().tablePose;
  const zoom = (factor: number) => twin.getState().poseTable({ ...pose(), rangeRatio: pose().rangeRatio * factor });
  const inCanvas = (xPx: number, yPx: number) => {
    const box = pane().stage.canvas.getBoundingClientRect();
    return { x: xPx - box.left, y: yPx - box.top };
  };
  return {
    zoomIn: () => zoom(1 / 1.4),
    zoomOut: () => zoom(1.4),
    faceNorth: () => twin.getState().poseTable({ ...pose(), turnDeg: 0 }),
    flyToPlace({ eastM, northM }) {
      const { block } = pane().stage;
      if (!isOnBlock(block, eastM, northM)) twin.getState().putBlock({ ...block, eastM, northM });
      else
        twin.getState().poseTable({
          ...pose(),
          over: [(eastM - block.eastM) / block.sizeM, (northM - block.northM) / block.sizeM],
        });
    },
    attract() {
      const cover = Symbol('cover');
      attractions.add(cover);
      pane().stage.requestFrame();
      return () => attractions.delete(cover);
    },
    screenOf: (point) => screenOfTable(pane(), point),
    async surfaceAt(xPx, yPx) {
      const seen = pane().city()?.sight.seenAt(inCanvas(xPx, yPx)) ?? null;
      return seen && surfaceOf(pane().stage, seen);
    },
    gidAt: (xPx, yPx) => pane().city()?.sight.seenAt(inCanvas(xPx, yPx))?.gid ?? null,
    photograph: (cancel) => photographTable(pane, cancel),
  };
}

function tilesOf(pane: TablePane): PictureFacts['tiles'] {
  const layers = pane.city()?.layers.all() ?? [];
  return {
    count: layers.reduce((sum, layer) => sum + layer.tileCount(), 0),
    bytes: layers.reduce((sum, layer) => sum + layer.bytes(), 0),
    budgetBytes: Number.POSITIVE_INFINITY,
    coarseness: 1,
    loading: layers.filter((layer) => layer.isLoading()).length,
  };
}

function statsOf(pane: TablePane): TableStats {
  const { info } = pane.stage.renderer;
  const { count, bytes } = tilesOf(pane);
  return {
    frames: pane.stage.frames(),
    drawCalls: pane.drawCalls(),
    triangles: pane.triangles(),
    textures: info.memory.textures,
    geometries: info.memory.geometries,
    tiles: count,
    bytes,
    textureBytes: pane.textureBytes(),
  };
}
