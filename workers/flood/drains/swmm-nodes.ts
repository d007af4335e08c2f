import type { Layout, Pipe } from './layout.ts';
import type { Store } from './plan.ts';
import { isOpenSection, type Section, sectionHeightM, type Wetted, wetted } from './sections.ts';

/** Above this part of its height SWMM takes a closed pipe's surface for as wide as here (EXTRAN's crown cutoff). */
const CUTOFF_RATIO = 0.96;

/** A node under pressure feels the surface of its pipes, falling as exp(−15 f) over the first quarter of its crown's height. */
const FADES_BY = 15;
const FADES_OVER = 0.25;
const FADING_POINTS = 20;

/** Left of a shaft under pressure, where SWMM has nothing: some area, so that a level follows from a volume. */
const SURCHARGED_AREA_RATIO = 0.01;

/** How wide the surface is at a depth, as SWMM takes it. */
export function surfaceM(section: Section, depthM: number, at: Wetted): number {
  const heightM = sectionHeightM(section) * (isOpenSection(section) ? 1 : CUTOFF_RATIO);
  wetted(section, Math.min(Math.max(depthM, 0), heightM), at);
  return at.topM;
}

/**
 * What a junction of a SWMM file holds (Reference Manual II, EPA/600/R-17/111, ch. 3). MIN_SURFAREA is no shaft that water
 * rises in: under pressure a node stores nothing, but that near its crown it still feels the surface of its pipes, `pipesM2`,
 * less and less. Here that is a store, so what it takes it gives back. With a shaft instead the levels of a pressed network came
 * 0.035 m off SWMM's (test8b without ponding), without the fading 0.032, so 0.015.
 */
export function junctionStore(shaftM2: number, crownM: number, pipesM2: number): Store {
  if (crownM <= 0) return { kind: 'shaft', areaM2: shaftM2 };
  const surchargedM2 = SURCHARGED_AREA_RATIO * shaftM2;
  const at = [crownM];
  const value = [shaftM2];
  for (let k = 0; k <= FADING_POINTS; k++) {
    const f = MIN_RATIO + (FADES_OVER * k) / FADING_POINTS;
    at.push(crownM * (1 + f));
    value.push(surchargedM2 + pipesM2 * Math.exp(-FADES_BY * f));
  }
  at.push(crownM * (1 + FADES_OVER + 2 * MIN_RATIO));
  value.push(surchargedM2);
  return { kind: 'table', areaM2: { at, value } };
}

/** Two depths of the table are no nearer, in parts of the crown's. */
const MIN_RATIO = 1e-4;

/**
 * SWMM's ponds: water above a node rises by the file's ponded area and by the surface of its pipes of that moment, as if these were
 * open there – 157 m² beside 1 m² for 570 m of pipe. As the pipes drain or fill beneath a pond its area changes and its level does
 * not: SWMM loses and makes water so (its own report on test8b: 220 m³ of 51,479 m³; no less with steps of 0.05 s). Spread over the
 * five hours that is 0.012 m³/s, by which the level over its full pipes moves about 0.05 m: nobody who keeps the water comes nearer,
 * and 0.066 m came of it here. Ponds of SWMM files therefore do as SWMM's do – 0.014 m – and what they make is in the ledger.
 * A city's own shafts (`ponded`) keep every litre.
 */
export class SwmmPonds {
  private readonly ponds: { node: number; ownM2: number; pipes: Pipe[] }[];
  private readonly at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  private readonly layout: Layout;

  constructor(layout: Layout) {
    this.layout = layout;
    this.ponds = layout.nodes.flatMap((place, node) =>
      place.kind === 'junction' && place.above.kind === 'swmm'
        ? [
            {
              node,
              ownM2: place.above.areaM2,
              pipes: layout.pipes.filter(({ upper, lower }) => upper === node || lower === node),
            },
          ]
        : [],
    );
  }

  /** Gives every pond the area of these levels; to its volume what that makes. Returns m³ made. */
  spread(headM: Float64Array, volumeM3: Float64Array): number {
    const { topM, aboveM2 } = this.layout;
    let madeM3 = 0;
    for (const { node, ownM2, pipes } of this.ponds) {
      const areaM2 = pipes.reduce((sum, pipe) => sum + this.halfM2(pipe, node, headM), ownM2);
      const gainM3 = Math.max(0, headM[node] - topM[node]) * (areaM2 - aboveM2[node]);
      aboveM2[node] = areaM2;
      volumeM3[node] += gainM3;
      madeM3 += gainM3;
    }
    return madeM3;
  }

  /** Surface of the half of a pipe that belongs to a node. */
  private halfM2({ section, upper, lower, ...pipe }: Pipe, node: number, headM: Float64Array): number {
    const heightM = sectionHeightM(section);
    const depthM = (end: number, invertM: number) => Math.min(Math.max(headM[end] - invertM, 0), heightM);
    const upperM = depthM(upper, pipe.upperInvertM);
    const lowerM = depthM(lower, pipe.lowerInvertM);
    const endM = surfaceM(section, node === upper ? upperM : lowerM, this.at);
    return ((endM + surfaceM(section, (upperM + lowerM) / 2, this.at)) * pipe.lengthM * pipe.barrels) / 4;
  }
}
