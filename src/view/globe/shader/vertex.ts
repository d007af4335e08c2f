import type { LayerKind } from '../../../../model/city/manifest.ts';
import { TREE_KIND_STEP } from '../../../../model/city/tree-kinds.ts';
import { PIPE_WIDTHS } from '../../../twin/pipe-widths.ts';
import { SLENDER_WIDENED } from '../../slender.ts';
import { AS_THE_TILE, REACH_FROM_M, REACH_STEP_M, TABLE_WIDTH } from './table-size.ts';

/** Share of an element at work that is there from its first hour, so that it is seen to have begun. */
const MIN_GROWN = 0.05;
/** Above whatever stands in a city. */
const NO_LEVEL_M = 1e6;

/** The number of a landmark's façade is counted from here on. */
export const LANDMARK_FROM = 8;

/** Kinds whose tiles may carry colours of the file on their vertices (`COLOR_0`, linear); Cesium gives white where there are none. */
export const hasOwnColours = (kind: LayerKind): boolean =>
  kind === 'element' || kind === 'bridge' || kind === 'building';

/** Kinds whose tiles may carry the widths of slender things (`model/city/slender.ts`); Cesium gives zeros where there are none. */
export const hasSlender = (kind: LayerKind): boolean => kind === 'element' || kind === 'bridge' || kind === 'point';

/** What is drawn is a shadow map: nothing else of the picture is orthographic. */
const CASTS = 'czm_projection[3][3] > 0.5';

/** In the picture alone: by the pixels of a shadow map a lamp would be as wide as a street, and the city lie in its shade. */
const WIDENED = `
  v_slender = vec4(vsInput.attributes.texCoord_0, vsInput.attributes.texCoord_1);
  float slenderPx = czm_metersPerPixel(czm_modelView * vec4(vsOutput.positionMC, 1.0));
  if (!(${CASTS})) vsOutput.positionMC += vsInput.attributes.normalMC * slenderLackM(v_slender.x, slenderPx) / length(czm_model[0].xyz);`;

/** The number of the kind, or −1 on a trunk: bark has a tone of .24 or, linear, .05, the darkest leaves .75 or .51. */
const TREE_KIND = `v_kind = vsInput.attributes.color_0.r < 0.3 ? -1.0 : floor((1.0 - vsInput.attributes.color_0.a) * ${(255 / TREE_KIND_STEP).toFixed(5)} + 0.5);\n  `;

const OWN_COLOUR = 'v_own = pow(vsInput.attributes.color_0.rgb, vec3(1.0 / 2.2));\n  ';

const GROUND_MATTER = '\n  v_matter = float(vsInput.metadata.matter);';

/** How the areas of a layer are drawn beside their colour. */
export interface AreaDress {
  /** Strips on a road, which go over into its colour where a pixel is wider than they are; nothing of them is marked. */
  isStrips?: boolean;
  /** Its tiles say what lies on each area: they wear its pattern. */
  hasMatter?: boolean;
}

/**
 * Hidden features collapse to a point. Draped meshes are pulled towards the eye along the view ray, so that they win
 * over coarse far terrain without moving on screen; buildings keep their true depth.
 */
export function vertexText(kind: LayerKind, draped: boolean, { isStrips, hasMatter }: AreaDress = {}): string {
  // Instances carry gid as their second feature id: Cesium gives a shader no table of instances.
  const gid = kind === 'tree' || kind === 'point' ? 'vsInput.featureIds.gid' : 'vsInput.metadata.gid';
  const body =
    kind === 'building'
      ? `
  vec4 middle = texelFetch(u_middle, at, 0);
  float middleM = (floor(middle.r * 255.0 + 0.5) * 65536.0 + floor(middle.g * 255.0 + 0.5) * 256.0 + floor(middle.b * 255.0 + 0.5)) / 100.0 - 10000.0;
  float heightM = max(float(vsInput.metadata.height), 1.0);
  float storeys = float(vsInput.metadata.storeys);
  if (storeys < 1.0) storeys = max(1.0, floor(heightM / 3.0 + 0.5));
  float facade = float(vsInput.metadata.facade);
  v_body = vec4(middleM - heightM * 0.5, heightM, heightM / storeys, (facade > 5.5 ? 1.0 : facade) + (middle.a > 0.5 ? ${LANDMARK_FROM.toFixed(1)} : 0.0));`
      : kind === 'element'
        ? ELEMENT_STATE
        : hasMatter
          ? GROUND_MATTER
          : '';
  const pull = draped
    ? `
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  vec3 ray = eyeMC - vsOutput.positionMC;
  vsOutput.positionMC += ray * u_pull;`
    : '';
  // Cesium's own bias is made for small models: walls of a city striped themselves. Casters shrink along their normals instead.
  const shrink = draped
    ? ''
    : `
  if (${CASTS}) vsOutput.positionMC -= (vsInput.attributes.normalMC + vec3(0.0, 0.7, 0.0)) * u_shadow.y / length(czm_model[0].xyz);`;
  const swell =
    kind === 'pipe'
      ? `
  float dn = float(vsInput.metadata.dn);
  float leastPx = ${MIN_RADIUS_PX};
  vec4 axisEC = czm_modelView * vec4(vsOutput.positionMC, 1.0);
  float lackM = leastPx * czm_metersPerPixel(axisEC) - dn / 2000.0;
  vsOutput.positionMC += vsInput.attributes.normalMC * clamp(lackM, 0.0, 14.0) * u_swell / length(czm_model[0].xyz);`
      : '';
  return `${hasSlender(kind) ? SLENDER_WIDENED : ''}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int gid = int(${gid});
  int row = gid - u_gidBase;
  ivec2 at = ivec2(row % ${TABLE_WIDTH}, row / ${TABLE_WIDTH});
  v_paint = texelFetch(u_table, at, 0);
  float chance = (float((uint(row) * 2654435761u) >> 20) + 0.5) / 4096.0;
  ${hasOwnColours(kind) ? OWN_COLOUR : kind === 'tree' ? TREE_KIND : ''}v_mark = ${isStrips ? 'vec3(0.0, 0.0, float(vsInput.metadata.tone))' : 'vec3(gid == u_selected ? 1.0 : 0.0, gid == u_hovered ? 1.0 : 0.0, chance)'};${body}
  ${pull}${shrink}${swell}${hasSlender(kind) ? WIDENED : ''}
  if (v_paint.a < 0.5${kind === 'element' ? ' || v_built.x < 0.5' : ''}) vsOutput.positionMC = vec3(0.0);
}`;
}

