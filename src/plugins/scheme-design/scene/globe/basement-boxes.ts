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
  ShadowMode,
} from '@cesium/engine';
import { lonLatFromEnu } from '../../../../../model/geo/enu.ts';
import type { Basement } from '../../../../../model/schemes/basements.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { BASEMENT_TOKEN } from '../../use-tokens.ts';
import { levelSpans } from '../volume-ground.ts';

/** Basements level by level, under the ground: they are seen where that is cut, looked through or looked at from below. `upM`: of the lowest ground of each. */
export function basementBoxes(host: GlobeHost, basements: readonly Basement[], upM: readonly number[]): Primitive[] {
  const levels = basements.flatMap((basement, i) => levelsOf(host, basement, upM[i]));
  if (levels.length === 0) return [];
  const theme = themeOf(host.twin.getState());
  const colourOf = (token: string) =>
    ColorGeometryInstanceAttribute.fromColor(new Color(...tokenColour(theme, token), 1));
  const solid = new Primitive({
    geometryInstances: levels.map(
      (shape) =>
        new GeometryInstance({
          geometry: new PolygonGeometry({ ...shape, vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT }),
          attributes: { color: colourOf(BASEMENT_TOKEN) },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ translucent: false, closed: true }),
    shadows: ShadowMode.DISABLED,
    allowPicking: false,
  });
  const edges = new Primitive({
    geometryInstances: levels.map(
      (shape) =>
        new GeometryInstance({
          geometry: new PolygonOutlineGeometry(shape),
          attributes: { color: colourOf('ink-2') },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    allowPicking: false,
  });
  return [solid, edges];
}

function levelsOf(host: GlobeHost, basement: Basement, upM: number) {
  const { city } = host.globe.stage;
  const corners = basement.ringM.map(([eastM, northM]) => lonLatFromEnu(city.origin, [eastM, northM, upM]));
  const groundM = corners.reduce((sum, corner) => sum + corner.heightM, 0) / corners.length;
  const polygonHierarchy = new PolygonHierarchy(
    corners.map(({ lonDeg, latDeg }) => Cartesian3.fromDegrees(lonDeg, latDeg)),
  );
  return levelSpans(basement).map(({ fromM, toM }) => ({
    polygonHierarchy,
    height: groundM + toM,
    extrudedHeight: groundM + fromM,
  }));
}
