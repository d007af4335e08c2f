import { Cartesian2, type Model, ShadowMode } from '@cesium/engine';
import { rasterAt } from '../../../../../model/city/raster.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { datumUpM, extentOf, type SheetSize, sheetGlb, sheetSize } from '../../../../view/globe/cell-mesh.ts';
import { classTexture, fieldShader, valueTexture } from '../../../../view/globe/field-shader.ts';
import { openOwnModel } from '../../../../view/globe/own-model.ts';
import type { PictureUniforms } from '../../../../view/globe/picture.ts';
import type { CityStage } from '../../../../view/globe/stage.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { HEAT_STOPS } from '../../crowd-colours.ts';
import type { CrowdPicture } from '../../slice.ts';

type Heat = NonNullable<CrowdPicture['heat']>;

/** Vertices a side: the sheet bends with the ground, its texture carries the detail. */
const MAX_VERTICES = { fine: 256, fast: 64 };

/** Levels of service on the ground of one run: the field's sheet as a map, over the ground as the run's terrain has it. */
export class CrowdHeatSheet {
  private readonly stage: CityStage;
  private readonly ground: CrowdPicture['ground'];
  private readonly first: Heat;
  private readonly size: SheetSize;
  private readonly shader = fieldShader();
  private model: Model | null = null;
  private isClosed = false;
  private isShown = true;

  constructor(
    stage: CityStage,
    ground: CrowdPicture['ground'],
    first: Heat,
    pullRatio: number,
    fail: (reason: unknown) => void,
  ) {
    const { city } = stage;
    const { columns, rows, cellM } = first;
    this.stage = stage;
    this.ground = ground;
    this.first = first;
    this.size = sheetSize(first, MAX_VERTICES[stage.quality]);
    this.shader.setUniform('u_isMap', true);
    this.shader.setUniform('u_sizeM', new Cartesian2(columns * cellM, rows * cellM));
    this.shader.setUniform('u_pull', pullRatio);
    this.shader.setUniform('u_baseUp', datumUpM(city.origin, city.datum.geoidUndulationM));
    this.takeColours();
    this.load().catch(fail);
  }

  /** Whether it can show another raster without a new mesh. */
  takes(ground: CrowdPicture['ground'], heat: Heat): boolean {
    const { columns, rows, westM } = this.first;
    return ground === this.ground && heat.columns === columns && heat.rows === rows && heat.westM === westM;
  }

  show(heat: Heat | null): void {
    this.isShown = heat !== null;
    if (this.model) this.model.show = this.isShown;
    if (heat) this.shader.setUniform('u_values', valueTexture(heat.perM2, heat.columns, heat.rows));
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
      classTexture(HEAT_STOPS, (token) => tokenColour(theme, token)),
    );
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
