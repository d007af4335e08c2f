import {
  type Cartesian2,
  type Cartesian3,
  Cartographic,
  Cesium3DTileFeature,
  Math as CesiumMath,
} from '@cesium/engine';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import type { SurfacePoint } from '../../../../model/geo/surface-point.ts';
import { isDrawnSolid } from '../camera/picked.ts';
import { type CityStage, ecefOf, enuOf } from '../panes/stage.ts';
import { groundUpM } from './ground-height.ts';
import type { LayerTilesets } from './layers.ts';

/** What a ruler may be laid on; trees and lamps stand in its way, streets and water are the ground itself. */
const SOLID = new Set<LayerInfo['kind']>(['building', 'element', 'bridge', 'tunnel', 'tiles', 'points']);

/**
 * What is drawn at a pixel of the canvas: the point on a roof, wall or deck from the depth of the last frame, else the
 * ground at the height of its finest tiles, so that a measured height does not depend on how near the camera is.
 */
export async function surfaceAt(
  stage: CityStage,
  layers: LayerTilesets,
  position: Cartesian2,
): Promise<SurfacePoint | null> {
  const { scene } = stage;
  const picked: unknown = scene.pick(position);
  const layer = layers.all().find(({ tileset }) => tileset === tilesetOf(picked));
  const isSolid = isDrawnSolid(picked) || (layer && SOLID.has(layer.info.kind));
  const solid = isSolid ? scene.pickPosition(position) : undefined;
  if (solid) return surfacePoint(stage, solid, 'object');
  const ray = scene.camera.getPickRay(position);
  const drawn = ray && scene.globe.pick(ray, scene);
  if (!drawn) return null;
  const [eastM, northM] = enuOf(stage, drawn);
  const [upM] = await groundUpM(stage, [[eastM, northM]]);
  return surfacePoint(stage, ecefOf(stage, [eastM, northM, upM]), 'ground');
}

/** Returns the tileset of a feature, or of a tile without features as oblique photogrammetry has them. */
function tilesetOf(picked: unknown): unknown {
  if (picked instanceof Cesium3DTileFeature) return picked.tileset;
  return picked instanceof Object && 'primitive' in picked ? picked.primitive : null;
}

/** A point of the drawn city, given in Earth-centred metres. */
export function surfacePoint(stage: CityStage, ecef: Cartesian3, on: SurfacePoint['on']): SurfacePoint {
  const { longitude, latitude, height } = Cartographic.fromCartesian(ecef);
  return {
    lonLat: { lonDeg: CesiumMath.toDegrees(longitude), latDeg: CesiumMath.toDegrees(latitude), heightM: height },
    enu: enuOf(stage, ecef),
    elevationM: height - stage.city.datum.geoidUndulationM,
    on,
  };
}
