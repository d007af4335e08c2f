import {
  Cartesian3,
  ClassificationType,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  GroundPolylineGeometry,
  GroundPolylinePrimitive,
  GroundPrimitive,
  Material,
  MaterialAppearance,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  PolygonOutlineGeometry,
  PolylineColorAppearance,
  Primitive,
} from '@cesium/engine';
import { enuFromLonLat, lonLatFromEnu } from '../../../../../model/geo/enu.ts';
import type { DrawnPlan } from '../../../../../workers/plans/drawn.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { enuOf } from '../../../../view/globe/panes/stage.ts';
import { openSettling } from '../../../../view/globe/quality/settling.ts';
import type { CanvasPoint, SceneDrawing } from '../../../../view/scene.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { type AreaLook, type FillPattern, lookOf, type NamedLook } from '../../land-use-look.ts';
import { areaAt } from '../area-at.ts';
import type { AreaPicture } from '../area-picture.ts';

/** Shapes of one primitive: as many are made ready at once, between two frames. */
const SHAPES_AT_ONCE = 400;
/** Opacity of the colour over the ground (the look's value for plans in 2D), and of a solid. */
const FILL_ALPHA = 0.55;
const SOLID_ALPHA = 0.45;
/** A solid goes so far into the ground, which is not level under it. */
const FOOT_M = 10;
const EDGE_PX = 1.5;
const CHOSEN_PX = 4;

const PATTERNS: Readonly<Record<FillPattern, number>> = {
  plain: 0,
  rising: 1,
  falling: 2,
  level: 3,
  upright: 4,
  cross: 5,
  dots: 6,
};

/** Lines and dots of one pixel every six, on the picture and not on the ground: as wide from any height, as on a printed map. */
const SOURCE = `
uniform vec4 color;
uniform vec4 ink;
uniform float pattern;
czm_material czm_getMaterial(czm_materialInput materialInput) {
  czm_material material = czm_getDefaultMaterial(materialInput);
  vec2 at = gl_FragCoord.xy / czm_pixelRatio;
  float rising = step(mod(at.x - at.y, 7.0), 1.4);
  float falling = step(mod(at.x + at.y, 7.0), 1.4);
  float level = step(mod(at.y, 6.0), 1.0);
  float upright = step(mod(at.x, 6.0), 1.0);
  float dots = step(length(mod(at, 6.0) - 3.0), 1.1);
  float mark = 0.0;
  if (pattern == 1.0) mark = rising;
  else if (pattern == 2.0) mark = falling;
  else if (pattern == 3.0) mark = level;
  else if (pattern == 4.0) mark = upright;
  else if (pattern == 5.0) mark = max(rising, falling);
  else if (pattern == 6.0) mark = dots;
  material.diffuse = mix(color.rgb, ink.rgb, 0.5 * mark);
  material.alpha = color.a;
  return material;
}`;

type Levels = Map<number, { footM: number; topM: number }>;

/** Plans over the ground in colours and patterns of their uses, up to their height limit on demand; a click takes a shape up. */
export function openAreas(host: GlobeHost): SceneDrawing<AreaPicture> {
  const settling = openSettling(host);
  const chosenEdge = openSettling(host);
  let picture: AreaPicture | null = null;
  let built = '';
  let wanted = 0;
  let isBuilding = false;
  /** By plan: the solids that stand on the picture. */
  let standing = new Map<string, Levels>();

  async function build(): Promise<void> {
    const serial = ++wanted;
    const shown = picture;
    const ofPicture = shown
      ? JSON.stringify([shown.plans.map(({ id }) => id), shown.isExtruded, themeOf(host.twin.getState())])
      : '';
    drawChosen();
    if (ofPicture === built) return;
    built = ofPicture;
    settling.replace([]);
    standing = new Map();
    if (!shown) return;
    isBuilding = true;
    for (const { id, plan } of shown.plans) {
      const levels: Levels = shown.isExtruded ? await levelsOf(host, plan) : new Map();
      if (serial !== wanted && ofPicture !== built) return;
      standing.set(id, levels);
      for (let from = 0; from < plan.shapes.length; from += SHAPES_AT_ONCE) {
        const to = Math.min(plan.shapes.length, from + SHAPES_AT_ONCE);
        settling.add(solidsOf(host, plan, levels, from, to), drapedOf(host, plan, levels, from, to));
        await new Promise((done) => setTimeout(done));
        if (ofPicture !== built) return;
      }
    }
    isBuilding = false;
    host.requestFrame();
  }

  function drawChosen(): void {
    const plan = picture?.plans.find(({ id }) => id === picture?.chosen?.plan)?.plan;
    const shape = picture?.chosen?.shape;
    chosenEdge.replace(
      [],
      plan && shape !== undefined ? [edges(plan, [shape], () => colour(host, 'accent', 1), CHOSEN_PX)] : [],
    );
  }

  const rebuild = () => void build().catch(host.fail);
  return {
    show(next) {
      picture = next;
      rebuild();
    },
    isWaiting: () => isBuilding || settling.isWaiting(),
    click(at) {
      if (!picture?.takesClicks) return false;
      const chosen = shapeAt(host, picture, standing, at);
      if (!chosen && !picture.chosen) return false;
      picture.choose(chosen);
      return chosen !== null;
    },
    close: endAll([
      host.twin.follow(themeOf, rebuild),
      () => {
        wanted++;
        built = 'closed';
        settling.close();
        chosenEdge.close();
      },
    ]),
  };
}

