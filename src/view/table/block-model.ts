import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  type Plane,
  Vector3,
} from 'three';
import type { TableBlock } from '../../twin/table-block.ts';
import { IS_IN_GAP } from './gaps.ts';
import type { GroundMesh } from './ground-mesh.ts';
import { HeightField } from './height-field.ts';
import { PLASTER } from './plaster.ts';
import { CUT_SCALE, FRAME_FOOT_RATIO, STANDS_RATIO, STRATA_M, sidesOf } from './strata.ts';
import { colourOf, type TableUniforms } from './uniforms.ts';

/** The block itself without its city: ground, earth sides, and the frame it stands in. */
export interface BlockModel {
  /** In the table's frame. */
  readonly root: Group;
  readonly ground: Mesh<BufferGeometry, MeshLambertMaterial>;
  readonly field: HeightField;
  /** The table's zero in the city's frame: the lowest ground of the block. */
  readonly baseUpM: number;
  readonly highUpM: number;
  /** Height of the water table in the city's frame, or null: a line in the earth sides. */
  setWater(upM: number | null): void;
  close(): void;
}

/** Width of the frame as a part of the block's side. */
const FRAME_RATIO = 0.047;
/** A gap between block and frame, which the lamp leaves dark. */
const GAP_RATIO = 0.004;

export function openBlockModel(
  mesh: GroundMesh,
  block: TableBlock,
  saw: readonly Plane[],
  uniforms: TableUniforms,
): BlockModel {
  const field = new HeightField(mesh, block);
  const [baseUpM, highUpM] = heightsOf(field, block);
  const root = new Group();
  const ground = groundOf(mesh, block, baseUpM, saw, uniforms);
  const water = { value: -1e6 };
  const sides = earthOf(block, baseUpM, field, water, uniforms);
  const frame = frameOf(block.sizeM);
  root.add(ground, sides, ...frame);
  return {
    root,
    ground,
    field,
    baseUpM,
    highUpM,
    setWater(upM) {
      water.value = upM === null ? -1e6 : upM - baseUpM;
    },
    close() {
      for (const object of [ground, sides, ...frame]) {
        object.geometry.dispose();
        for (const material of [object.material].flat()) material.dispose();
      }
    },
  };
}

/** Lowest and highest ground by a raster of 64 places a side. */
function heightsOf(field: HeightField, { eastM, northM, sizeM }: TableBlock): [lowM: number, highM: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row <= 64; row++)
    for (let column = 0; column <= 64; column++) {
      const up = field.upM(eastM + (column / 64 - 0.5) * sizeM, northM + (row / 64 - 0.5) * sizeM);
      low = Math.min(low, up);
      high = Math.max(high, up);
    }
  return [low, high];
}

function groundOf(
  { enu, index }: GroundMesh,
  { eastM, northM }: TableBlock,
  baseUpM: number,
  saw: readonly Plane[],
  { u_ground, u_colour, u_gaps, u_gapEdges }: TableUniforms,
): Mesh<BufferGeometry, MeshLambertMaterial> {
  const position = new Float32Array(enu.length);
  for (let i = 0; i < enu.length; i += 3) {
    position[i] = enu[i] - eastM;
    position[i + 1] = enu[i + 2] - baseUpM;
    position[i + 2] = northM - enu[i + 1];
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(position, 3));
  geometry.setIndex(new BufferAttribute(index, 1));
  geometry.computeVertexNormals();
  const material = new MeshLambertMaterial({
    color: colourOf(PLASTER.land),
    clippingPlanes: [...saw],
    clipShadows: true,
  });
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, { u_ground, u_colour, u_gaps, u_gapEdges });
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nvarying vec3 v_place;')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nv_place = position;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\nvarying vec3 v_place;\n${GRAIN_OF}\n${IS_IN_GAP}\n${LAND_HEAD}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${LAND}`);
  };
  const ground = new Mesh(geometry, material);
  ground.receiveShadow = true;
  ground.frustumCulled = false;
  ground.name = 'ground';
  return ground;
}

