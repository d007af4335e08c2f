import { Cartesian3, ClippingPlane, ClippingPlaneCollection, Color, Matrix4 } from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import type { ClipSolid } from '../../../../twin/underground.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { ShownLayer } from '../../../../view/globe/layers/layer-tileset.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { tokenColour } from '../../../../view/tokens.ts';

const EDGE_PX = 2;

/**
 * Cuts the city by planes: of a solid that keeps its inside, things and ground beyond its outline are gone; of one that keeps its outside, the things
 * in it are, and the ground stays. A collection belongs to one thing that is cut, so each has its own.
 */
export function openClipSolid({ globe: { stage, layers }, twin }: GlobeHost): SceneDrawing<ClipSolid> {
  const { scene } = stage;
  let solid: ClipSolid | null = null;

  function collection(planes: ClippingPlane[], modelMatrix: Matrix4): ClippingPlaneCollection {
    return new ClippingPlaneCollection({
      planes,
      modelMatrix,
      unionClippingRegions: solid?.keeps === 'inside',
      edgeColor: new Color(...tokenColour(themeOf(twin.getState()), 'accent')),
      edgeWidth: EDGE_PX,
    });
  }

  function clip({ tileset }: ShownLayer): void {
    if (!solid) {
      if (tileset.clippingPlanes) tileset.clippingPlanes = none();
      return;
    }
    // Planes stand in a tileset's own frame: of the city's frame as that sees it.
    const own = Matrix4.inverse(tileset.clippingPlanesOriginMatrix, new Matrix4());
    const matrix = Matrix4.multiply(own, stage.ecefFromEnu, new Matrix4());
    tileset.clippingPlanes = collection([...sidesOf(solid), ...endsOf(solid)], matrix);
  }

  function clipGround(): void {
    const { globe } = scene;
    const isCut = solid?.keeps === 'inside';
    if (solid && isCut) globe.clippingPlanes = collection(sidesOf(solid), stage.ecefFromEnu);
    else if (globe.clippingPlanes) globe.clippingPlanes = none();
  }

  function show(next: ClipSolid | null): void {
    solid = next;
    for (const layer of layers.all()) clip(layer);
    clipGround();
    scene.requestRender();
  }

  return { show, close: endAll([layers.onLoaded((layer) => solid && clip(layer)), () => show(null)]) };
}

/** The engine takes no `undefined` where a collection stood. */
const none = (): ClippingPlaneCollection => new ClippingPlaneCollection({ enabled: false });

/** A plane cuts what lies behind it: normals of a solid that keeps its inside look inwards. */
const signOf = ({ keeps }: ClipSolid): number => (keeps === 'inside' ? 1 : -1);

function sidesOf(solid: ClipSolid): ClippingPlane[] {
  const { ringM } = solid;
  const sign = signOf(solid);
  return ringM.map(([x, y], i) => {
    const [toX, toY] = ringM[(i + 1) % ringM.length];
    const lengthM = Math.hypot(toX - x, toY - y);
    const inwards = [-(toY - y) / lengthM, (toX - x) / lengthM];
    return planeAt(new Cartesian3(inwards[0], inwards[1], 0), inwards[0] * x + inwards[1] * y, sign);
  });
}

const endsOf = (solid: ClipSolid): ClippingPlane[] => [
  planeAt(new Cartesian3(0, 0, 1), solid.fromUpM, signOf(solid)),
  planeAt(new Cartesian3(0, 0, -1), -solid.toUpM, signOf(solid)),
];

/** The plane whose points have this offset along its normal; turned round where the sign is -1. */
const planeAt = (normal: Cartesian3, offsetM: number, sign: number): ClippingPlane =>
  new ClippingPlane(Cartesian3.multiplyByScalar(normal, sign, normal), -sign * offsetM);
