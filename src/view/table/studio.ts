import {
  Color,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  type Object3D,
  PCFShadowMap,
  PlaneGeometry,
  type Scene,
  ShaderMaterial,
  SRGBColorSpace,
  Vector2,
  type WebGLRenderer,
} from 'three';
import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { Quality } from '../../twin/quality.ts';
import { PLASTER } from './plaster.ts';
import { colourOf, type TableUniforms } from './uniforms.ts';

/** The lamp of the studio (LOOK §9): from where, clockwise from north, and how high. */
const LAMP_AZIMUTH_DEG = 129;
const LAMP_ALTITUDE_DEG = 37;
/** A lit roof comes near its own colour: three divides by π. */
const LAMP = 3.05;
const ROOM = 1.62;
const SHADOW_PX: Readonly<Record<Quality, number>> = { fast: 2048, medium: 3072, fine: 4096 };
/** What night leaves of the wall's light, by channel. */
const NIGHT = [0.105, 0.115, 0.14] as const;
/** The room's floor, in sides of the block below the table's zero. */
const FLOOR_RATIO = 0.42;

/** Room and lamp round a block of this size. */
export interface Studio {
  /** The lamp's shadow is drawn anew with the next frame. */
  dirty(): void;
  /** The lamp's shadow is as sharp as this from the next frame on. */
  sharpen(quality: Quality): void;
  /** 0 by day, 1 by night. */
  dim(nightRatio: number): void;
  /** The line where wall and floor meet, by how steeply one looks: a share of the picture from below. */
  lookDown(tipDeg: number, aspect: number): void;
  /** `picture`: wall and floor behind the model; `tone`: the wall's colour all round; `none`: nothing, for the real room is seen. */
  surround(by: 'picture' | 'tone' | 'none'): void;
  close(): void;
}

export function openStudio(renderer: WebGLRenderer, scene: Scene, sizeM: number, uniforms: TableUniforms): Studio {
  renderer.outputColorSpace = SRGBColorSpace;
  renderer.localClippingEnabled = true;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.shadowMap.autoUpdate = false;
  const lamp = lampOf(sizeM);
  const room = new HemisphereLight(0xffffff, 0xcfc4b4, ROOM);
  const back = backdropOf(uniforms);
  const floor = floorShadowOf(sizeM);
  const objects: Object3D[] = [lamp, lamp.target, room, back, floor];
  const tone = new Color();
  scene.add(...objects);
  return {
    dirty() {
      renderer.shadowMap.needsUpdate = true;
    },
    sharpen(quality) {
      const { shadow } = lamp;
      shadow.mapSize.set(SHADOW_PX[quality], SHADOW_PX[quality]);
      // three makes a map of the new size for a light that has none.
      shadow.map?.dispose();
      shadow.map = null;
      renderer.shadowMap.needsUpdate = true;
    },
    dim(nightRatio) {
      lamp.intensity = LAMP * (1 - 0.86 * nightRatio);
      room.intensity = ROOM * (1 - 0.8 * nightRatio);
      room.color.set(0xffffff).lerp(new Color(0x8fa0bd), nightRatio);
      tone.copy(colourOf(PLASTER.wallPaper[1]));
      const [red, green, blue] = NIGHT.map((ratio) => 1 + (ratio - 1) * nightRatio);
      tone.setRGB(tone.r * red, tone.g * green, tone.b * blue);
    },
    lookDown(tipDeg, aspect) {
      back.material.uniforms.u_edge.value = 0.53 + (tipDeg - 40) * 0.012;
      back.material.uniforms.u_aspect.value = aspect;
    },
    surround(by) {
      back.visible = by === 'picture';
      floor.visible = by === 'picture';
      scene.background = by === 'tone' ? tone : null;
      renderer.setClearAlpha(by === 'none' ? 0 : 1);
    },
    close() {
      scene.remove(...objects);
      lamp.dispose();
      back.geometry.dispose();
      back.material.dispose();
      floor.geometry.dispose();
      floor.material.dispose();
    },
  };
}

