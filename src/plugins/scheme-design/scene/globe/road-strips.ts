import {
  BoundingSphere,
  ComponentDatatype,
  Geometry,
  GeometryAttribute,
  GeometryAttributes,
  GeometryInstance,
  PerInstanceColorAppearance,
  Primitive,
  PrimitiveType,
} from '@cesium/engine';
import type { SchemeRoad } from '../../../../../model/schemes/scheme.ts';
import { roadEdgesM } from '../../../../../model/schemes/scheme-roads.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';

/** The ground is asked for so often along a road, and the road lies so far above it: over streets and lawns of today, and over ground that is not level between two places. */
const STEP_M = 6;
const LIFT_M = 1.5;

/** Roads of a scheme as they lie on the ground, in the colour of what is chosen: the city has its own in theirs. */
export async function roadStrips(host: GlobeHost, roads: readonly SchemeRoad[]): Promise<Primitive[]> {
  const strips = roads.map((road) => roadEdgesM(road, STEP_M)).filter(({ left }) => left.length > 1);
  if (strips.length === 0) return [];
  const points = strips.flatMap(({ left, right }) => left.flatMap((point, i) => [point, right[i]]));
  const ups = await host.groundUpM(points.map(([x, y]): [number, number] => [x, y]));
  const positions = new Float64Array(points.flatMap(([x, y], i) => [x, y, ups[i] + LIFT_M]));
  const indices: number[] = [];
  let first = 0;
  for (const { left } of strips) {
    for (let i = 0; i + 1 < left.length; i++) {
      const a = first + 2 * i;
      indices.push(a, a + 1, a + 3, a, a + 3, a + 2);
    }
    first += 2 * left.length;
  }
  return [stripsOf(host, positions, Uint32Array.from(indices))];
}

function stripsOf(host: GlobeHost, values: Float64Array, indices: Uint32Array): Primitive {
  const colour = tokenColour(themeOf(host.twin.getState()), 'ink-3').map((part) => Math.round(255 * part));
  const colours = new Uint8Array((4 * values.length) / 3);
  for (let i = 0; i < colours.length; i += 4) colours.set([colour[0], colour[1], colour[2], 255], i);
  const attributes = new GeometryAttributes();
  attributes.position = new GeometryAttribute({
    componentDatatype: ComponentDatatype.DOUBLE,
    componentsPerAttribute: 3,
    values,
  });
  attributes.color = new GeometryAttribute({
    componentDatatype: ComponentDatatype.UNSIGNED_BYTE,
    componentsPerAttribute: 4,
    normalize: true,
    values: colours,
  });
  const geometry = new Geometry({
    attributes,
    indices,
    primitiveType: PrimitiveType.TRIANGLES,
    boundingSphere: BoundingSphere.fromVertices([...values]),
  });
  return new Primitive({
    geometryInstances: new GeometryInstance({ geometry, modelMatrix: host.globe.stage.ecefFromEnu }),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    asynchronous: false,
    allowPicking: false,
  });
}