function shapeAt(
  host: GlobeHost,
  { plans }: AreaPicture,
  standing: ReadonlyMap<string, Levels>,
  at: CanvasPoint,
): AreaPicture['chosen'] {
  const { stage } = host.globe;
  const ground = host.groundAt(at);
  if (!ground) return null;
  const place = (enu: readonly [number, number, number]): [number, number, number] => {
    const { lonDeg, latDeg, heightM } = lonLatFromEnu(stage.city.origin, enu);
    return [lonDeg, latDeg, heightM];
  };
  const sight = { eye: place(enuOf(stage, stage.scene.camera.positionWC)), ground: place(ground) };
  let found: { plan: string; shape: number; at: number } | null = null;
  for (const { id, plan } of plans) {
    const met = areaAt(plan, sight, (shape) => standing.get(id)?.get(shape) ?? null);
    if (met && (!found || met.at < found.at)) found = { plan: id, ...met };
  }
  return found && { plan: found.plan, shape: found.shape };
}

/** Returns the levels of shapes with a height limit: heights above the ellipsoid of their ground, less a foot, and of the limit over it. */
async function levelsOf(host: GlobeHost, { shapes, boxes }: DrawnPlan): Promise<Levels> {
  const { origin } = host.globe.stage.city;
  const limited = [...shapes.keys()].filter((i) => (shapes[i].properties.heightMaxM ?? 0) > 0);
  const middles = limited.map((i) => {
    const [west, south, east, north] = boxes.subarray(4 * i, 4 * i + 4);
    return enuFromLonLat(origin, { lonDeg: (west + east) / 2, latDeg: (south + north) / 2, heightM: origin.heightM });
  });
  const ups = await host.groundUpM(middles.map(([eastM, northM]) => [eastM, northM]));
  return new Map(
    limited.map((i, k) => {
      const groundM = origin.heightM + ups[k] - middles[k][2];
      return [i, { footM: groundM - FOOT_M, topM: groundM + (shapes[i].properties.heightMaxM ?? 0) }];
    }),
  );
}

const colour = (host: GlobeHost, token: string, alpha: number): Color =>
  new Color(...tokenColour(themeOf(host.twin.getState()), token), alpha);

function hierarchies({ rings }: DrawnPlan, shape: number): PolygonHierarchy[] {
  const { shapePart, partRing } = rings;
  const parts: PolygonHierarchy[] = [];
  for (let part = shapePart[shape]; part < shapePart[shape + 1]; part++) {
    const list = ringsOf(rings, partRing[part], partRing[part + 1]);
    parts.push(
      new PolygonHierarchy(
        list[0],
        list.slice(1).map((hole) => new PolygonHierarchy(hole)),
      ),
    );
  }
  return parts;
}

const ringsOf = ({ ringVertex, lonLatDeg }: DrawnPlan['rings'], from: number, to: number): Cartesian3[][] =>
  Array.from({ length: to - from }, (_, r) =>
    Cartesian3.fromDegreesArray([...lonLatDeg.subarray(2 * ringVertex[from + r], 2 * ringVertex[from + r + 1])]),
  );

