import {
  Cartesian3,
  CustomShader,
  LightingModel,
  type Model,
  ShadowMode,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import { themeOf } from '../../twin/appearance.ts';
import type { CrowdPicture } from '../../twin/crowd.ts';
import { CROWD_STOPS } from '../../twin/crowd-colours.ts';
import { peopleAt } from '../../twin/crowd-moment.ts';
import { tokenColour } from '../tokens.ts';
import { openBodies, type PeopleFrame } from './crowd-bodies.ts';
import { datumUpM, dropM } from './flood-mesh.ts';
import { classTexture, MOST_CLASSES, quadTexture } from './flood-shader.ts';
import { type GlbMesh, meshGlb } from './glb.ts';
import { openOwnModel } from './own-model.ts';
import type { CityStage } from './stage.ts';

/** Texels a row: 2,048 is the least that every WebGL 2 has. */
const WIDTH = 2048;

/** A person is a pin of 1.7 m: rings of four about an axis, and a tip; without a GPU of three. */
const RINGS = [
  { upM: 0, reachM: 0.1 },
  { upM: 1.25, reachM: 0.26 },
] as const;
const TIP_M = 1.7;
const CORNERS = { fine: 4, fast: 3 };

/** People of one run on one stage. */
export interface CrowdPeople {
  readonly ground: CrowdPicture['ground'];
  show(picture: CrowdPicture, timeMs: number): void;
  /** East, north, above the datum and value of each, as they were shown last. */
  readonly shown: Float32Array;
  takeColours(): void;
  isWaiting(): boolean;
  close(): void;
}

/** The eye moved or turned so far that other people are near. */
const EYE_STEP_M = 2;
const EYE_TURN_COSINE = 0.999;

/**
 * One model for all of them, where each stands is a texture, filled anew when the clock moves; and those near the eye as bodies in place
 * of their pins.
 */
export function openPeople(stage: CityStage, first: CrowdPicture, fail: (reason: unknown) => void): CrowdPeople {
  const { scene, city } = stage;
  const { ground } = first;
  const { people, box, baseM } = ground;
  const upM = datumUpM(city.origin, city.datum.geoidUndulationM);
  const sideM = box.unitM * 65535;
  const [eastM, northM] = [box.westM + sideM / 2, box.southM + sideM / 2];
  const rows = Math.max(1, Math.ceil(people / WIDTH));
  const shown = new Float32Array(4 * people);
  const shader = peopleShader();
  let model: Model | null = null;
  let failed = false;
  let closed = false;
  let colour = first.colour;
  const frame: PeopleFrame = {
    cornerM: [eastM, baseM + upM, -northM],
    low: [-sideM / 2, -300, -sideM / 2],
    high: [sideM / 2, 700, sideM / 2],
  };
  const bodies = openBodies(stage, frame, again, fail);
  let last: { picture: CrowdPicture; timeMs: number; eye: Cartesian3; towards: Cartesian3 } | null = null;

  load().catch((error) => {
    failed = true;
    fail(error);
  });

  async function load(): Promise<void> {
    const mesh = pins(people, CORNERS[stage.quality]);
    const glb = meshGlb({ ...mesh, normal: null, ...frame });
    model = await openOwnModel(stage, glb, shader, ShadowMode.DISABLED, () => !closed);
    if (!model) return;
    scene.primitives.add(model);
    scene.requestRender();
  }

  function takeColours(): void {
    const theme = themeOf(stage.twin.getState());
    shader.setUniform(
      'u_classes',
      classTexture(CROWD_STOPS[colour], (token) => tokenColour(theme, token)),
    );
    bodies.takeColours(colour);
  }
  takeColours();

  function put(picture: CrowdPicture, timeMs: number): void {
    const { positionWC, directionWC } = scene.camera;
    last = { picture, timeMs, eye: Cartesian3.clone(positionWC), towards: Cartesian3.clone(directionWC) };
    const texels = new Float32Array(4 * WIDTH * rows);
    for (let at = 0; at < shown.length; at += 4) {
      texels[at] = shown[at] - eastM;
      texels[at + 1] = shown[at + 2] - baseM - dropM(shown[at], shown[at + 1]);
      texels[at + 2] = northM - shown[at + 1];
      texels[at + 3] = shown[at + 3];
    }
    for (const id of bodies.show(picture, shown, timeMs)) texels[4 * id + 3] = -1;
    shader.setUniform('u_people', quadTexture(texels, WIDTH, rows));
    shader.setUniform('u_picked', picture.pickedPerson ?? -1);
    scene.requestRender();
  }

  function again(): void {
    if (last && !closed) put(last.picture, last.timeMs);
  }

  const endEye = scene.preUpdate.addEventListener(() => {
    if (!last) return;
    const { positionWC, directionWC } = scene.camera;
    const isSame =
      Cartesian3.distance(positionWC, last.eye) < EYE_STEP_M &&
      Cartesian3.dot(directionWC, last.towards) > EYE_TURN_COSINE;
    if (!isSame) again();
  });

  return {
    ground,
    shown,
    show(picture, timeMs) {
      if (picture.colour !== colour) {
        colour = picture.colour;
        takeColours();
      }
      peopleAt(picture, timeMs, shown);
      put(picture, timeMs);
    },
    takeColours,
    isWaiting: () => bodies.isWaiting() || (!failed && !(model?.ready ?? false)),
    close() {
      closed = true;
      endEye();
      bodies.close();
      if (model) scene.primitives.remove(model);
      model = null;
    },
  };
}

/** So many pins, all at the corner: the shader puts each in its place. `row` is who they are. */
function pins(count: number, corners: number): Pick<GlbMesh, 'positionM' | 'row' | 'index'> {
  const own = RINGS.length * corners + 1;
  const positionM = new Float32Array(3 * own * count);
  const row = new Float32Array(own * count);
  const triangles = 2 * corners * (RINGS.length - 1) + corners;
  const index = new Uint32Array(3 * triangles * count);
  let vertex = 0;
  let next = 0;
  for (let id = 0; id < count; id++) {
    const first = vertex;
    for (const { upM, reachM } of RINGS)
      for (let corner = 0; corner < corners; corner++) {
        const turn = (2 * Math.PI * corner) / corners;
        positionM.set([reachM * Math.cos(turn), upM, reachM * Math.sin(turn)], 3 * vertex);
        row[vertex++] = id;
      }
    positionM[3 * vertex + 1] = TIP_M;
    row[vertex++] = id;
    for (let corner = 0; corner < corners; corner++) {
      const [a, b] = [first + corner, first + ((corner + 1) % corners)];
      for (const at of [a, b, b + corners, a, b + corners, a + corners, a + corners, b + corners, vertex - 1])
        index[next++] = at;
    }
  }
  return { positionM, row, index };
}

function peopleShader(): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_people: { type: UniformType.SAMPLER_2D, value: quadTexture(new Float32Array(4 * WIDTH).fill(-1), WIDTH, 1) },
      u_classes: { type: UniformType.SAMPLER_2D, value: classTexture([], () => [0, 0, 0]) },
      u_picked: { type: UniformType.FLOAT, value: -1 },
    },
    varyings: { v_value: VaryingType.FLOAT, v_shade: VaryingType.FLOAT },
    vertexShaderText: VERTEX,
    fragmentShaderText: FRAGMENT,
  });
}

