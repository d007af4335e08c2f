import { Cartesian2, Cartesian3, type Model, ShadowMode, SplitDirection } from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import {
  cellOf,
  datumUpM,
  extentOf,
  type SheetSize,
  sheetGlb,
  sheetSize,
} from '../../../../view/globe/layers/cell-mesh.ts';
import type { MakeCut } from '../../../../view/globe/layers/cut.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import type { CityStage } from '../../../../view/globe/panes/stage.ts';
import { classTexture, fieldShader, frameTexture, valueTexture } from '../../../../view/globe/shader/field-shader.ts';
import type { PictureUniforms } from '../../../../view/globe/shader/picture.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { FLOOD_STOPS } from '../../flood-colours.ts';
import { drawnDepthM } from '../../flood-depth.ts';
import type { FloodPicture } from '../../slice.ts';
import { firstWaters, framePair } from '../flood-frames.ts';
import { highWaterM } from './high-water.ts';

/** Vertices a side; without a GPU a quarter of them. */
const MAX_VERTICES = { fine: 512, medium: 384, fast: 256 };

/** Water may stand so much higher than any ground of the raster, or lower by a fringe that goes into it. */
const BOUNDS_M = 40;

/** What a sheet is opened with, beside its run. */
interface SheetOptions {
  /** How far it is pulled to the eye, see `pullRatioOf`. */
  readonly pullRatio: number;
  /** Called when its mesh is there: the sheet before it may go. */
  ready(): void;
  fail(reason: unknown): void;
}

/**
 * The water of one run on one stage: a grid of at most 512² vertices over the raster, one model with one shader, whatever the raster's
 * size; frames are textures. Cesium makes a new texture of each value that a uniform is given (public, 0.6 ms more than writing into
 * the old one), so a frame is given once, when it becomes one of the two that the moment lies between.
 */
export class FloodSheet {
  private readonly stage: CityStage;
  private readonly first: FloodPicture;
  private readonly options: SheetOptions;
  private readonly isMap: boolean;
  private readonly upM: number;
  private readonly size: SheetSize;
  private readonly shader = fieldShader();
  private readonly slots: Record<'u_even' | 'u_odd', Uint16Array | null> = { u_even: null, u_odd: null };
  private flood: FloodPicture;
  private waters: Uint16Array | null = null;
  private model: Model | null = null;
  private oddRatio = 0;
  private isFailed = false;
  private isClosed = false;
  private isDrawn = false;
  private side = SplitDirection.NONE;
  private make: MakeCut | null = null;

  constructor(stage: CityStage, first: FloodPicture, options: SheetOptions) {
    const { city } = stage;
    this.stage = stage;
    this.first = first;
    this.flood = first;
    this.options = options;
    this.isMap = first.maps.kind !== 'water';
    this.upM = datumUpM(city.origin, city.datum.geoidUndulationM);
    this.size = sheetSize(first, MAX_VERTICES[stage.quality]);
    this.setGrid();
    this.takeColours();
    this.load().catch((error) => {
      this.isFailed = true;
      options.fail(error);
    });
  }

  /** Whether it can show a picture without a new mesh: the same grid and map, later frames. */
  takes(next: FloodPicture): boolean {
    const { first } = this;
    return (
      next.columns === first.columns &&
      next.rows === first.rows &&
      next.cellM === first.cellM &&
      next.westM === first.westM &&
      next.southM === first.southM &&
      next.bedElevationM === first.bedElevationM &&
      hasSameMap(next.maps, first.maps)
    );
  }

  take(next: FloodPicture): void {
    this.flood = next;
    this.update();
  }

  /** The moment that is shown; uploads a frame when another pair is between. */
  showTime(timeMs: number): void {
    const { flood, shader, isMap } = this;
    this.takeFirst(firstWaters(flood));
    const pair = isMap ? null : framePair(flood.frames, (timeMs - flood.startMs) / 1000);
    shader.setUniform('u_baseUp', this.upM + (isMap ? 0 : flood.baseM));
    if (!pair) return;
    this.fill('u_even', flood.frames[pair.even].cells);
    this.fill('u_odd', flood.frames[pair.odd].cells);
    this.oddRatio = pair.oddRatio;
    shader.setUniform('u_oddRatio', pair.oddRatio);
  }