/** On the ground, a primitive a look, with all edges in one. */
function drapedOf(
  host: GlobeHost,
  plan: DrawnPlan,
  levels: Levels,
  from: number,
  to: number,
): (GroundPrimitive | GroundPolylinePrimitive)[] {
  const byLook = new Map<string, { look: NamedLook; shapes: number[] }>();
  const all: number[] = [];
  for (let i = from; i < to; i++) {
    if (levels.has(i)) continue;
    all.push(i);
    const { properties, use } = plan.shapes[i];
    const look = lookOf({ kind: properties.kind, use });
    const same = byLook.get(look.key);
    if (same) same.shapes.push(i);
    else byLook.set(look.key, { look, shapes: [i] });
  }
  const fills = [...byLook.values()].map(({ look, shapes }) => fill(host, plan, shapes, look));
  return all.length === 0 ? [] : [...fills, edges(plan, all, () => colour(host, 'ink', 0.8), EDGE_PX)];
}

function fill(
  host: GlobeHost,
  plan: DrawnPlan,
  shapes: readonly number[],
  { token, pattern }: AreaLook,
): GroundPrimitive {
  const material = new Material({
    fabric: {
      uniforms: { color: colour(host, token, FILL_ALPHA), ink: colour(host, 'ink', 1), pattern: PATTERNS[pattern] },
      source: SOURCE,
    },
    translucent: true,
  });
  return new GroundPrimitive({
    geometryInstances: shapes.flatMap((shape) =>
      hierarchies(plan, shape).map(
        (polygonHierarchy) => new GeometryInstance({ geometry: new PolygonGeometry({ polygonHierarchy }) }),
      ),
    ),
    appearance: new MaterialAppearance({ material, flat: true, translucent: true }),
    // Roads and green of the city are tiles over the terrain: what stands on them wears the colour too.
    classificationType: ClassificationType.BOTH,
    allowPicking: false,
  });
}

function edges(
  plan: DrawnPlan,
  shapes: readonly number[],
  colourOf: () => Color,
  width: number,
): GroundPolylinePrimitive {
  const { shapePart, partRing } = plan.rings;
  return new GroundPolylinePrimitive({
    geometryInstances: shapes.flatMap((shape) =>
      ringsOf(plan.rings, partRing[shapePart[shape]], partRing[shapePart[shape + 1]]).map(
        (positions) =>
          new GeometryInstance({
            geometry: new GroundPolylineGeometry({ positions, width, loop: true }),
            attributes: { color: ColorGeometryInstanceAttribute.fromColor(colourOf()) },
          }),
      ),
    ),
    appearance: new PolylineColorAppearance({ translucent: true }),
    allowPicking: false,
  });
}

/** Up to the height limit: translucent in the colour of the use, with its edges. */
function solidsOf(host: GlobeHost, plan: DrawnPlan, levels: Levels, from: number, to: number): Primitive[] {
  const list = [...levels].filter(([shape]) => shape >= from && shape < to);
  if (list.length === 0) return [];
  const each = <T>(make: (hierarchy: PolygonHierarchy, height: number, foot: number, shape: number) => T): T[] =>
    list.flatMap(([shape, { footM, topM }]) =>
      hierarchies(plan, shape).map((hierarchy) => make(hierarchy, topM, footM, shape)),
    );
  const tokenOf = (shape: number) =>
    lookOf({ kind: plan.shapes[shape].properties.kind, use: plan.shapes[shape].use }).token;
  const solid = new Primitive({
    geometryInstances: each(
      (polygonHierarchy, height, extrudedHeight, shape) =>
        new GeometryInstance({
          geometry: new PolygonGeometry({
            polygonHierarchy,
            height,
            extrudedHeight,
            vertexFormat: PerInstanceColorAppearance.FLAT_VERTEX_FORMAT,
          }),
          attributes: {
            color: ColorGeometryInstanceAttribute.fromColor(colour(host, tokenOf(shape), SOLID_ALPHA)),
          },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: true, closed: true }),
    allowPicking: false,
  });
  const lines = new Primitive({
    geometryInstances: each(
      (polygonHierarchy, height, extrudedHeight) =>
        new GeometryInstance({
          geometry: new PolygonOutlineGeometry({ polygonHierarchy, height, extrudedHeight }),
          attributes: { color: ColorGeometryInstanceAttribute.fromColor(colour(host, 'ink-2', 1)) },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    allowPicking: false,
  });
  return [solid, lines];
}
