import {
  DynamicDrawUsage,
  Float32BufferAttribute,
  GLSL3,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { TableHandles } from '../../../../view/table/host.ts';
import { PLACED_NUMBERS, type Reach } from '../../placed.ts';
import type { PlacedLook } from '../mesh-parts.ts';

/** On one block of a table. */
const MAX_NEAR = 3000;

/** Puts those of now that are within reach into `out`; returns how many. */
type TableNear = (reach: Reach, out: Float32Array) => number;

/** One mesh for all of the block. */
export class TablePlacedThings {
  private readonly table: TableHandles;
  private readonly near: TableNear;
  private readonly placed = new Float32Array(MAX_NEAR * PLACED_NUMBERS);
  private readonly place: InstancedBufferAttribute;
  private readonly way: InstancedBufferAttribute;
  private readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;

  constructor(table: TableHandles, name: string, look: PlacedLook, near: TableNear) {
    const { scene, saw, block, uniforms } = table.stage;
    this.table = table;
    this.near = near;
    const { positionM, normal, face, index } = look.shape;
    const geometry = new InstancedBufferGeometry();
    geometry.setIndex(index);
    geometry.setAttribute('position', new Float32BufferAttribute(positionM, 3));
    geometry.setAttribute('normal', new Float32BufferAttribute(normal, 3));
    geometry.setAttribute('face', new Float32BufferAttribute(face, 1));
    this.place = new InstancedBufferAttribute(new Float32Array(4 * MAX_NEAR), 4).setUsage(DynamicDrawUsage);
    this.way = new InstancedBufferAttribute(new Float32Array(4 * MAX_NEAR), 4).setUsage(DynamicDrawUsage);
    geometry.setAttribute('place', this.place);
    geometry.setAttribute('way', this.way);
    geometry.instanceCount = 0;
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      clipping: true,
      clippingPlanes: [...saw],
      vertexShader: `${look.form}${VERTEX}`,
      fragmentShader: `${look.colours}${FRAGMENT}`,
      uniforms: {
        u_night: uniforms.u_night,
        u_east: { value: block.eastM },
        u_north: { value: block.northM },
        u_up: { value: -uniforms.u_baseUp.value },
        u_perM: { value: 0.0004 },
      },
    });
    this.mesh = new Mesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.name = name;
    scene.add(this.mesh);
  }

  put(): void {
    const { eastM, northM, sizeM } = this.table.stage.block;
    const count = this.near({ eastM, northM, reachM: sizeM * Math.SQRT1_2 }, this.placed);
    const place = this.place.array;
    const way = this.way.array;
    for (let i = 0; i < count; i++) {
      const one = this.placed.subarray(i * PLACED_NUMBERS, (i + 1) * PLACED_NUMBERS);
      place.set([one[0], one[1], one[2], one[5] * 16 + one[6]], 4 * i);
      way.set([one[3], one[4], one[7], one[8]], 4 * i);
    }
    this.place.needsUpdate = true;
    this.way.needsUpdate = true;
    this.mesh.geometry.instanceCount = count;
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

/** What is far off is grown, though to little more than twice its size: it would be nothing on a table, and must not fill its street. */
const VERTEX = `
in vec4 place;
in vec4 way;
in float face;
uniform float u_east, u_north, u_up, u_perM;
out float v_look;
out float v_face;
out float v_light;
#include <clipping_planes_pars_vertex>
void main() {
  vec3 at = vec3(place.x - u_east, place.z + u_up, u_north - place.y);
  float grown = clamp(length((viewMatrix * vec4(at, 1.0)).xyz) * u_perM, 1.0, 2.2);
  vec3 p = formed(position, floor(place.w / 16.0), face, way.z) * grown;
  float level = sqrt(1.0 - way.w * way.w);
  p = vec3(level * p.x - way.w * p.y, way.w * p.x + level * p.y, p.z);
  vec3 n = vec3(way.x * normal.x + way.y * normal.z, normal.y, -way.y * normal.x + way.x * normal.z);
  v_light = 0.62 + 0.38 * max(dot(n, vec3(-0.52, 0.69, 0.5)), 0.0);
  v_look = mod(place.w, 16.0);
  v_face = face;
  vec4 mvPosition = viewMatrix * vec4(at + vec3(way.x * p.x + way.y * p.z, p.y, -way.y * p.x + way.x * p.z), 1.0);
  mvPosition.xyz *= 0.998;
  #include <clipping_planes_vertex>
  gl_Position = projectionMatrix * mvPosition;
}`;

const FRAGMENT = `
uniform float u_night;
in float v_look;
in float v_face;
in float v_light;
out vec4 o_colour;
#include <clipping_planes_pars_fragment>
void main() {
  #include <clipping_planes_fragment>
  vec3 colour = placedColour(floor(v_look + 0.5), v_face) * v_light * mix(1.0, 0.34, u_night);
  o_colour = vec4(lamps(colour, v_face, u_night), 1.0);
}`;
