import {
  Cartesian3,
  CustomShader,
  LightingModel,
  type Model,
  ShadowMode,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import { datumUpM, dropM } from '../../../../view/globe/layers/cell-mesh.ts';
import { type GlbMesh, meshGlb } from '../../../../view/globe/layers/glb.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import type { CityStage } from '../../../../view/globe/panes/stage.ts';
import { classTexture, MAX_CLASSES, quadTexture } from '../../../../view/globe/shader/field-shader.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { CROWD_STOPS } from '../../crowd-colours.ts';
import { peopleAt } from '../../crowd-moment.ts';
import type { CrowdPicture } from '../../slice.ts';
import { CrowdBodies, type PeopleFrame } from './crowd-bodies.ts';

/** Texels a row: 2,048 is the least that every WebGL 2 has. */
const PEOPLE_TEXELS = 2048;

/** A person is a pin of 1.7 m: rings of four about an axis, and a tip; without a GPU of three. */
const RINGS = [
  { upM: 0, reachM: 0.1 },
  { upM: 1.25, reachM: 0.26 },
] as const;
const TIP_M = 1.7;
const CORNERS = { fine: 4, medium: 4, fast: 3 };

/** The eye moved or turned so far that other people are near. */
const EYE_STEP_M = 2;
const EYE_TURN_COSINE = 0.999;

/** What was shown last, and from where. */
interface Shown {
  picture: CrowdPicture;
  timeMs: number;
  eye: Cartesian3;
  towards: Cartesian3;
}

/**
 * People of one run on one stage: one model for all of them, where each stands is a texture, filled anew when the clock moves; and those
 * near the eye as bodies in place of their pins.
 */
export class CrowdPeople {
  readonly ground: CrowdPicture['ground'];
  /** East, north, above the datum and value of each, as they were shown last. */
  readonly shown: Float32Array;
  private readonly stage: CityStage;
  private readonly middle: { eastM: number; northM: number };
  private readonly frame: PeopleFrame;
  private readonly rows: number;
  private readonly shader = peopleShader();
  private bodies: CrowdBodies | null = null;
  private readonly end: () => void;
  private model: Model | null = null;
  private isFailed = false;
  private isClosed = false;
  private colour: CrowdPicture['colour'];
  private last: Shown | null = null;

  constructor(stage: CityStage, { ground, colour }: CrowdPicture, fail: (reason: unknown) => void) {
    const { people, box } = ground;
    const sideM = box.unitM * MAX_UNITS;
    this.stage = stage;
    this.ground = ground;
    this.colour = colour;
    this.shown = new Float32Array(4 * people);
    this.rows = Math.max(1, Math.ceil(people / PEOPLE_TEXELS));
    this.middle = { eastM: box.westM + sideM / 2, northM: box.southM + sideM / 2 };
    this.frame = this.frameOf(sideM);
    this.end = endAll([
      // As many bodies as the picture's quality has.
      stage.twin.follow(
        ({ quality }) => quality,
        () => {
          this.bodies?.close();
          this.bodies = new CrowdBodies(stage, this.frame, () => this.again(), fail);
          this.takeColours();
          this.again();
        },
      ),
      stage.scene.preUpdate.addEventListener(() => this.followEye()),
    ]);
    this.load().catch((error) => {
      this.isFailed = true;
      fail(error);
    });
  }

  show(picture: CrowdPicture, timeMs: number): void {
    if (picture.colour !== this.colour) {
      this.colour = picture.colour;
      this.takeColours();
    }
    peopleAt(picture, timeMs, this.shown);
    this.put(picture, timeMs);
  }

  takeColours(): void {
    const theme = themeOf(this.stage.twin.getState());
    this.shader.setUniform(
      'u_classes',
      classTexture(CROWD_STOPS[this.colour], (token) => tokenColour(theme, token)),
    );
    this.bodies?.takeColours(this.colour);
  }

  isWaiting(): boolean {
    return (this.bodies?.isWaiting() ?? false) || (!this.isFailed && !(this.model?.ready ?? false));
  }

  close(): void {
    this.isClosed = true;
    this.end();
    this.bodies?.close();
    if (this.model) this.stage.scene.primitives.remove(this.model);
    this.model = null;
  }

  private frameOf(sideM: number): PeopleFrame {
    const { origin, datum } = this.stage.city;
    const upM = datumUpM(origin, datum.geoidUndulationM);
    return {
      cornerM: [this.middle.eastM, this.ground.baseM + upM, -this.middle.northM],
      low: [-sideM / 2, -300, -sideM / 2],
      high: [sideM / 2, 700, sideM / 2],
    };
  }

  private async load(): Promise<void> {
    const { stage } = this;
    const mesh = pins(this.ground.people, CORNERS[stage.quality]);
    const glb = meshGlb({ ...mesh, normal: null, ...this.frame });
    this.model = await openOwnModel(stage, glb, this.shader, ShadowMode.DISABLED, () => !this.isClosed);
    if (!this.model) return;
    stage.scene.primitives.add(this.model);
    stage.scene.requestRender();
  }

  private put(picture: CrowdPicture, timeMs: number): void {
    const { shown, shader } = this;
    const { scene } = this.stage;
    const { positionWC, directionWC } = scene.camera;
    const { eastM, northM } = this.middle;
    const { baseM } = this.ground;
    this.last = { picture, timeMs, eye: Cartesian3.clone(positionWC), towards: Cartesian3.clone(directionWC) };
    const texels = new Float32Array(4 * PEOPLE_TEXELS * this.rows);
    for (let at = 0; at < shown.length; at += 4) {
      texels[at] = shown[at] - eastM;
      texels[at + 1] = shown[at + 2] - baseM - dropM(shown[at], shown[at + 1]);
      texels[at + 2] = northM - shown[at + 1];
      texels[at + 3] = shown[at + 3];
    }
    for (const id of this.bodies?.show(picture, shown, timeMs) ?? []) texels[4 * id + 3] = -1;
    shader.setUniform('u_people', quadTexture(texels, PEOPLE_TEXELS, this.rows));
    shader.setUniform('u_picked', picture.pickedPerson ?? -1);
    scene.requestRender();
  }

  private again(): void {
    if (this.last && !this.isClosed) this.put(this.last.picture, this.last.timeMs);
  }

  private followEye(): void {
    if (!this.last) return;
    const { positionWC, directionWC } = this.stage.scene.camera;
    const isSame =
      Cartesian3.distance(positionWC, this.last.eye) < EYE_STEP_M &&
      Cartesian3.dot(directionWC, this.last.towards) > EYE_TURN_COSINE;
    if (!isSame) this.again();
  }
}

/** Places of a frame are so many units of its box, from its corner. */
const MAX_UNITS = 65535;

/** Returns the mesh of so many pins, all at the corner: the shader puts each in its place. `row` says which person each is. */
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
      const a = first + corner;
      const b = first + ((corner + 1) % corners);
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
      u_people: {
        type: UniformType.SAMPLER_2D,
        value: quadTexture(new Float32Array(4 * PEOPLE_TEXELS).fill(-1), PEOPLE_TEXELS, 1),
      },
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
  vec4 one = texelFetch(u_people, ivec2(id % ${PEOPLE_TEXELS}, id / ${PEOPLE_TEXELS}), 0);
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
    for (int i = 0; i < ${MAX_CLASSES}; i++) {
      vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
      if (v_value < one.a) break;
      colour = one.rgb;
    }
    if (colour.r < 0.0) discard;
  }
  material.diffuse = czm_srgbToLinear(colour * v_shade);
  material.alpha = 1.0;
}`;