function lampOf(sizeM: number): DirectionalLight {
  const lamp = new DirectionalLight(0xfff6ea, LAMP);
  const azimuth = LAMP_AZIMUTH_DEG * RAD_PER_DEG;
  const altitude = LAMP_ALTITUDE_DEG * RAD_PER_DEG;
  const far = 2 * sizeM;
  lamp.position.set(
    far * Math.cos(altitude) * Math.sin(azimuth),
    far * Math.sin(altitude),
    -far * Math.cos(altitude) * Math.cos(azimuth),
  );
  lamp.castShadow = true;
  const reach = 0.82 * sizeM;
  Object.assign(lamp.shadow.camera, {
    left: -reach,
    right: reach,
    top: reach,
    bottom: -reach,
    near: 0.2 * far,
    far: 1.8 * far,
  });
  lamp.shadow.bias = -0.0006;
  lamp.shadow.normalBias = 0.6;
  lamp.shadow.radius = 3.2;
  lamp.shadow.intensity = 0.86;
  return lamp;
}

/** Grey wall and floor that meet quietly: a picture behind everything, whatever the eye does. */
function backdropOf({ u_night }: TableUniforms): Mesh<PlaneGeometry, ShaderMaterial> {
  const [wallTop, wallFoot] = PLASTER.wallPaper.map(colourOf);
  const [floorFar, floorNear] = PLASTER.floor.map(colourOf);
  const material = new ShaderMaterial({
    uniforms: {
      u_night,
      u_edge: { value: 0.53 },
      u_aspect: { value: 1.6 },
      u_window: { value: new Vector2(0, 1) },
      u_wallTop: { value: wallTop },
      u_wallFoot: { value: wallFoot },
      u_floorFar: { value: floorFar },
      u_floorNear: { value: floorNear },
    },
    depthTest: false,
    depthWrite: false,
    vertexShader:
      'varying vec2 v_at; void main() { v_at = position.xy * 0.5 + 0.5; gl_Position = vec4(position.xy, 1.0, 1.0); }',
    fragmentShader: `
uniform float u_night, u_edge, u_aspect;
uniform vec3 u_wallTop, u_wallFoot, u_floorFar, u_floorNear;
varying vec2 v_at;
void main() {
  vec3 wall = mix(u_wallFoot, u_wallTop, clamp((v_at.y - u_edge) / max(0.05, 1.0 - u_edge), 0.0, 1.0));
  vec3 ground = mix(u_floorNear, u_floorFar, clamp(v_at.y / max(0.05, u_edge), 0.0, 1.0));
  vec3 colour = mix(ground, wall, smoothstep(u_edge - 0.012, u_edge + 0.012, v_at.y));
  vec2 away = (v_at - vec2(0.5, 0.45)) * vec2(u_aspect / 1.6, 1.0);
  colour *= 1.0 - 0.10 * smoothstep(0.3, 0.9, length(away));
  colour *= mix(vec3(1.0), vec3(${NIGHT.join(', ')}), u_night);
  gl_FragColor = vec4(colour, 1.0);
  #include <colorspace_fragment>
}`,
  });
  const back = new Mesh(new PlaneGeometry(2, 2), material);
  back.frustumCulled = false;
  back.renderOrder = -10;
  back.name = 'backdrop';
  return back;
}

/** The table's soft shadow on the floor, away from the lamp. */
function floorShadowOf(sizeM: number): Mesh<PlaneGeometry, ShaderMaterial> {
  const material = new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: { u_half: { value: 0.56 } },
    vertexShader:
      'varying vec2 v_at; void main() { v_at = position.xy; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
    fragmentShader: `
varying vec2 v_at;
uniform float u_half;
void main() {
  vec2 d = abs(v_at / ${sizeM.toFixed(1)}) - vec2(u_half);
  float outside = length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
  gl_FragColor = vec4(vec3(0.10, 0.085, 0.07), 0.46 * (1.0 - smoothstep(-0.14, 0.26, outside)));
}`,
  });
  const floor = new Mesh(new PlaneGeometry(3 * sizeM, 3 * sizeM), material);
  floor.rotation.x = -Math.PI / 2;
  const away = FLOOR_RATIO * sizeM * 0.28;
  floor.position.set(-away * 0.78, -FLOOR_RATIO * sizeM, -away * 0.63);
  floor.renderOrder = -9;
  floor.name = 'floor shadow';
  return floor;
}
