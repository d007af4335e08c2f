import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { Utf8List } from '../../readers/shared/growable.ts';
import { BUILDING_LIMITS } from '../../readers/shared/limits.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { SurfaceGeometry } from '../model.ts';
import { RingCheck } from './ring.ts';
import { FeatureValidator, type RowCheck, type ValidFeatures } from './validate-features.ts';

interface SurfaceChecks {
  gate: RowCheck;
  /** Rows whose rings have to enclose ground. */
  isOutline: (row: number) => boolean;
}

/** The features of a layer of surfaces that can be used: each has an id of its own, stands among the others, and is what the recipe asks for. */
export function validateSurfaces(
  raw: RawFeatures,
  geometry: SurfaceGeometry,
  ids: Utf8List,
  checks: SurfaceChecks,
  problems: Problems,
): ValidFeatures {
  return new SurfaceValidator(nested(raw, geometry), ids, checks, problems).validate();
}

/** Surfaces are to a model what parts are to a polygon. */
export const nested = (raw: RawFeatures, geometry: SurfaceGeometry): RawFeatures => ({
  ...raw,
  featurePart: geometry.featureSurface,
  partRing: geometry.surfaceRing,
  ringVertex: geometry.ringVertex,
  xy: geometry.lonLatDeg,
});

class SurfaceValidator extends FeatureValidator {
  protected override readonly sizeUnit = '';
  readonly #ring = new RingCheck();
  readonly #isOutline: SurfaceChecks['isOutline'];

  constructor(raw: RawFeatures, ids: Utf8List, { gate, isOutline }: SurfaceChecks, problems: Problems) {
    super(raw, ids, BUILDING_LIMITS, gate, problems);
    this.#isOutline = isOutline;
  }

  override take(row: number): { code: string; message: string } | null {
    const { featurePart, partRing, ringVertex } = this.raw;
    const far = this.farFault(ringVertex[partRing[featurePart[row]]]);
    if (far || !this.#isOutline(row)) return far;
    for (let ring = partRing[featurePart[row]]; ring < partRing[featurePart[row + 1]]; ring++) {
      const fault = this.#ringFault(ringVertex[ring], ringVertex[ring + 1]);
      if (fault) return { code: fault, message: 'expected an outline that encloses ground, got a ring that does not' };
    }
    return null;
  }

  #ringFault(start: number, end: number): string | null {
    const { xy } = this.raw;
    const closed = new Float64Array(2 * (end - start + 1));
    closed.set(xy.subarray(2 * start, 2 * end));
    closed.set(xy.subarray(2 * start, 2 * start + 2), 2 * (end - start));
    const [eastM, northM] = metresPerDegree(xy[2 * start + 1]);
    this.#ring.load(closed, 0, end - start + 1, eastM, northM);
    return this.#ring.fault();
  }

  override undo(): void {
    // Nothing is written before all rows are judged.
  }
}
