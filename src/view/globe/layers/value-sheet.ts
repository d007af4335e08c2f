import { Cartesian2, type Model, ShadowMode } from '@cesium/engine';
import { type RasterPlace, rasterAt } from '../../../../model/city/raster.ts';
import { themeOf } from '../../../twin/appearance.ts';
import type { ColourStop } from '../../colour-stop.ts';
import { endAll } from '../../end-all.ts';
import type { SceneDrawing } from '../../scene.ts';
import type { SheetGround, SheetPicture } from '../../sheet-picture.ts';
import { tokenColour } from '../../tokens.ts';
import type { GlobeHost } from '../host.ts';
import type { CityStage } from '../panes/stage.ts';
import { classTexture, fieldShader, valueTexture } from '../shader/field-shader.ts';
import type { PictureUniforms } from '../shader/picture.ts';
import { datumUpM, extentOf, type SheetSize, sheetGlb, sheetSize } from './cell-mesh.ts';
import { pullRatioOf } from './draping.ts';
import { openOwnModel } from './own-model.ts';

/** Vertices a side: the sheet bends with the ground, its texture carries the detail. */
const MAX_VERTICES = { fine: 256, medium: 128, fast: 64 };
/** Draped above all layers of the city. */
const PULL_ABOVE = 4;

/** `first`: the raster's place; `stops`: its classes. */
interface ValueSheetOptions {
  ground: SheetGround;
  first: RasterPlace;
  stops: readonly ColourStop[];
  opacity?: number;
  isStepped?: boolean;
}

/** A value a cell on the ground in the colours of its classes: the field's sheet as a map, over the ground as it is given. */
export class ValueSheet {
  private readonly stage: CityStage;
  private readonly ground: SheetGround;
  private readonly first: RasterPlace;
  private readonly stops: readonly ColourStop[];
  private readonly size: SheetSize;
  private readonly shader = fieldShader();
  private model: Model | null = null;
  private isClosed = false;
  private isShown = true;

  constructor(
    stage: CityStage,
    { ground, first, stops, opacity = 1, isStepped = false }: ValueSheetOptions,
    fail: (reason: unknown) => void,
  ) {
    const { city } = stage;
    const { columns, rows, cellM } = first;
    this.stage = stage;
    this.ground = ground;
    this.first = first;
    this.stops = stops;
    this.size = sheetSize(first, MAX_VERTICES[stage.quality]);
    this.shader.setUniform('u_isMap', true);
    this.shader.setUniform('u_isStepped', isStepped);
    this.shader.setUniform('u_sizeM', new Cartesian2(columns * cellM, rows * cellM));
    this.shader.setUniform('u_pull', pullRatioOf(city.layers.length + PULL_ABOVE));
    this.shader.setUniform('u_opacity', opacity);
    this.shader.setUniform('u_baseUp', datumUpM(city.origin, city.datum.geoidUndulationM));
    this.takeColours();
    this.load().catch(fail);
  }

  /** Whether it can show another raster without a new mesh. */
  takes(ground: SheetGround, place: RasterPlace): boolean {
    const { columns, rows, westM } = this.first;
    return ground === this.ground && place.columns === columns && place.rows === rows && place.westM === westM;
  }

  /** Values of the raster's cells, below −1e29 where there is none; null: nothing is drawn. */
  show(values: Float32Array | null): void {
    this.isShown = values !== null;
    if (this.model) this.model.show = this.isShown;
    if (values) this.shader.setUniform('u_values', valueTexture(values, this.first.columns, this.first.rows));
    this.stage.scene.requestRender();
  }

  takePicture({ timeS, paintLight, haze, hazeRange }: PictureUniforms): void {
    this.shader.setUniform('u_time', timeS);
    this.shader.setUniform('u_paintLight', paintLight);
    this.shader.setUniform('u_haze', haze);
    this.shader.setUniform('u_hazeRange', hazeRange);
  }

  takeColours(): void {
    const theme = themeOf(this.stage.twin.getState());
    this.shader.setUniform(
      'u_classes',
      classTexture(this.stops, (token) => tokenColour(theme, token)),
    );
  }

  /** It is shown and not drawn yet. */
  isWaiting(): boolean {
    return this.isShown && !this.isClosed && this.model?.ready !== true;
  }

  close(): void {
    this.isClosed = true;
    if (this.model) this.stage.scene.primitives.remove(this.model);
    this.model = null;
  }

  private async load(): Promise<void> {
    const { stage, first, size } = this;
    const levelM = this.groundLevels();
    const [lowM, highM] = extentOf(levelM);
    const glb = sheetGlb(first, size, levelM, [lowM - BOUNDS_M, highM + BOUNDS_M]);
    this.model = await openOwnModel(stage, glb, this.shader, ShadowMode.DISABLED, () => !this.isClosed);
    if (!this.model) return;
    this.model.show = this.isShown;
    stage.scene.primitives.add(this.model);
    stage.scene.requestRender();
  }

  private groundLevels(): Float32Array {
    const { size, first } = this;
    const { terrain } = this.ground;
    const { columns, rows, cellM, westM, southM } = first;
    const levelM = new Float32Array(size.columns * size.rows);
    for (let row = 0, at = 0; row < size.rows; row++)
      for (let column = 0; column < size.columns; column++, at++)
        levelM[at] = rasterAt(
          terrain,
          terrain.elevationM,
          westM + ((column / (size.columns - 1)) * (columns - 1) + 0.5) * cellM,
          southM + ((row / (size.rows - 1)) * (rows - 1) + 0.5) * cellM,
        );
    return levelM;
  }
}

/** Wider than any ground of a box, since culling goes by it. */
const BOUNDS_M = 500;

/** Draws one sheet of values, made anew with each picture. */
export function openValueSheet(host: GlobeHost): SceneDrawing<SheetPicture> {
  const { stage, picture } = host.globe;
  let sheet: ValueSheet | null = null;
  return {
    show(next) {
      sheet?.close();
      sheet = next && new ValueSheet(stage, { ...next, first: next.place }, host.fail);
      sheet?.takePicture(picture.uniforms);
      sheet?.show(next?.values ?? null);
      host.requestFrame();
    },
    isWaiting: () => sheet?.isWaiting() ?? false,
    close: endAll([
      picture.follow((uniforms) => sheet?.takePicture(uniforms)),
      host.twin.follow(themeOf, () => sheet?.takeColours()),
      () => sheet?.close(),
    ]),
  };
}
