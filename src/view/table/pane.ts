import type { Message } from '../../../model/text/message.ts';
import type { TableBlock } from '../../twin/table-block.ts';
import type { Twin } from '../../twin/twin.ts';
import { markSpan } from '../../twin/user-timing.ts';
import { endAll } from '../end-all.ts';
import { type HiddenPaint, openHiddenPaint } from '../hidden-paint.ts';
import type { QualityMeter } from '../measure-quality.ts';
import { SETTLED_FRAMES } from '../pace.ts';
import type { MountedScene, SceneLoop } from '../scene-loop.ts';
import type { InsetsPx } from '../view-api.ts';
import { wallShare } from '../wall-share.ts';
import { type CityOnTable, openCityOnTable } from './city-on-table.ts';
import { followLight, followMarks, followStyle, nameTable } from './follow.ts';
import { followHeadset } from './follow-headset.ts';
import { openGaps } from './gaps.ts';
import { tableHost } from './host.ts';
import { eyeOf } from './orbit.ts';
import { reasonText } from './reason.ts';
import { openTableStage, type TableStage } from './stage.ts';
import { openStudio, type Studio } from './studio.ts';
import { loadGround } from './terrain.ts';
import { textureBytesOf } from './texture-bytes.ts';
import { turnBy } from './turning.ts';
import { paintTexture } from './uniforms.ts';

/** A block of the city on one stage, with everything of the twin shown on it. */
export interface TablePane {
  readonly stage: TableStage;
  /** Null until the ground has come. */
  city(): CityOnTable | null;
  drawScene(loop: SceneLoop): void;
  paint(rgba: Uint8Array | null): void;
  isReady(): boolean;
  /** Returns the draw calls of the last frame, with shadow and lens. */
  drawCalls(): number;
  triangles(): number;
  textureBytes(): number;
  /** Draws at once, outside of any frame. */
  drawNow(): void;
  close(): void;
}

interface TablePaneOptions {
  readonly parent: HTMLElement;
  readonly twin: Twin;
  readonly cityUrl: string;
  readonly block: TableBlock;
  readonly insets: () => InsetsPx;
  readonly isAttracting: () => boolean;
  /** Is told of each frame. */
  readonly quality: QualityMeter;
  fail(what: string, reason: string | Message): void;
  /** The graphics context is gone. */
  lost(): void;
}

/** What a pane is made of. */
interface PaneParts {
  readonly options: TablePaneOptions;
  readonly stage: TableStage;
  readonly studio: Studio;
  readonly paint: HiddenPaint;
  readonly gaps: ReturnType<typeof openGaps>;
}

interface PaneState {
  city: CityOnTable | null;
  loop: SceneLoop | null;
  scene: MountedScene | null;
  /** Frames since all that is shown was there. */
  settled: number;
  isFailed: boolean;
  /** Behind the last picture that was drawn while tiles came, until the card has drawn it, and since when it has. */
  fence: WebGLSync | null;
  drawnMs: number;
  isClosed: boolean;
}

const RAISED_RATIO = 0.07;
/** Without a GPU a picture takes seconds, and tiles come by steps of frames: while they do, so long it is not drawn after each. */
const DRAW_WHILE_LOADING_MS = 600;
/** While tiles come, the lamp's shadow is drawn anew no more often than this. */
const SHADOW_EVERY_MS = 700;

/** Everything here is built from the twin and the scene layers alone: that is what a lost graphics context is answered with. */
export function openTablePane(options: TablePaneOptions): TablePane {
  const { parent, twin, cityUrl, block, quality, fail } = options;
  const stage = openTableStage(parent, twin, cityUrl, block);
  const studio = openStudio(stage.renderer, stage.scene, block.sizeM, stage.uniforms);
  const state: PaneState = {
    city: null,
    loop: null,
    scene: null,
    settled: 0,
    isFailed: false,
    fence: null,
    drawnMs: Number.NEGATIVE_INFINITY,
    isClosed: false,
  };
  const paint = openHiddenPaint(
    () => twin.city.layers,
    () => wearPaint(stage, paint.now()),
  );
  const gaps = openGaps(stage.uniforms, block, stage.requestFrame);
  const parts: PaneParts = { options, stage, studio, paint, gaps };
  const end = endAll([
    watchContext(stage, state, options),
    followLight(stage, studio),
    followStyle(stage),
    twin.follow(({ quality }) => quality, studio.sharpen),
    followMarks(stage),
    nameTable(stage),
    followHeadset({ stage, studio, choose: (ray) => state.city?.choose(ray) ?? false }),
  ]);
  buildCity(parts, state).catch((error) => {
    state.isFailed = true;
    fail('table', reasonText(error));
  });
  let pose = twin.getState().tablePose;
  stage.start(() => {
    const fromMs = performance.now();
    quality.begun();
    drawFrame(stage, studio, state);
    const { tablePose } = twin.getState();
    quality.drawn({ cameraMoves: pose !== tablePose, isLoading: state.settled === 0 });
    pose = tablePose;
    markSpan('table', fromMs);
  });
  return {
    stage,
    city: () => state.city,
    drawScene(loop) {
      state.loop = loop;
      mountScene(parts, state);
    },
    paint: paint.paint,
    isReady: () => state.settled >= SETTLED_FRAMES,
    drawCalls: () => stage.renderer.info.render.calls,
    triangles: () => stage.renderer.info.render.triangles,
    textureBytes: () => textureBytesOf(stage.scene, stage.renderer.getContext()),
    drawNow: () => drawFrame(stage, studio, state),
    close() {
      state.isClosed = true;
      state.scene?.close();
      state.city?.close();
      gaps.close();
      end();
      studio.close();
      stage.close();
    },
  };
}