/**
 * A pin is at least two pixels wide, or a crowd seen from afar would be nothing; it is drawn a little nearer than it is, as what is
 * draped on the ground is, or the ground's coarser tiles would swallow its foot. Who is not there has no size.
 */
const VERTEX = `
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int id = int(floor(vsInput.attributes.row + 0.25));
  vec4 one = texelFetch(u_people, ivec2(id % ${WIDTH}, id / ${WIDTH}), 0);
  vec3 part = vsInput.attributes.positionMC;
  float d = length((czm_modelView * vec4(one.xyz, 1.0)).xyz);
  float grown = max(1.0, d * 0.0045);
  bool isPicked = abs(float(id) - u_picked) < 0.5;
  if (isPicked) grown *= 2.2;
  v_value = isPicked ? 1e9 : one.w;
  v_shade = 0.72 + 0.28 * min(1.0, part.y / 1.25);
  vsOutput.positionMC = one.w < 0.0 ? vec3(0.0) : one.xyz + part * vec3(grown, max(1.0, 0.5 * grown), grown);
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  vsOutput.positionMC += (eyeMC - vsOutput.positionMC) * 0.004;
}`;

const FRAGMENT = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 colour = vec3(1.0);
  if (v_value < 1e8) {
    colour = vec3(-1.0);
    for (int i = 0; i < ${MOST_CLASSES}; i++) {
      vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
      if (v_value < one.a) break;
      colour = one.rgb;
    }
    if (colour.r < 0.0) discard;
  }
  material.diffuse = czm_srgbToLinear(colour * v_shade);
  material.alpha = 1.0;
}`;
