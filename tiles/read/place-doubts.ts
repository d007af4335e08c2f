import type { Crs } from '../../model/geo/crs.ts';
import type { Problems } from '../../readers/shared/problems.ts';

/** A town reaches over the border of its zone; so far, degrees, nobody draws one on purpose. */
const BEYOND_AREA_DEG = 1;

/** Says what is doubtful of where a file lies: a system without an exact way to WGS 84, and a place where the system is not used. */
export function reportPlaceDoubts(crs: Crs, file: string, lonLatDeg: Float64Array, problems: Problems): void {
  const { accuracyM, isUnshifted } = crs;
  if (isUnshifted)
    problems.report(
      'crs-unshifted',
      () =>
        `${file}: ${crs.name}: expected a system with a public transformation to WGS 84, got one without: positions are good to ±${accuracyM} m; parameters of the place mend it (--crs "+proj=… +towgs84=…")`,
    );
  else if (accuracyM !== undefined)
    problems.report(
      'crs-accuracy',
      () =>
        `${file}: ${crs.name}: expected a transformation to WGS 84 that is exact, got one that EPSG states to ±${accuracyM} m; parameters of the place mend it (--crs "+proj=… +towgs84=…")`,
    );
  const outsideDeg = beyondArea(crs, lonLatDeg);
  if (outsideDeg > BEYOND_AREA_DEG)
    problems.report(
      'crs-area',
      () =>
        `${file}: ${crs.name}: expected places where this system is used (${crs.area?.join(', ')}), got them ${outsideDeg.toFixed(1)}° outside: another zone or system is likely; --crs names it`,
    );
}

/** How far the middle of the places lies outside of the system's area of use, degrees; 0 within it and where it is not known. */
function beyondArea({ area }: Crs, lonLatDeg: Float64Array): number {
  if (!area || lonLatDeg.length === 0) return 0;
  const [westDeg, southDeg, eastDeg, northDeg] = area;
  const vertex = 2 * Math.floor(lonLatDeg.length / 4);
  const halfDeg = ((eastDeg - westDeg + 360) % 360) / 2 || 180;
  const fromMiddleDeg = Math.abs(((lonLatDeg[vertex] - westDeg - halfDeg + 540) % 360) - 180);
  const latDeg = lonLatDeg[vertex + 1];
  return Math.max(0, fromMiddleDeg - halfDeg, southDeg - latDeg, latDeg - northDeg) || 0;
}
