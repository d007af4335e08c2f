import {
  ClampToEdgeWrapping,
  DataTexture,
  FloatType,
  GLSL3,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NearestFilter,
  PlaneGeometry,
  RedFormat,
  RGBAFormat,
  ShaderMaterial,
  Vector2,
} from 'three';
import { themeOf } from '../../../../twin/appearance.ts';
import { STOOD_M } from '../../../../view/standing-water.ts';
import { classTexture, TABLE_CLASSES } from '../../../../view/table/class-texture.ts';
import { upOfElevation } from '../../../../view/table/datum.ts';
import type { TableHandles } from '../../../../view/table/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { FLOOD_STOPS } from '../../flood-colours.ts';
import { drawnDepthM } from '../../flood-depth.ts';
import type { FloodPicture } from '../../slice.ts';
import { firstWaters, framePair } from '../flood-frames.ts';

/** Parts a side of the sheet over the block: detail is the texture's, vertices only bend it. */
const PARTS = { fine: 320, medium: 240, fast: 160 };

/** The water of one run on the block: one mesh and one program, frames as textures that are filled when another pair is between. */
export class FloodTableSheet {
  private readonly table: TableHandles;
  private readonly first: FloodPicture;
  private readonly material: ShaderMaterial;
  private readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>;
  private flood: FloodPicture;

