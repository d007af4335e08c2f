import {
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  PolygonOutlineGeometry,
  Primitive,
} from '@cesium/engine';
import { lonLatFromEnu } from '../../../../model/geo/enu.ts';
import type { Point } from '../../../../model/geo/plane/point.ts';
import { signedAreaM2, widened } from '../../../../model/geo/plane/ring.ts';
import { themeOf } from '../../../twin/appearance.ts';
import { endAll } from '../../end-all.ts';
import type { SceneDrawing } from '../../scene.ts';
import type { TintedSolid } from '../../tinted-solid.ts';
import { tokenColour } from '../../tokens.ts';
import type { GlobeHost } from '../host.ts';

/** Solids stand so far out of the walls that they tint, and over their roofs. */
const OUT_M = 0.25;
/** Frames after the last solid was built: it is drawn in the one after. */
const FRAMES_TO_DRAW = 3;

/** Solids over what the city's tiles show: a part above a limit, a surface between limits. */
export function openTintedSolids(host: GlobeHost): SceneDrawing<readonly TintedSolid[]> {
  const { scene } = host.globe.stage;
  let primitives: Primitive[] = [];
  let solids: readonly TintedSolid[] = [];
  let framesLeft = 0;

  function rebuild(): void {
    for (const primitive of primitives) scene.primitives.remove(primitive);
    primitives = solids.length > 0 ? built(host, solids) : [];
    for (const primitive of primitives) scene.primitives.add(primitive);
    framesLeft = FRAMES_TO_DRAW;
    host.requestFrame();
  }

  return {
    show(next) {
      solids = next ?? [];
      rebuild();
    },
    isWaiting: () => framesLeft > 0,
    close: endAll([
      host.twin.follow(themeOf, rebuild),
      host.afterFrame(() => {
        framesLeft = primitives.some(({ ready }) => !ready) ? FRAMES_TO_DRAW : Math.max(0, framesLeft - 1);
        if (framesLeft > 0) host.requestFrame();
      }),
      () => {
        solids = [];
        rebuild();
      },
    ]),
  };
}

function built(host: GlobeHost, solids: readonly TintedSolid[]): Primitive[] {
  const { origin } = host.globe.stage.city;
  const theme = themeOf(host.twin.getState());
  const colourOf = (token: string, alpha: number) =>
    ColorGeometryInstanceAttribute.fromColor(new Color(...tokenColour(theme, token), alpha));
  const shapes = solids.map(({ ringM, fromUpM, toUpM }) => {
    const ring = signedAreaM2(ringM) < 0 ? ringM.toReversed() : ringM;
    const corners = outwards(ring).map(([eastM, northM]) => lonLatFromEnu(origin, [eastM, northM, 0]));
    // Up in the plane is below the ellipsoid's height by what the Earth falls away.
    const levelM = corners.reduce((sum, { heightM }) => sum + heightM, 0) / corners.length;
    return {
      polygonHierarchy: new PolygonHierarchy(
        corners.map(({ lonDeg, latDeg }) => Cartesian3.fromDegrees(lonDeg, latDeg)),
      ),
      height: levelM + toUpM + OUT_M,
      extrudedHeight: levelM + fromUpM,
    };
  });
  const isOpaque = solids.every(({ alpha = 1 }) => alpha === 1);
  const faces = new Primitive({
    geometryInstances: shapes.map(
      (shape, i) =>
        new GeometryInstance({
          geometry: new PolygonGeometry({ ...shape, vertexFormat: PerInstanceColorAppearance.FLAT_VERTEX_FORMAT }),
          attributes: { color: colourOf(solids[i].token, solids[i].alpha ?? 1) },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: !isOpaque, closed: true }),
    allowPicking: false,
  });
  const edges = new Primitive({
    geometryInstances: shapes.map(
      (shape) =>
        new GeometryInstance({
          geometry: new PolygonOutlineGeometry(shape),
          attributes: { color: colourOf('ink-2', 1) },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    allowPicking: false,
  });
  return [faces, edges];
}

/** A ring a little wider; one whose corners turn back is left as it is. */
function outwards(ring: readonly Point[]): readonly Point[] {
  const wide = widened(ring, OUT_M);
  return wide.every(([x, y], i) => Math.hypot(x - ring[i][0], y - ring[i][1]) < 4 * OUT_M) ? wide : ring;
}