/** Half the width that a pipe of diameter `dn` keeps, a chain of choices. */
const MIN_RADIUS_PX = PIPE_WIDTHS.map(({ belowMm, px }) =>
  belowMm < Number.POSITIVE_INFINITY ? `dn < ${belowMm.toFixed(1)} ? ${(px / 2).toFixed(2)} : ` : (px / 2).toFixed(2),
).join('');

/**
 * State of an element at `u_now`: 0 not there, 1 built, 2 at work, 3 due by its baseline and not begun; against the baseline −1 early,
 * 1 late, 0 as planned (within a day's unit of rounding); and how much of it is there: it grows by its task and shrinks by the one that
 * takes it away. NEVER (65535) is no date. The last is the level up to which it is there, metres above the plane of the city's origin: what
 * is at work grows from its foot (LOOK §7: bare slabs, not crumbs).
 */
const ELEMENT_STATE = `
  v_built = vec4(1.0, 0.0, 1.0, ${NO_LEVEL_M.toFixed(1)});
  vec4 link = floor(texelFetch(u_links, at, 0) * 255.0 + 0.5);
  int task = int(link.r * 256.0 + link.g), gone = int(link.b * 256.0 + link.a);
  if (task == ${AS_THE_TILE}) task = int(vsInput.metadata.task);
  if (gone == ${AS_THE_TILE}) gone = int(vsInput.metadata.removal);
  if (u_picked >= 0 && (task == u_picked || gone == u_picked)) v_mark.x = 1.0;
  if (u_taskCount > 1 && task < u_taskCount) {
    vec4 planned = floor(texelFetch(u_tasks, ivec2((2 * task) % ${TABLE_WIDTH}, (2 * task) / ${TABLE_WIDTH}), 0) * 255.0 + 0.5);
    vec4 real = floor(texelFetch(u_tasks, ivec2((2 * task + 1) % ${TABLE_WIDTH}, (2 * task + 1) / ${TABLE_WIDTH}), 0) * 255.0 + 0.5);
    float planStart = planned.r * 256.0 + planned.g, planEnd = planned.b * 256.0 + planned.a;
    float start = real.r * 256.0 + real.g, end = real.b * 256.0 + real.a;
    bool known = start < 65535.0, based = planEnd < 65535.0;
    if (known) {
      v_built.x = u_now >= end ? 1.0 : u_now >= start ? 2.0 : based && u_now >= planEnd ? 3.0 : 0.0;
      if (based) v_built.y = end > planEnd + 2.0 ? 1.0 : end < planEnd - 2.0 ? -1.0 : 0.0;
      if (u_now >= start && u_now < end) v_built.z = (u_now - start) / (end - start);
    }
  }
  if (u_taskCount > 1 && gone < u_taskCount) {
    vec4 real = floor(texelFetch(u_tasks, ivec2((2 * gone + 1) % ${TABLE_WIDTH}, (2 * gone + 1) / ${TABLE_WIDTH}), 0) * 255.0 + 0.5);
    float start = real.r * 256.0 + real.g, end = real.b * 256.0 + real.a;
    if (start < 65535.0 && u_now >= start) {
      v_built.x = u_now >= end ? 0.0 : 2.0;
      v_built.z = min(v_built.z, (end - u_now) / max(end - start, 1.0));
    }
  }
  // What is marked is looked at: it stands whole, whatever the day.
  if (v_paint.a > 0.990 && v_paint.a < 0.994) v_built = vec4(max(v_built.x, 1.0), v_built.y, 1.0, v_built.w);
  vec4 reach = floor(texelFetch(u_reach, at, 0) * 255.0 + 0.5);
  float footM = reach.r * 256.0 + reach.g, topM = reach.b * 256.0 + reach.a;
  if (v_built.z < 0.999 && topM > 0.0)
    v_built.w = ${REACH_FROM_M.toFixed(1)} + ${REACH_STEP_M} * mix(footM, topM, max(v_built.z, ${MIN_GROWN}));`;