  constructor(table: TableHandles, first: FloodPicture) {
    const { scene, block, quality, saw, uniforms } = table.stage;
    this.table = table;
    this.first = first;
    this.flood = first;
    this.material = new ShaderMaterial({
      glslVersion: GLSL3,
      transparent: true,
      depthWrite: false,
      clipping: true,
      clippingPlanes: [...saw],
      polygonOffset: true,
      polygonOffsetFactor: -60,
      polygonOffsetUnits: -600,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: {
        u_night: uniforms.u_night,
        u_even: { value: frameTexture(new Uint16Array(4), 1, 1) },
        u_odd: { value: frameTexture(new Uint16Array(4), 1, 1) },
        u_first: { value: frameTexture(new Uint16Array(4), 1, 1) },
        u_stood: { value: [0, 0, 0] },
        u_values: { value: valueTexture(first) },
        u_isMap: { value: first.maps.kind !== 'water' ? 1 : 0 },
        u_oddRatio: { value: 0 },
        u_classes: { value: classTexture([], () => [0, 0, 0]) },
        u_corner: { value: new Vector2(first.westM - block.eastM, first.southM - block.northM) },
        u_size: { value: new Vector2(first.columns * first.cellM, first.rows * first.cellM) },
        u_baseUp: { value: this.upOf(first.baseM) },
      },
    });
    const parts = PARTS[quality];
    this.mesh = new Mesh(new PlaneGeometry(block.sizeM, block.sizeM, parts, parts), this.material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 3;
    this.mesh.name = 'flood';
    scene.add(this.mesh);
  }

  /** Whether it can show a picture without another mesh: the same raster and map, later frames. */
  takes(next: FloodPicture): boolean {
    const { first } = this;
    const isSameMap =
      next.maps.kind === 'water' || first.maps.kind === 'water'
        ? next.maps.kind === first.maps.kind
        : next.maps.values === first.maps.values;
    return isSameMap && next.columns === first.columns && next.bedElevationM === first.bedElevationM;
  }

  take(next: FloodPicture): void {
    this.flood = next;
  }

  showTime(timeMs: number): void {
    const { flood, material } = this;
    const pair = framePair(flood.frames, (timeMs - flood.startMs) / 1000);
    this.mesh.visible = pair !== null;
    if (!pair) return;
    const waters = firstWaters(flood);
    if (waters) this.fill('u_first', waters);
    this.fill('u_even', flood.frames[pair.even].cells);
    this.fill('u_odd', flood.frames[pair.odd].cells);
    material.uniforms.u_oddRatio.value = pair.oddRatio;
  }

  /** Water at a place, by the arrays that the card was given. */
  depthM(eastM: number, northM: number): number | null {
    const { u_even, u_odd, u_oddRatio } = this.material.uniforms;
    if (!this.mesh.visible || this.first.maps.kind !== 'water') return null;
    const shown = { even: u_even.value.image.data, odd: u_odd.value.image.data, oddRatio: u_oddRatio.value };
    return drawnDepthM(this.first, shown, eastM, northM);
  }

  takeColours(): void {
    const theme = themeOf(this.table.stage.twin.getState());
    const { u_classes, u_stood } = this.material.uniforms;
    u_stood.value = tokenColour(theme, 'map-water');
    u_classes.value.dispose();
    u_classes.value = classTexture(FLOOD_STOPS[this.first.maps.kind], (token) => tokenColour(theme, token));
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    for (const { value } of Object.values(this.material.uniforms)) if (value instanceof DataTexture) value.dispose();
    this.material.dispose();
  }

  /** Level 0 of the frames in the table's frame, in the middle of the block. */
  private upOf(baseM: number): number {
    const { city, block, uniforms } = this.table.stage;
    return upOfElevation(city, block.eastM, block.northM, baseM) - uniforms.u_baseUp.value;
  }

  private fill(slot: 'u_even' | 'u_odd' | 'u_first', cells: Uint16Array): void {
    const uniform = this.material.uniforms[slot];
    if (uniform.value.image.data === cells) return;
    const { columns, rows } = this.first;
    if (uniform.value.image.width === columns && uniform.value.image.height === rows) {
      uniform.value.image.data = cells;
      uniform.value.needsUpdate = true;
      return;
    }
    uniform.value.dispose();
    uniform.value = frameTexture(cells, columns, rows);
  }
}

/** Four half floats a cell: depth, velocity east and north, level above the run's base. */
function frameTexture(cells: Uint16Array, width: number, height: number): DataTexture {
  const texture = new DataTexture(cells as Uint16Array<ArrayBuffer>, width, height, RGBAFormat, HalfFloatType);
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearFilter;
  texture.wrapS = ClampToEdgeWrapping;
  texture.wrapT = ClampToEdgeWrapping;
  texture.needsUpdate = true;
  return texture;
}

/** A map of the whole run, a float a cell; one empty cell while water is shown. */
function valueTexture({ maps, columns, rows }: FloodPicture): DataTexture {
  const isMap = maps.kind !== 'water';
  const values = isMap ? maps.values : new Float32Array(1);
  const texture = new DataTexture(
    values as Float32Array<ArrayBuffer>,
    isMap ? columns : 1,
    isMap ? rows : 1,
    RedFormat,
    FloatType,
  );
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}

/** A vertex stands at the level of its cell; one whose cell knows no level takes a neighbour's, as on the globe. */
const VERTEX = `
uniform sampler2D u_even, u_odd;
uniform float u_oddRatio, u_baseUp;
uniform vec2 u_corner, u_size;
out vec2 v_cell;
#include <clipping_planes_pars_vertex>
bool isFar(float depth) { return abs(depth + 1.0) < 0.0005; }
float levelOf(sampler2D frame, ivec2 cell) {
  ivec2 last = textureSize(frame, 0) - 1;
  vec4 here = texelFetch(frame, clamp(cell, ivec2(0), last), 0);
  if (!isFar(here.x)) return here.w;
  for (int ring = 1; ring <= 2; ring++)
    for (int j = -1; j <= 1; j++) for (int i = -1; i <= 1; i++) {
      vec4 near = texelFetch(frame, clamp(cell + ivec2(i, j) * ring * 2, ivec2(0), last), 0);
      if (!isFar(near.x)) return near.w;
    }
  return here.w - 4.0;
}
void main() {
  v_cell = (position.xy - u_corner) / u_size;
  ivec2 cell = ivec2(v_cell * vec2(textureSize(u_even, 0)));
  float level = u_baseUp + mix(levelOf(u_even, cell), levelOf(u_odd, cell), u_oddRatio);
  vec4 mvPosition = viewMatrix * vec4(position.x, level, -position.y, 1.0);
  #include <clipping_planes_vertex>
  gl_Position = projectionMatrix * mvPosition;
}`;

/** Classes with sharp edges, the more opaque the higher (LOOK §9). */
const FRAGMENT = `
uniform sampler2D u_even, u_odd, u_first, u_values, u_classes;
uniform vec3 u_stood;
uniform float u_oddRatio, u_isMap, u_night;
in vec2 v_cell;
out vec4 o_colour;
#include <clipping_planes_pars_fragment>
void main() {
  #include <clipping_planes_fragment>
  if (any(lessThan(v_cell, vec2(0.0))) || any(greaterThan(v_cell, vec2(1.0)))) discard;
  float depth = mix(texture(u_even, v_cell).x, texture(u_odd, v_cell).x, u_oddRatio);
  float value = u_isMap > 0.5 ? texture(u_values, v_cell).r : depth;
  vec3 colour = vec3(-1.0);
  int kind = -1;
  for (int i = 0; i < ${TABLE_CLASSES}; i++) {
    vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
    if (!(value >= one.a)) break;
    colour = one.rgb;
    kind = i;
  }
  if (colour.r < 0.0) discard;
  bool stood = texture(u_first, v_cell).x > ${STOOD_M};
  if (stood && u_isMap > 0.5) discard;
  if (stood) colour = u_stood;
  float alpha = u_isMap > 0.5 ? 0.86 : min(0.92, 0.66 + 0.06 * float(kind));
  o_colour = linearToOutputTexel(vec4(pow(colour, vec3(2.2)) * (1.0 - 0.6 * u_night), alpha));
}`;
