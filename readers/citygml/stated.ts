import type { Stated } from '../shared/stated.ts';

/** Attributes of CityGML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const CITYGML_STATED: Stated = [
  ['srsName', 'reference', 'converted', 'no-crs', 'two-crs'],
  ['vertical part of srsName, uomLabels', 'unit', 'converted', 'surfaces-height-unit'],
  ['axis order of srsName', 'rotation', 'converted'],
  ['srsDimension', 'reference', 'converted', 'positions-flat'],
  ['coordinates decimal, cs, ts', 'scale', 'converted'],
  ['uom', 'unit', 'converted', 'unit-unknown', 'unit-mixed'],
  ['OrientableSurface orientation', 'rotation', 'converted'],
  ['Arc, Circle, ArcByBulge, ArcByCenterPoint', 'mask', 'converted'],
  ['splines', 'mask', 'curve-straight'],
  ['OrientableCurve orientation', 'rotation', 'converted'],
  ['ImplicitGeometry transformationMatrix, referencePoint', 'rotation', 'implicit-geometry'],
  ['X3DMaterial diffuseColor, isFront', 'mask', 'converted'],
  ['X3DMaterial transparency, ParameterizedTexture', 'mask', 'appearance'],
  ['lod2TerrainIntersection', 'reference', 'converted'],
];
