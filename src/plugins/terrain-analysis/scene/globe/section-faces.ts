import {
  Cartesian2,
  Cartesian3,
  CustomShader,
  LightingModel,
  Matrix4,
  type Model,
  ShadowMode,
  UniformType,
} from '@cesium/engine';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { meshGlb } from '../../../../view/globe/layers/glb.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { CUT_RGB, type SectionFaces } from '../../section-opening.ts';

/** Faces reach so far below the ground: their foot stands in it and not above it. */
const FOOT_M = 0.4;
/** A face that is narrower than this is the hair at a wall's edge. */
const NARROWEST_M = 0.01;

const glslOf = (rgb: readonly number[]): string => `vec3(${rgb.map((part) => (part / 255).toFixed(3)).join(', ')})`;

/** Hatched as drawings hatch what is cut, with a line at its top; the hour dims it. */
const FACE_SHADER = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 positionEC = fsInput.attributes.positionEC;
  vec3 enu = (u_enuFromEye * vec4(positionEC, 1.0)).xyz;
  float across = (dot(enu.xy, u_along) + enu.z) / 2.4;
  float fw = max(fwidth(across), 1e-4);
  float line = (1.0 - smoothstep(0.09, 0.09 + fw, abs(fract(across) - 0.5))) * (1.0 - smoothstep(0.25, 0.7, fw));
  float underTopM = fsInput.attributes.row;
  float rim = 1.0 - smoothstep(0.45, 0.45 + max(fwidth(underTopM), 1e-4), underTopM);
  vec3 colour = mix(${glslOf(CUT_RGB.face)}, ${glslOf(CUT_RGB.hatching)}, max(0.75 * line, rim));
  colour *= u_mix.x + 0.72 * u_mix.y + 0.5 * u_mix.z;
  material.diffuse = czm_srgbToLinear(colour);
  material.alpha = 1.0;
}`;

/** Houses where an open section cuts them: upright faces along its line, from the ground to the highest roof there. */
export function openSectionFaces(host: GlobeHost): SceneDrawing<SectionFaces> {
  const { stage, picture } = host.globe;
  let drawn: { model: Model; shader: CustomShader } | null = null;
  let wanted = 0;

  function clear(): void {
    if (drawn) stage.scene.primitives.remove(drawn.model);
    drawn = null;
  }

  async function stand(faces: SectionFaces): Promise<void> {
    const serial = ++wanted;
    const groundUpM = await host.groundUpM(faces.atM);
    if (serial !== wanted) return;
    const glb = facesGlb(faces, groundUpM);
    if (!glb) {
      clear();
      host.requestFrame();
      return;
    }
    const shader = hatched(faces);
    const model = await openOwnModel(stage, glb, shader, ShadowMode.DISABLED, () => serial === wanted);
    if (!model) return;
    clear();
    drawn = { model, shader };
    stage.scene.primitives.add(model);
    takePicture();
    host.requestFrame();
  }

  const takePicture = () => drawn?.shader.setUniform('u_mix', picture.uniforms.mix);

  return {
    show(faces) {
      if (faces) {
        stand(faces).catch(host.fail);
        return;
      }
      wanted++;
      clear();
      host.requestFrame();
    },
    close: endAll([
      () => {
        wanted++;
        clear();
      },
      picture.follow(takePicture),
      stage.scene.preRender.addEventListener(() => {
        drawn?.shader.setUniform('u_enuFromEye', picture.uniforms.enuFromEye);
      }),
    ]),
  };
}

function hatched({ atM }: SectionFaces): CustomShader {
  const first = atM[0];
  const last = atM[atM.length - 1];
  const chordM = Math.hypot(last[0] - first[0], last[1] - first[1]);
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
      u_along: {
        type: UniformType.VEC2,
        value: new Cartesian2((last[0] - first[0]) / chordM, (last[1] - first[1]) / chordM),
      },
    },
    fragmentShaderText: FACE_SHADER,
  });
}

/** An upright face between every two points that stand under the same roof; `row` is how far below its top a vertex lies. Null: no house is cut. */
export function facesGlb(
  { atM, riseM, openM }: SectionFaces,
  groundUpM: readonly number[],
): Uint8Array<ArrayBuffer> | null {
  const quads: number[][] = [];
  for (let i = 0; i + 1 < atM.length; i++) {
    const low = riseM[i];
    const high = riseM[i + 1];
    if (low === null || high === null) continue;
    const [x0, y0] = atM[i];
    const [x1, y1] = atM[i + 1];
    if (Math.hypot(x1 - x0, y1 - y0) < NARROWEST_M) continue;
    const feet = [openM[i] ?? -FOOT_M, openM[i + 1] ?? -FOOT_M];
    quads.push([x0, y0, groundUpM[i], low, feet[0], x1, y1, groundUpM[i + 1], high, feet[1]]);
  }
  if (quads.length === 0) return null;
  const [eastM, northM, upM] = quads[0];
  const positionM = new Float32Array(12 * quads.length);
  const row = new Float32Array(4 * quads.length);
  const index = new Uint32Array(6 * quads.length);
  for (const [q, [x0, y0, up0, rise0, foot0, x1, y1, up1, rise1, foot1]] of quads.entries()) {
    const corners = [
      [x0, y0, up0 + foot0, rise0 - foot0],
      [x1, y1, up1 + foot1, rise1 - foot1],
      [x1, y1, up1 + rise1, 0],
      [x0, y0, up0 + rise0, 0],
    ];
    for (const [k, [x, y, up, underTopM]] of corners.entries()) {
      positionM.set([x - eastM, up - upM, -(y - northM)], 12 * q + 3 * k);
      row[4 * q + k] = underTopM;
    }
    index.set(
      [0, 1, 2, 0, 2, 3].map((corner) => 4 * q + corner),
      6 * q,
    );
  }
  const bound = (axis: number, pick: (...of: number[]) => number) =>
    positionM.reduce((best, value, i) => (i % 3 === axis ? pick(best, value) : best), positionM[axis]);
  return meshGlb({
    positionM,
    normal: null,
    row,
    index,
    cornerM: [eastM, upM, -northM],
    low: [0, 1, 2].map((axis) => bound(axis, Math.min)),
    high: [0, 1, 2].map((axis) => bound(axis, Math.max)),
  });
}