  /** Water at a place, by the arrays that the card was given. */
  depthM(eastM: number, northM: number): number | null {
    const { u_even, u_odd } = this.slots;
    return this.isMap
      ? null
      : drawnDepthM(this.first, { even: u_even, odd: u_odd, oddRatio: this.oddRatio }, eastM, northM);
  }

  takeColours(): void {
    const theme = themeOf(this.stage.twin.getState());
    const classes = classTexture(FLOOD_STOPS[this.first.maps.kind], (token) => tokenColour(theme, token));
    this.shader.setUniform('u_classes', classes);
    this.shader.setUniform('u_stood', Cartesian3.fromArray(tokenColour(theme, 'map-water')));
  }

  takePicture({ timeS, paintLight, haze, hazeRange }: PictureUniforms): void {
    this.shader.setUniform('u_time', timeS);
    this.shader.setUniform('u_paintLight', paintLight);
    this.shader.setUniform('u_haze', haze);
    this.shader.setUniform('u_hazeRange', hazeRange);
  }

  /** Whether it is drawn, how faintly, and on which side of a swipe. */
  place(isDrawn: boolean, opacityRatio: number, side: SplitDirection): void {
    this.shader.setUniform('u_opacity', opacityRatio);
    this.isDrawn = isDrawn;
    this.side = side;
    this.update();
  }

  cut(make: MakeCut): void {
    this.make = make;
    if (this.model) this.model.clippingPolygons = make();
  }

  isWaiting(): boolean {
    return this.isDrawn && !this.isFailed && !(this.model?.ready ?? false);
  }

  close(): void {
    this.isClosed = true;
    if (this.model) this.stage.scene.primitives.remove(this.model);
    this.model = null;
  }

  private setGrid(): void {
    const { shader, size, first } = this;
    const { columns, rows, cellM, maps } = first;
    shader.setUniform('u_isMap', this.isMap);
    shader.setUniform('u_sizeM', new Cartesian2(columns * cellM, rows * cellM));
    shader.setUniform('u_step', new Cartesian2(cellOf(1, size.columns, columns), cellOf(1, size.rows, rows)));
    shader.setUniform('u_pull', this.options.pullRatio);
    if (maps.kind !== 'water') shader.setUniform('u_values', valueTexture(maps.values, columns, rows));
  }

  private async load(): Promise<void> {
    const { first, size, stage, upM } = this;
    await nextTask();
    const [lowM, highM] = extentOf(first.bedElevationM);
    await nextTask();
    const levelM = first.maps.kind === 'water' ? null : highWaterM(first, first.maps.depthM, size);
    await nextTask();
    if (this.isClosed) return;
    const glb = sheetGlb(first, size, levelM, [lowM + upM - BOUNDS_M, highM + upM + BOUNDS_M]);
    this.model = await openOwnModel(stage, glb, this.shader, ShadowMode.DISABLED, () => !this.isClosed);
    if (!this.model) return;
    if (this.make) this.model.clippingPolygons = this.make();
    this.model.readyEvent.addEventListener(this.options.ready);
    this.update();
    stage.scene.primitives.add(this.model);
    stage.scene.requestRender();
  }

  private update(): void {
    if (!this.model) return;
    this.model.show = this.isDrawn && (this.isMap || this.flood.frames.length > 0);
    this.model.splitDirection = this.side;
  }

  /** Waters of the start are given once. */
  private takeFirst(cells: Uint16Array | null): void {
    if (cells === this.waters || cells === null) return;
    this.waters = cells;
    this.shader.setUniform('u_first', frameTexture(cells, this.first.columns, this.first.rows));
  }

  private fill(slot: 'u_even' | 'u_odd', cells: Uint16Array): void {
    if (this.slots[slot] === cells) return;
    this.slots[slot] = cells;
    this.shader.setUniform(slot, frameTexture(cells, this.first.columns, this.first.rows));
  }
}

function hasSameMap(a: FloodPicture['maps'], b: FloodPicture['maps']): boolean {
  if (a.kind === 'water' || b.kind === 'water') return a.kind === b.kind;
  return a.kind === b.kind && a.values === b.values;
}

/** Each pass over a million cells is a task of its own, some 10 to 35 ms long: none keeps a frame waiting for all of them. */
function nextTask(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
