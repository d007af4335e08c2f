import { Cartesian2, type ClippingPolygonCollection, type Model, ShadowMode, SplitDirection } from '@cesium/engine';
import { themeOf } from '../../twin/appearance.ts';
import type { FloodPicture } from '../../twin/flood.ts';
import { FLOOD_STOPS } from '../../twin/flood-colours.ts';
import { tokenColour } from '../tokens.ts';
import { framePair } from './flood-frames.ts';
import { cellOf, datumUpM, extentOf, highWaterM, sheetGlb, sheetSize } from './flood-mesh.ts';
import { classTexture, floodShader, frameTexture, valueTexture } from './flood-shader.ts';
import { openOwnModel } from './own-model.ts';
import type { PictureUniforms } from './shader.ts';
import type { CityStage } from './stage.ts';

/** Vertices a side; without a GPU a quarter of them. */
const MOST_VERTICES = { fine: 512, fast: 256 };

/** Water may stand so much higher than any ground of the raster, or lower by a fringe that goes into it. */
const BOUNDS_M = 40;

/** The water of one run on one stage. */
export interface FloodSheet {
  /** What it was opened with and can show without a new mesh: the same grid and map, later frames. */
  takes(flood: FloodPicture): boolean;
  take(flood: FloodPicture): void;
  /** The moment that is shown; uploads a frame when another pair is between. */
  showTime(timeMs: number): void;
  takeColours(): void;
  takePicture(uniforms: PictureUniforms): void;
  /** Whether it is drawn, how faintly, and on which side of a swipe. */
  place(drawn: boolean, opacityRatio: number, side: SplitDirection): void;
  cut(collection: () => ClippingPolygonCollection): void;
  isWaiting(): boolean;
  close(): void;
}

/**
 * A grid of at most 512² vertices over the raster, one model with one shader, whatever the raster's size; frames are textures.
 * Cesium makes a new texture of each value that a uniform is given (public, 0.6 ms more than writing into the old one), so a
 * frame is given once, when it becomes one of the two that the moment lies between.
 */
export function openSheet(
  stage: CityStage,
  first: FloodPicture,
  pullRatio: number,
  ready: () => void,
  fail: (reason: unknown) => void,
): FloodSheet {
  const { scene, city } = stage;
  const { columns, rows, cellM, maps } = first;
  const isMap = maps.kind !== 'water';
  const upM = datumUpM(city.origin, city.datum.geoidUndulationM);
  const shader = floodShader();
  const size = sheetSize(first, MOST_VERTICES[stage.quality]);
  let flood = first;
  let model: Model | null = null;
  let failed = false;
  let closed = false;
  let drawn = false;
  let side = SplitDirection.NONE;
  let cutting: (() => ClippingPolygonCollection) | null = null;
  const slots: Record<'u_even' | 'u_odd', Uint16Array | null> = { u_even: null, u_odd: null };

  shader.setUniform('u_isMap', isMap);
  shader.setUniform('u_sizeM', new Cartesian2(columns * cellM, rows * cellM));
  shader.setUniform('u_step', new Cartesian2(cellOf(1, size.columns, columns), cellOf(1, size.rows, rows)));
  shader.setUniform('u_pull', pullRatio);
  if (maps.kind !== 'water') shader.setUniform('u_values', valueTexture(maps.values, columns, rows));
  takeColours();
  load().catch((error) => {
    failed = true;
    fail(error);
  });

  async function load(): Promise<void> {
    await nextTask();
    const [lowM, highM] = extentOf(first.bedElevationM);
    await nextTask();
    const levelM = maps.kind === 'water' ? null : highWaterM(first, maps.depthM, size);
    await nextTask();
    if (closed) return;
    const glb = sheetGlb(first, size, levelM, [lowM + upM - BOUNDS_M, highM + upM + BOUNDS_M]);
    model = await openOwnModel(stage, glb, shader, ShadowMode.DISABLED, () => !closed);
    if (!model) return;
    if (cutting) model.clippingPolygons = cutting();
    model.readyEvent.addEventListener(ready);
    update();
    scene.primitives.add(model);
    scene.requestRender();
  }

  function update(): void {
    if (!model) return;
    model.show = drawn && (isMap || flood.frames.length > 0);
    model.splitDirection = side;
  }

  function fill(slot: keyof typeof slots, cells: Uint16Array): void {
    if (slots[slot] === cells) return;
    slots[slot] = cells;
    shader.setUniform(slot, frameTexture(cells, columns, rows));
  }

  function takeColours(): void {
    const theme = themeOf(stage.twin.getState());
    shader.setUniform(
      'u_classes',
      classTexture(FLOOD_STOPS[maps.kind], (token) => tokenColour(theme, token)),
    );
  }

  return {
    takes: (next) =>
      next.columns === columns &&
      next.rows === rows &&
      next.cellM === cellM &&
      next.westM === first.westM &&
      next.southM === first.southM &&
      next.bedElevationM === first.bedElevationM &&
      next.maps.kind === maps.kind &&
      (next.maps.kind === 'water' || (maps.kind !== 'water' && next.maps.values === maps.values)),
    take(next) {
      flood = next;
      update();
    },
    showTime(timeMs) {
      const pair = isMap ? null : framePair(flood.frames, (timeMs - flood.startMs) / 1000);
      shader.setUniform('u_baseUp', upM + (isMap ? 0 : flood.baseM));
      if (!pair) return;
      fill('u_even', flood.frames[pair.even].cells);
      fill('u_odd', flood.frames[pair.odd].cells);
      shader.setUniform('u_oddRatio', pair.oddRatio);
    },
    takeColours,
    takePicture({ timeS, paintLight, haze, hazeRange }) {
      shader.setUniform('u_time', timeS);
      shader.setUniform('u_paintLight', paintLight);
      shader.setUniform('u_haze', haze);
      shader.setUniform('u_hazeRange', hazeRange);
    },
    place(nextDrawn, opacityRatio, nextSide) {
      shader.setUniform('u_opacity', opacityRatio);
      drawn = nextDrawn;
      side = nextSide;
      update();
    },
    cut(collection) {
      cutting = collection;
      if (model) model.clippingPolygons = collection();
    },
    isWaiting: () => drawn && !failed && !(model?.ready ?? false),
    close() {
      closed = true;
      if (model) scene.primitives.remove(model);
      model = null;
    },
  };
}

/** Each pass over a million cells is a task of its own, some 10 to 35 ms long: none keeps a frame waiting for all of them. */
function nextTask(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