function wearPaint({ uniforms, requestFrame }: TableStage, rgba: Uint8Array | null): void {
  uniforms.u_paint.value.dispose();
  uniforms.u_paint.value = paintTexture(rgba ?? new Uint8Array(4));
  uniforms.u_isPainted.value = rgba ? 1 : 0;
  requestFrame();
}

function watchContext({ canvas }: TableStage, state: PaneState, { lost }: TablePaneOptions): () => void {
  const onLost = (event: Event): void => {
    event.preventDefault();
    if (!state.isClosed) lost();
  };
  canvas.addEventListener('webglcontextlost', onLost);
  return () => canvas.removeEventListener('webglcontextlost', onLost);
}

async function buildCity(parts: PaneParts, state: PaneState): Promise<void> {
  const { options, stage, studio, paint } = parts;
  const { twin, cityUrl, block, fail, isAttracting } = options;
  const mesh = await loadGround(twin.city, cityUrl, block);
  if (state.isClosed) return;
  let shadowMs = 0;
  const changed = (isShape: boolean): void => {
    state.settled = 0;
    const nowMs = performance.now();
    if (isShape && nowMs - shadowMs > SHADOW_EVERY_MS) {
      shadowMs = nowMs;
      studio.dirty();
    }
    stage.requestFrame();
  };
  state.city = openCityOnTable(stage, mesh, {
    scene: {
      click: (at) => state.scene?.click(at) ?? false,
      holdsPointer: () => state.scene?.holdsPointer() ?? false,
    },
    isAttracting,
    isHidden: paint.isHidden,
    changed,
    fail: (what, reason) => fail(what, reasonText(reason)),
  });
  mountScene(parts, state);
  changed(true);
}

/** Scene layers need ground to stand on, and there must be a list of them. */
function mountScene({ options, stage, studio, paint, gaps }: PaneParts, state: PaneState): void {
  const { insets, fail } = options;
  state.scene?.close();
  state.scene = null;
  const { city, loop } = state;
  if (!city || !loop) return;
  const { sight, readers, model } = city;
  const table = {
    stage,
    upM: (east: number, north: number) => model.field.upM(east, north),
    hide: paint.hide,
    setGaps: gaps.set,
    reshade: studio.dirty,
    readers,
  };
  const host = { table, sight, insets, turn: (elapsedMs: number) => turnBy(stage, elapsedMs) };
  state.scene = loop.mount('table', (layerId) => tableHost(host, (reason) => fail(layerId, reasonText(reason))));
  stage.requestFrame();
}

function drawFrame(stage: TableStage, studio: Studio, state: PaneState): void {
  const { renderer, scene, camera, requestFrame } = stage;
  // A headset's camera is where the head is.
  const isWorn = renderer.xr.isPresenting;
  if (!isWorn) aimCamera(stage, studio);
  state.city?.layers.update();
  const isWaiting = (state.city?.layers.isLoading() ?? true) || (state.scene?.isWaiting() ?? false);
  const isSparse = isWaiting && !isWorn && stage.quality === 'fast';
  if (!isSparse || hasRested(stage.gl, state)) {
    renderer.info.reset();
    renderer.render(scene, camera);
    state.city?.drawLens();
    if (isSparse) state.fence = fenceOf(stage.gl);
  }
  if (state.isFailed || !state.city) return;
  if (!isWaiting && state.settled === 0) studio.dirty();
  state.settled = isWaiting ? 0 : state.settled + 1;
  if (isWaiting || state.settled <= SETTLED_FRAMES) requestFrame();
}

/** Whether the card has the last picture behind it, for long enough. */
function hasRested(gl: WebGL2RenderingContext, state: PaneState): boolean {
  const { fence } = state;
  if (fence && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
  if (fence) state.drawnMs = performance.now();
  gl.deleteSync(fence);
  state.fence = null;
  return performance.now() - state.drawnMs > DRAW_WHILE_LOADING_MS;
}

function fenceOf(gl: WebGL2RenderingContext): WebGLSync | null {
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  return fence;
}

function aimCamera({ camera, canvas, block, twin }: TableStage, studio: Studio): void {
  const { tablePose, wallPlace } = twin.getState();
  const width = Math.max(1, canvas.clientWidth);
  const height = Math.max(1, canvas.clientHeight);
  const { eye, target } = eyeOf(tablePose, block.sizeM);
  camera.position.set(...eye);
  camera.up.set(0, 1, 0);
  camera.lookAt(...target);
  camera.aspect = width / height;
  // The bar of controls covers the foot of the picture: the table stands in what is left.
  if (!wallPlace) camera.setViewOffset(width, height, 0, RAISED_RATIO * height, width, height);
  else {
    const { fullWidthPx, fullHeightPx, leftPx, topPx } = wallShare(wallPlace, width, height);
    camera.aspect = fullWidthPx / fullHeightPx;
    camera.setViewOffset(fullWidthPx, fullHeightPx, leftPx, topPx, width, height);
  }
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
  studio.lookDown(tablePose.tipDeg, width / height);
}
