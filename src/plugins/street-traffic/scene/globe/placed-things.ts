import { type CustomShader, type Model, ShadowMode } from '@cesium/engine';
import type { Quality } from '../../../../twin/quality.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { meshGlb } from '../../../../view/globe/layers/glb.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import { type CityStage, enuOf } from '../../../../view/globe/panes/stage.ts';
import { quadTexture } from '../../../../view/globe/shader/field-shader.ts';
import type { PictureUniforms } from '../../../../view/globe/shader/picture.ts';
import { PLACED_NUMBERS, type Reach } from '../../placed.ts';
import type { PlacedLook, PlacedShape } from '../mesh-parts.ts';
import { bodyShader, lightPlaced, repeated, shadowRatio, shadowShader } from './placed-shader.ts';

const MAX_NEAR = 6000;
/** Two a thing. */
const TEXELS = 2048;
const BINS = 512;
/** The eye moved so far that others are near. */
const EYE_STEP_M = 4;

/** What is placed, how many at once, and how far from the eye. */
interface PlacedOrder {
  look: PlacedLook;
  slots: Readonly<Record<Quality, number>>;
  reachM: Readonly<Record<Quality, number>>;
  /** Part of the way to the eye by which things are pulled nearer. */
  pulledRatio: number;
  /** Puts those of now that are within reach into `out`; returns how many. */
  near(reach: Reach, out: Float32Array): number;
}

/** What is drawn of all things at once: one mesh. */
interface Part {
  readonly shape: PlacedShape;
  readonly shader: CustomShader;
  model: Model | null;
}

/** One mesh of as many things as are drawn at once, and one of their shadows; where each stands is a texture. */
export class PlacedThings {
  private readonly stage: CityStage;
  private readonly host: GlobeHost;
  private readonly order: PlacedOrder;
  private readonly placed = new Float32Array(MAX_NEAR * PLACED_NUMBERS);
  private readonly slots: number;
  private readonly bodies: Part;
  private readonly shadows: Part;
  private isOver = false;
  private isFailed = false;
  private eyeM: readonly [number, number, number] = [Infinity, 0, 0];

  constructor(host: GlobeHost, order: PlacedOrder) {
    const { stage, picture } = host.globe;
    const { look, pulledRatio } = order;
    this.host = host;
    this.stage = stage;
    this.order = order;
    this.slots = order.slots[stage.quality];
    this.bodies = { shape: look.shape, shader: bodyShader(look, pulledRatio), model: null };
    this.shadows = { shape: look.shadow, shader: shadowShader(look, pulledRatio), model: null };
    this.light(picture.uniforms);
    Promise.all(this.parts().map((part) => this.load(part))).catch((error) => {
      this.isFailed = true;
      host.fail(error);
    });
  }

  isWaiting(): boolean {
    return !this.isFailed && !(this.bodies.model?.ready ?? false);
  }

  light(picture: PictureUniforms): void {
    for (const { shader } of this.parts()) lightPlaced(shader, picture);
    this.showShadows(picture);
  }

  followEye(): void {
    this.bodies.shader.setUniform('u_enuFromEye', this.host.globe.picture.uniforms.enuFromEye);
    const [x, y, z] = enuOf(this.stage, this.stage.scene.camera.positionWC);
    if (Math.hypot(x - this.eyeM[0], y - this.eyeM[1], z - this.eyeM[2]) > EYE_STEP_M) this.put();
  }

  /** Fills the texture with the nearest of now. */
  put(): void {
    if (!this.bodies.model?.ready) return;
    const { stage, placed, slots, order } = this;
    this.eyeM = enuOf(stage, stage.scene.camera.positionWC);
    const [eastM, northM, upM] = this.eyeM;
    const flatM = Math.sqrt(Math.max(0, order.reachM[stage.quality] ** 2 - upM ** 2));
    const count = flatM > 0 ? order.near({ eastM, northM, reachM: flatM }, placed) : 0;
    const mostM = reachOf(placed, count, slots, [eastM, northM], flatM);
    const texels = new Float32Array(4 * TEXELS * Math.ceil((2 * slots) / TEXELS));
    let slot = 0;
    for (let i = 0; i < count && slot < slots; i++) {
      const at = i * PLACED_NUMBERS;
      if (Math.hypot(placed[at] - eastM, placed[at + 1] - northM) > mostM) continue;
      const into = 8 * slot++;
      texels[into] = placed[at];
      texels[into + 1] = placed[at + 2];
      texels[into + 2] = -placed[at + 1];
      texels[into + 3] = 1 + placed[at + 5] * 16 + placed[at + 6];
      texels[into + 4] = placed[at + 3];
      texels[into + 5] = placed[at + 4];
      texels[into + 6] = placed[at + 7];
      texels[into + 7] = placed[at + 8];
    }
    for (const { shader } of this.parts())
      shader.setUniform('u_placed', quadTexture(texels, TEXELS, texels.length / 4 / TEXELS));
  }

  end(): void {
    this.isOver = true;
    for (const part of this.parts()) {
      if (part.model) this.stage.scene.primitives.remove(part.model);
      part.model = null;
    }
  }

  private parts(): readonly [Part, Part] {
    return [this.bodies, this.shadows];
  }

  private showShadows({ mix }: PictureUniforms): void {
    if (this.shadows.model) this.shadows.model.show = shadowRatio(mix) > 0;
  }

  private async load(part: Part): Promise<void> {
    const { stage } = this;
    const glb = meshGlb({
      ...repeated(part.shape, this.slots),
      cornerM: [0, 0, 0],
      low: [-3e4, -3e3, -3e4],
      high: [3e4, 3e3, 3e4],
    });
    const model = await openOwnModel(stage, glb, part.shader, ShadowMode.DISABLED, () => !this.isOver);
    if (!model) return;
    part.model = model;
    this.showShadows(this.host.globe.picture.uniforms);
    model.readyEvent.addEventListener(() => {
      this.put();
      stage.scene.requestRender();
    });
    stage.scene.primitives.add(model);
    stage.scene.requestRender();
  }
}

/** How far they are drawn, so that no more than there are slots for lie nearer. */
function reachOf(
  placed: Float32Array,
  count: number,
  slots: number,
  [eastM, northM]: readonly [number, number],
  flatM: number,
): number {
  if (count <= slots) return flatM;
  const counts = new Uint32Array(BINS + 1);
  for (let i = 0; i < count; i++) {
    const at = i * PLACED_NUMBERS;
    counts[Math.floor((Math.hypot(placed[at] - eastM, placed[at + 1] - northM) / flatM) * BINS)]++;
  }
  let bin = 0;
  for (let room = slots; counts[bin] <= room; bin++) room -= counts[bin];
  return (bin / BINS) * flatM;
}
