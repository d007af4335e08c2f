import { type InstancedMesh, type Intersection, type Object3D, type Ray, Raycaster, Vector2, Vector3 } from 'three';
import type { Enu } from '../../../model/geo/enu.ts';
import { isOnBlock } from '../../twin/table-block.ts';
import type { CanvasPoint, ProjectedPoint } from '../scene.ts';
import type { CityLayers } from './city-layers.ts';
import type { TableStage } from './stage.ts';

/** What stands at a pixel: where, and which object of the city; gid null: the ground. */
export interface Seen {
  readonly enu: Enu;
  readonly gid: number | null;
  readonly isSolid: boolean;
}

/** Rays from the eye, and the way back. */
export interface Sight {
  seenAt(at: CanvasPoint): Seen | null;
  /** Returns what another eye or a hand points at: a ray in the table's frame. */
  seenAlong(ray: Ray): Seen | null;
  groundAt(at: CanvasPoint): Enu | null;
  projection(): (point: Enu) => ProjectedPoint | null;
}

/** Nobody picks what lies over these when they pick from above: an area under a house. */
const DRAPED = new Set(['draped', 'water']);

export function openSight(
  stage: TableStage,
  layers: CityLayers,
  ground: Object3D,
  isHidden: (gid: number) => boolean,
): Sight {
  const { camera, canvas, cityRoot, block, saw } = stage;
  const caster = new Raycaster();

  function aim({ x, y }: CanvasPoint): void {
    camera.updateMatrixWorld();
    const at = new Vector2((2 * x) / canvas.clientWidth - 1, 1 - (2 * y) / canvas.clientHeight);
    caster.setFromCamera(at, camera);
  }

  const isKept = (hit: Intersection) =>
    saw.every((plane) => plane.distanceToPoint(hit.point) > -0.01) && !isHidden(gidOf(hit) ?? -1);
  const enuOf = ({ x, y, z }: Vector3): Enu => {
    const local = cityRoot.worldToLocal(new Vector3(x, y, z));
    return [local.x, -local.z, local.y];
  };

  function nearest(objects: readonly Object3D[]): Intersection | null {
    return caster.intersectObjects([...objects], false).find(isKept) ?? null;
  }

  function look(): Seen | null {
    const shown = layers.all().filter(({ group }) => group.visible);
    const solid = nearest(shown.filter(({ kind }) => !DRAPED.has(kind)).flatMap((layer) => visible(layer.meshes())));
    const earth = nearest([ground]);
    if (solid && (!earth || solid.distance < earth.distance))
      return { enu: enuOf(solid.point), gid: gidOf(solid), isSolid: true };
    if (!earth) return null;
    const lying = shown.filter(({ kind }) => DRAPED.has(kind)).reverse();
    const area = lying.map((layer) => nearest(visible(layer.meshes()))).find((hit) => hit !== null) ?? null;
    return { enu: enuOf(earth.point), gid: area ? gidOf(area) : null, isSolid: false };
  }

  return {
    seenAt(at) {
      aim(at);
      return look();
    },
    seenAlong(ray) {
      caster.set(ray.origin, ray.direction);
      return look();
    },
    groundAt(at) {
      aim(at);
      const earth = nearest([ground]);
      return earth ? enuOf(earth.point) : null;
    },
    projection() {
      camera.updateMatrixWorld();
      const { clientWidth, clientHeight } = canvas;
      const baseUp = stage.uniforms.u_baseUp.value;
      const point = new Vector3();
      return ([east, north, up]) => {
        point.set(east - block.eastM, up - baseUp, block.northM - north).applyMatrix4(camera.matrixWorldInverse);
        const farM = -point.z;
        if (farM <= 0) return null;
        point.applyMatrix4(camera.projectionMatrix);
        return {
          x: ((point.x + 1) / 2) * clientWidth,
          y: ((1 - point.y) / 2) * clientHeight,
          farM,
          isOnCanvas: isOnBlock(block, east, north) && Math.abs(point.x) <= 1 && Math.abs(point.y) <= 1,
        };
      };
    },
  };
}

/** Tiles that are held and not chosen stand in no scene. */
function visible(meshes: readonly Object3D[]): Object3D[] {
  return meshes.filter((mesh) => {
    for (let object: Object3D | null = mesh; object; object = object.parent) {
      if (!object.visible) return false;
      if (object.parent === null) return object.type === 'Scene';
    }
    return false;
  });
}

function gidOf({ object, face, instanceId }: Intersection): number | null {
  const gids = (object as InstancedMesh).geometry.getAttribute('gid');
  const at = instanceId ?? face?.a;
  if (!gids || at === undefined) return null;
  const gid = gids.getX(at);
  return gid >= 0 ? Math.round(gid) : null;
}