function earthOf(
  block: TableBlock,
  baseUpM: number,
  field: HeightField,
  u_water: { value: number },
  uniforms: TableUniforms,
): Mesh {
  const { position, normal, depthM, index } = sidesOf(block, baseUpM, (east, north) => field.upM(east, north));
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(position, 3));
  geometry.setAttribute('normal', new BufferAttribute(normal, 3));
  geometry.setAttribute('depth', new BufferAttribute(depthM, 1));
  geometry.setIndex(new BufferAttribute(index, 1));
  const material = new MeshLambertMaterial({ side: DoubleSide });
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, { u_water, u_night: uniforms.u_night });
    shader.vertexShader = shader.vertexShader
      .replace(
        '#include <common>',
        '#include <common>\nattribute float depth;\nvarying float v_depth;\nvarying vec3 v_place;',
      )
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nv_depth = depth;\nv_place = position;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${EARTH_HEAD}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${EARTH}`);
  };
  const sides = new Mesh(geometry, material);
  sides.name = 'earth';
  sides.receiveShadow = true;
  return sides;
}

const GRAIN_OF = `
float grainOf(vec2 p) {
  vec2 i = floor(p), f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  vec4 n = fract(sin(vec4(dot(i, vec2(127.1, 311.7)), dot(i + vec2(1.0, 0.0), vec2(127.1, 311.7)), dot(i + vec2(0.0, 1.0), vec2(127.1, 311.7)), dot(i + 1.0, vec2(127.1, 311.7)))) * 43758.5453);
  return mix(mix(n.x, n.y, f.x), mix(n.z, n.w, f.x), f.y);
}
`;

const LAND_HEAD = 'uniform float u_ground, u_colour;';

/** What no layer covers: as grained as the style's ground is strong, and as grey as the rest of the model. */
const LAND = `
if (isInGap(v_place.xz)) discard;
diffuseColor.rgb *= 1.0 + 0.09 * u_ground * (grainOf(v_place.xz / 46.0) * 0.6 + grainOf(v_place.xz / 17.0) * 0.4 - 0.5);
diffuseColor.rgb = mix(vec3(dot(diffuseColor.rgb, vec3(0.2126, 0.7152, 0.0722))), diffuseColor.rgb, u_colour);
`;

const EARTH_HEAD = `
varying float v_depth;
varying vec3 v_place;
uniform float u_water;
${GRAIN_OF}
`;

/** Bands with wavering borders and a little grain; the water table as a dashed line. */
const EARTH = `
float run = v_place.x + v_place.z;
float waver = (grainOf(vec2(run / 140.0, floor(v_depth / 6.0))) - 0.5) * 2.6 + (grainOf(vec2(run / 37.0, 9.0)) - 0.5) * 0.8;
float depth = v_depth + waver * smoothstep(0.6, 4.0, v_depth);
vec3 earth = ${vecOf(PLASTER.strata[0])};
${STRATA_M.map((at, i) => `earth = mix(earth, ${vecOf(PLASTER.strata[i + 1])}, smoothstep(-0.08, 0.08, depth - ${at.toFixed(1)}));`).join('\n')}
earth *= 0.94 + 0.10 * grainOf(v_place.xz * 0.9 + v_place.yy * 1.3);
earth *= 1.0 - 0.22 * smoothstep(0.45, 0.0, abs(v_depth));
float dash = step(0.42, fract(run / 46.0));
// The water lies as deep below its ground as it does, drawn deeper as all that is in the cut.
float waterDepth = v_place.y + ${CUT_SCALE.toFixed(1)} * v_depth - u_water;
float under = v_depth - waterDepth;
float underFw = fwidth(under);
float isWater = dash * step(0.5, waterDepth) * step(waterDepth, 900.0);
earth = mix(earth, vec3(0.16, 0.34, 0.47), 0.85 * isWater * (1.0 - smoothstep(0.6 * underFw + 0.03, 1.5 * underFw + 0.03, abs(under))));
diffuseColor.rgb = earth;
`;

function vecOf(rgb: readonly [number, number, number]): string {
  return `vec3(${colourOf([...rgb])
    .toArray()
    .map((part) => part.toFixed(4))
    .join(', ')})`;
}

/** Walnut, mitred at its corners, with ticks every 100 m and longer ones every 500. */
function frameOf(sizeM: number): Mesh[] {
  const inner = sizeM / 2 + GAP_RATIO * sizeM;
  const width = FRAME_RATIO * sizeM;
  const top = -STANDS_RATIO * sizeM;
  const foot = -FRAME_FOOT_RATIO * sizeM;
  const parts = [0, 1, 2, 3].map((side) => {
    const bar = new Mesh(barGeometry(inner, width, top, foot), walnut());
    bar.rotation.y = (side * Math.PI) / 2;
    bar.castShadow = true;
    bar.receiveShadow = true;
    bar.name = 'frame';
    return bar;
  });
  return [...parts, ticksOf(sizeM, inner, width, top), bedOf(inner, top - 0.3 * width)];
}

/** One bar along the south side: its ends are cut at 45° to meet its neighbours. */
function barGeometry(inner: number, width: number, top: number, foot: number): BufferGeometry {
  const outer = inner + width;
  const corners = [
    [-inner, top, inner],
    [inner, top, inner],
    [outer, top, outer],
    [-outer, top, outer],
    [-inner, foot, inner],
    [inner, foot, inner],
    [outer, foot, outer],
    [-outer, foot, outer],
  ];
  const faces = [
    [0, 3, 2, 1],
    [3, 7, 6, 2],
    [0, 1, 5, 4],
  ];
  const position = faces.flatMap((face) => [0, 1, 2, 0, 2, 3].flatMap((i) => corners[face[i]]));
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  geometry.computeVertexNormals();
  return geometry;
}

function walnut(): MeshLambertMaterial {
  const material = new MeshLambertMaterial({ color: colourOf(PLASTER.walnut) });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nvarying vec3 v_place;')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nv_place = position;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\nvarying vec3 v_place;\n${GRAIN_OF}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${GRAIN}`);
  };
  return material;
}

