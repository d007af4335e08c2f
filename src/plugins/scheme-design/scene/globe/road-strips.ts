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
import { themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { type RoadMesh, roadMesh } from '../road-mesh.ts';

/** Roads of a scheme as they lie on the ground, in the colour of what is chosen: the city has its own in theirs. */
export async function roadStrips(host: GlobeHost, roads: readonly SchemeRoad[]): Promise<Primitive[]> {
  const mesh = await roadMesh(host, roads);
  return mesh ? [stripsOf(host, mesh)] : [];
}

function stripsOf(host: GlobeHost, { enuM: values, indices }: RoadMesh): Primitive {
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
