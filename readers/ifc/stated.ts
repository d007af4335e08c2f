import type { Stated } from '../shared/stated.ts';

/** Attributes of IFC that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const IFC_STATED: Stated = {
  'IfcUnitAssignment LENGTHUNIT, VOLUMEUNIT': ['unit', 'converted'],
  'IfcMapConversion Eastings, Northings, OrthogonalHeight': [
    'shift',
    'converted',
    'ifc-offset-in-metres',
    'ifc-offset-in-millimetres',
    'ifc-double-offset',
  ],
  'IfcMapConversion XAxisAbscissa, XAxisOrdinate': ['rotation', 'converted'],
  'IfcProjectedCRS Name': ['reference', 'converted'],
  'IfcProjectedCRS MapUnit': ['unit', 'converted'],
  'IfcSite RefLatitude, RefLongitude, RefElevation': ['reference', 'converted', 'ifc-far-from-zero'],
  'IfcGeometricRepresentationContext TrueNorth': ['rotation', 'converted'],
};