/** Grain along the bar, and the darker pores of walnut. */
const GRAIN = `
vec2 board = vec2(v_place.x / 900.0, (v_place.z + v_place.y) / 11.0);
float fibre = grainOf(board * vec2(3.0, 1.0)) * 0.55 + grainOf(board * vec2(9.0, 3.7)) * 0.30 + grainOf(board * vec2(31.0, 9.0)) * 0.15;
float pores = smoothstep(0.74, 0.9, grainOf(board * vec2(22.0, 7.0)));
diffuseColor.rgb *= 0.80 + 0.36 * fibre - 0.14 * pores;
`;

function ticksOf(sizeM: number, inner: number, width: number, top: number): Mesh {
  const count = Math.round(sizeM / 100) + 1;
  const thick = sizeM * 0.0012;
  const ticks = new InstancedMesh(
    new BoxGeometry(1, 1, 1),
    new MeshBasicMaterial({ color: colourOf(PLASTER.tick), transparent: true, opacity: 0.62 }),
    4 * count,
  );
  const matrix = new Matrix4();
  for (let side = 0, at = 0; side < 4; side++)
    for (let i = 0; i < count; i++, at++) {
      const length = (i % 5 === 0 ? 0.62 : 0.34) * width;
      const run = -sizeM / 2 + i * 100;
      matrix.makeTranslation(run, top + 0.4, inner + 0.16 * width + length / 2).scale(new Vector3(thick, 0.8, length));
      ticks.setMatrixAt(at, new Matrix4().makeRotationY((side * Math.PI) / 2).multiply(matrix));
    }
  ticks.name = 'ticks';
  return ticks;
}

/** What is seen in the gap between block and frame. */
function bedOf(inner: number, y: number): Mesh {
  const bed = new Mesh(new BoxGeometry(2 * inner, 1, 2 * inner), new MeshBasicMaterial({ color: 0x2a2019 }));
  bed.position.y = y;
  bed.name = 'bed';
  return bed;
}
