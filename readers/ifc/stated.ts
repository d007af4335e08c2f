import type { Stated } from '../shared/stated.ts';

/** Attributes of IFC that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const IFC_STATED: Stated = [
  ['IfcUnitAssignment LENGTHUNIT, VOLUMEUNIT, PLANEANGLEUNIT', 'unit', 'converted'],
  [
    'IfcMapConversion Eastings, Northings, OrthogonalHeight',
    'shift',
    'converted',
    'ifc-offset-in-metres',
    'ifc-offset-in-millimetres',
    'ifc-double-offset',
  ],
  ['IfcMapConversion XAxisAbscissa, XAxisOrdinate', 'rotation', 'converted'],
  ['IfcMapConversion Scale', 'scale', 'converted', 'ifc-scale'],
  ['IfcMapConversionScaled FactorX, FactorY, FactorZ', 'scale', 'converted', 'ifc-scale'],
  ['IfcRigidOperation FirstCoordinate, SecondCoordinate, Height', 'shift', 'converted'],
  ['ePset_MapConversion, ePset_ProjectedCRS (IFC 2x3)', 'reference', 'converted'],
  ['IfcGeographicCRS Name, AngleUnit, HeightUnit', 'reference', 'converted'],
  ['place against the area of use of the system', 'reference', 'crs-area'],
  ['IfcProjectedCRS Name', 'reference', 'converted'],
  ['IfcProjectedCRS MapUnit', 'unit', 'converted'],
  ['IfcSite RefLatitude, RefLongitude, RefElevation', 'reference', 'converted', 'ifc-far-from-zero'],
  ['IfcGeometricRepresentationContext TrueNorth', 'rotation', 'converted'],
  ['IfcProjectedCRS VerticalDatum', 'reference', 'ifc-vertical-datum'],
  ['IfcGeometricRepresentationContext WorldCoordinateSystem', 'shift', 'ifc-world-system'],
  ['more than one IfcMapConversion', 'reference', 'ifc-several-maps'],
];
