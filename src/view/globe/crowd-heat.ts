import { Cartesian2, type Model, ShadowMode } from '@cesium/engine';
import { rasterAt } from '../../city/raster.ts';
import { themeOf } from '../../twin/appearance.ts';
import type { CrowdPicture } from '../../twin/crowd.ts';
import { HEAT_STOPS } from '../../twin/crowd-colours.ts';
import { tokenColour } from '../tokens.ts';
import { datumUpM, extentOf, sheetGlb, sheetSize } from './flood-mesh.ts';
import { classTexture, floodShader, valueTexture } from './flood-shader.ts';
import { openOwnModel } from './own-model.ts';
import type { PictureUniforms } from './shader.ts';
import type { CityStage } from './stage.ts';

type Heat = NonNullable<CrowdPicture['heat']>;

/** Vertices a side: the sheet bends with the ground, its texture carries the detail. */
const MOST_VERTICES = { fine: 256, fast: 64 };

/** Levels of service on the ground of one run. */
export interface CrowdHeatSheet {
  takes(ground: CrowdPicture['ground'], heat: Heat): boolean;
  show(heat: Heat | null): void;
  takePicture(uniforms: PictureUniforms): void;
  takeColours(): void;
  close(): void;
}

/** The flood's sheet as a map, over the ground as the run's terrain has it. */
export function openHeat(
  stage: CityStage,
  ground: CrowdPicture['ground'],
  first: Heat,
  pullRatio: number,
  fail: (reason: unknown) => void,
): CrowdHeatSheet {
  const { scene, city } = stage;
  const { columns, rows, cellM, westM, southM } = first;
  const { terrain } = ground;
  const shader = floodShader();
  const size = sheetSize(first, MOST_VERTICES[stage.quality]);
  let model: Model | null = null;
  let closed = false;
  let isShown = true;

  shader.setUniform('u_isMap', true);
  shader.setUniform('u_sizeM', new Cartesian2(columns * cellM, rows * cellM));
  shader.setUniform('u_pull', pullRatio);
  shader.setUniform('u_baseUp', datumUpM(city.origin, city.datum.geoidUndulationM));
  takeColours();
  load().catch(fail);

  async function load(): Promise<void> {
    const levelM = new Float32Array(size.columns * size.rows);
    for (let row = 0, at = 0; row < size.rows; row++)
      for (let column = 0; column < size.columns; column++, at++)
        levelM[at] = rasterAt(
          terrain,
          terrain.elevationM,
          westM + ((column / (size.columns - 1)) * (columns - 1) + 0.5) * cellM,
          southM + ((row / (size.rows - 1)) * (rows - 1) + 0.5) * cellM,
        );
    const [lowM, highM] = extentOf(levelM);
    const glb = sheetGlb(first, size, levelM, [lowM - 500, highM + 500]);
    model = await openOwnModel(stage, glb, shader, ShadowMode.DISABLED, () => !closed);
    if (!model) return;
    model.show = isShown;
    scene.primitives.add(model);
    scene.requestRender();
  }

  function takeColours(): void {
    const theme = themeOf(stage.twin.getState());
    shader.setUniform(
      'u_classes',
      classTexture(HEAT_STOPS, (token) => tokenColour(theme, token)),
    );
  }

  return {
    takes: (next, heat) => next === ground && heat.columns === columns && heat.rows === rows && heat.westM === westM,
    show(heat) {
      isShown = heat !== null;
      if (model) model.show = isShown;
      if (heat) shader.setUniform('u_values', valueTexture(heat.perM2, columns, rows));
      scene.requestRender();
    },
    takePicture({ timeS, paintLight, haze, hazeRange }) {
      shader.setUniform('u_time', timeS);
      shader.setUniform('u_paintLight', paintLight);
      shader.setUniform('u_haze', haze);
      shader.setUniform('u_hazeRange', hazeRange);
    },
    takeColours,
    close() {
      closed = true;
      if (model) scene.primitives.remove(model);
      model = null;
    },
  };
}
