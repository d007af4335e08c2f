import type { Point } from '../../model/geo/plane/point.ts';
import { bar, lattice, painted, railing } from '../../tiles/shape/slender-parts.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import { type Face, prism } from '../../tiles/shape/solid.ts';
import { rectangle } from '../shape/rings.ts';

/** Where a tower crane stands and how far it reaches. */
interface TowerCrane {
  at: Point;
  groundM: number;
  /** Underside of its jib. */
  jibM: number;
  reachM: number;
  headingDeg: number;
}

/** From the underside of a jib to the crane's top. */
export const CRANE_HEAD_M = 8;

/** Sizes of a crane's usual parts. */
const SIZES = {
  mastM: 2,
  jibWideM: 1.2,
  jibDeepM: 1.4,
  headM: CRANE_HEAD_M,
  counterM: 16,
  counterWideM: 1.4,
  weightFromM: 12,
  rodM: 0.09,
  ropeM: 0.05,
} as const;

/** In shares of the layer's yellow: cast iron and concrete, glass of the cab, and the red of the jib's end and the hook. */
const GREY = [0.27, 0.34, 1] as const;
const GLASS = [0.23, 0.36, 1] as const;
const RED = [0.84, 0.28, 0.4] as const;

/** Share of the reach at which its trolley stands, and of the height that its hook hangs down. */
const TROLLEY_RATIO = 0.62;
const HOOK_RATIO = 0.4;
/** The end of the jib that is painted red. */
const RED_END_M = 6;

/** A tower crane at rest: mast, head, jib, counter-jib with its weights, cab, pendants, trolley and hook. */
export function towerCrane(crane: TowerCrane): Face[] {
  const { at, groundM, jibM } = crane;
  const [x, y] = at;
  const { mastM } = SIZES;
  const along = directionOf(crane);
  const level = (z: number): Xyz => [x, y, z];
  return [
    ...painted(prism(rectangle(x, y, 6, 6), groundM - 1.2, groundM + 0.3), GREY),
    ...lattice(level(groundM + 0.3), level(jibM - 1), [mastM, mastM], [mastM, mastM], along),
    ...prism(rectangle(x, y, mastM + 0.4, mastM + 0.4, crane.headingDeg), jibM - 1, jibM),
    ...arms(crane),
    ...counterweights(crane),
    ...painted(cab(crane), GLASS),
    ...pendants(crane),
    ...hook(crane),
  ];
}

function directionOf({ headingDeg }: TowerCrane): Point {
  const rad = (headingDeg * Math.PI) / 180;
  return [Math.cos(rad), Math.sin(rad)];
}

/** A place along the jib, to its left, and over its underside. */
function placeOf(crane: TowerCrane): (alongM: number, leftM: number, upM: number) => Xyz {
  const [x, y] = crane.at;
  const [dx, dy] = directionOf(crane);
  return (alongM, leftM, upM) => [x + dx * alongM - dy * leftM, y + dy * alongM + dx * leftM, crane.jibM + upM];
}

function arms(crane: TowerCrane): Face[] {
  const { jibWideM, jibDeepM, headM, mastM, counterM, counterWideM } = SIZES;
  const place = placeOf(crane);
  const [dx, dy] = directionOf(crane);
  const across: Point = [dy, -dx];
  const middleM = jibDeepM / 2;
  const size = [jibWideM, jibDeepM] as const;
  const redFromM = crane.reachM - RED_END_M;
  const deckM = counterWideM / 2;
  return [
    ...lattice(place(0, 0, 0), place(0, 0, headM), [mastM - 0.2, mastM - 0.2], [0.5, 0.5], [dx, dy]),
    ...lattice(place(1, 0, middleM), place(redFromM, 0, middleM), size, size, across, 'triangle'),
    ...painted(
      lattice(place(redFromM, 0, middleM), place(crane.reachM, 0, middleM), size, size, across, 'triangle'),
      RED,
    ),
    ...prism(slab(crane, -counterM, -1, counterWideM), crane.jibM, crane.jibM + 0.3),
    ...[-deckM, deckM].flatMap((left) => railing([place(-counterM, left, 0.3), place(-1, left, 0.3)])),
  ];
}

/** A rectangle of the jib's way. */
function slab({ at: [x, y], ...crane }: TowerCrane, fromM: number, toM: number, wideM: number): Point[] {
  const [dx, dy] = directionOf({ at: [x, y], ...crane });
  const middleM = (fromM + toM) / 2;
  return rectangle(x + dx * middleM, y + dy * middleM, toM - fromM, wideM, crane.headingDeg);
}

function counterweights(crane: TowerCrane): Face[] {
  const { counterM, weightFromM } = SIZES;
  const eachM = (counterM - weightFromM) / 3;
  const blocks = [0, 1, 2].flatMap((k) =>
    prism(slab(crane, -counterM + k * eachM, -counterM + (k + 0.85) * eachM, 2.2), crane.jibM - 3, crane.jibM - 0.02),
  );
  return painted(blocks, GREY);
}

/** Beside the mast under the jib, where its driver sees the hook. */
function cab(crane: TowerCrane): Face[] {
  const [x, y] = placeOf(crane)(1.9, 1, 0);
  return prism(rectangle(x, y, 2, 1.5, crane.headingDeg), crane.jibM - 2.4, crane.jibM - 0.1);
}

/** From the head to two thirds and one third of the jib, and to the weights. */
function pendants(crane: TowerCrane): Face[] {
  const { headM, jibDeepM, counterM, rodM } = SIZES;
  const place = placeOf(crane);
  const along = directionOf(crane);
  const head = place(0, 0, headM - 0.1);
  return [
    ...[1 / 3, 0.72].flatMap((ratio) => bar(head, place(crane.reachM * ratio, 0, jibDeepM), rodM, along)),
    ...[-0.5, 0.5].flatMap((left) => bar(head, place(1.5 - counterM, left, 0.3), rodM, along)),
  ];
}

function hook(crane: TowerCrane): Face[] {
  const { ropeM } = SIZES;
  const place = placeOf(crane);
  const along = directionOf(crane);
  const atM = crane.reachM * TROLLEY_RATIO;
  const downM = -HOOK_RATIO * (crane.jibM - crane.groundM);
  const block = (halfM: number, wideM: number, lowM: number, highM: number) =>
    prism(slab(crane, atM - halfM, atM + halfM, wideM), crane.jibM + lowM, crane.jibM + highM);
  return [
    ...painted(block(0.9, 1.1, -0.35, -0.02), GREY),
    ...[-0.3, 0.3].flatMap((beside) =>
      painted(bar(place(atM + beside, 0, -0.3), place(atM + beside, 0, downM), ropeM, along), GREY),
    ),
    ...painted(block(0.45, 0.5, downM - 1, downM), RED),
  ];
}
