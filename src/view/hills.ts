/** A row of hills on the horizon, from afar to near. */
interface HillRow {
  /** How far its summits and its lowest saddles stand above the horizon, degrees. */
  highDeg: number;
  lowDeg: number;
  /** Waves about the whole horizon, each with its share and where it begins. */
  waves: readonly (readonly [perTurn: number, share: number, phase: number])[];
  /** How much of the hills' own tone is left of the haze before it. */
  toneRatio: number;
}

/** Drawn by eye after LOOK's picture of dusk: four rows, the farthest highest and palest. No real hills stand for them. */
export const HILL_ROWS: readonly HillRow[] = [
  {
    highDeg: 4.2,
    lowDeg: 2.2,
    waves: [
      [5, 0.6, 0.4],
      [13, 0.28, 2.1],
      [31, 0.12, 4.4],
    ],
    toneRatio: 0.2,
  },
  {
    highDeg: 3.1,
    lowDeg: 1.6,
    waves: [
      [7, 0.55, 1.7],
      [17, 0.3, 0.2],
      [41, 0.15, 3.3],
    ],
    toneRatio: 0.34,
  },
  {
    highDeg: 2.1,
    lowDeg: 0.9,
    waves: [
      [6, 0.5, 3.9],
      [19, 0.34, 1.1],
      [37, 0.16, 5.2],
    ],
    toneRatio: 0.22,
  },
  {
    highDeg: 1.1,
    lowDeg: 0.3,
    waves: [
      [9, 0.52, 5.5],
      [23, 0.32, 2.9],
      [47, 0.16, 0.8],
    ],
    toneRatio: 0.13,
  },
];

/** How high a row stands in a direction, degrees above the horizon; the same wherever the picture is taken. */
export function hillDeg({ highDeg, lowDeg, waves }: HillRow, headingDeg: number): number {
  const turn = (headingDeg * Math.PI) / 180;
  const wave = waves.reduce((sum, [perTurn, share, phase]) => sum + share * Math.sin(perTurn * turn + phase), 0);
  return lowDeg + ((highDeg - lowDeg) * (1 + wave)) / 2;
}

/** What a picture sees of the horizon. */
interface Horizon {
  headingDeg: number;
  /** Height of the picture as an angle. */
  fovyDeg: number;
  /** Offset of its middle from the line of sight, tangent. */
  rightTan: number;
  widthPx: number;
  heightPx: number;
  /** From the top of the picture. */
  horizonPx: number;
}

/** Points of a row across the picture: enough that no edge is seen. */
const STEPS = 96;

/** The outline of a row as a path that is closed below the horizon. */
export function hillPath(
  row: HillRow,
  { headingDeg, fovyDeg, rightTan, widthPx, heightPx, horizonPx }: Horizon,
): string {
  const pxPerTan = heightPx / 2 / Math.tan((fovyDeg * Math.PI) / 360);
  const points = Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = (widthPx * i) / STEPS;
    const aside = (Math.atan((x - widthPx / 2) / pxPerTan + rightTan) * 180) / Math.PI;
    const y = horizonPx - pxPerTan * Math.tan((hillDeg(row, headingDeg + aside) * Math.PI) / 180);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}V${(horizonPx + 2).toFixed(1)}H0Z`;
}
