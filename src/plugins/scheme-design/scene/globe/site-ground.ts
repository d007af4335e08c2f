import {
  Cartesian3,
  ClassificationType,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  GroundPrimitive,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
} from '@cesium/engine';
import { lonLatFromEnu } from '../../../../../model/geo/enu.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import type { SchemeSight } from '../picture.ts';

/** Live shadows of the volumes are seen through it, the ground of today hardly. */
const OPACITY_RATIO = 0.88;

/** Level parcels with volumes in one light colour: car parks and shadows of what gives way, which lie in the ground's own picture, would stay to be seen. */
export function siteGround(host: GlobeHost, { scheme, graded, isGroundOpen }: SchemeSight): GroundPrimitive[] {
  const built = new Set(scheme.buildings.map(({ parcel }) => parcel));
  const sites = scheme.parcels.filter(
    ({ id }) => !isGroundOpen && built.has(id) && !graded.some(({ parcel }) => parcel === id),
  );
  if (sites.length === 0) return [];
  const colour = new Color(...tokenColour(themeOf(host.twin.getState()), 'sunken'), OPACITY_RATIO);
  const { origin } = host.twin.city;
  return [
    new GroundPrimitive({
      geometryInstances: sites.map(({ ringM }) => {
        const corners = ringM.map(([eastM, northM]) => lonLatFromEnu(origin, [eastM, northM, 0]));
        const positions = corners.map(({ lonDeg, latDeg }) => Cartesian3.fromDegrees(lonDeg, latDeg));
        return new GeometryInstance({
          geometry: new PolygonGeometry({ polygonHierarchy: new PolygonHierarchy(positions) }),
          attributes: { color: ColorGeometryInstanceAttribute.fromColor(colour) },
        });
      }),
      appearance: new PerInstanceColorAppearance({ flat: true, translucent: true }),
      classificationType: ClassificationType.BOTH,
      allowPicking: false,
    }),
  ];
}
