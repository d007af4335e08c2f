import type { Manifest } from '../../model/city/manifest.ts';
import type { PictureStyle } from '../../model/scenarios/picture-style.ts';

/** A name of the city, as it was baked. */
export type Label = Manifest['labels'][number];

/** Free room around a label, px. */
const MARGIN_PX = 8;

/** Farthest that a kind of label is read from, and its rank where two would touch (LOOK §6). */
const KINDS: Record<Label['kind'], { farthestM: number; rank: number }> = {
  district: { farthestM: 11_000, rank: 1 },
  water: { farthestM: 8000, rank: 0 },
  landmark: { farthestM: 3200, rank: 2 },
  station: { farthestM: 3600, rank: 3 },
  street: { farthestM: 1700, rank: 4 },
};

/** From a flat angle names of what stands behind houses would hang before them: farther than this they need a view from above. */
const NEAR_M = 350;
const FLATTEST = 0.07;

/** Kinds of names that a style with few of them keeps: what one finds one's way by from afar. */
const MAIN: readonly Label['kind'][] = ['district', 'water', 'landmark'];

/** Whether a style shows names of a kind. */
export function isKindShown(kind: Label['kind'], labels: PictureStyle['labels']): boolean {
  if (labels === 'main') return MAIN.includes(kind);
  return labels === 'all';
}

/** A district this near is a place one stands in, not one that is pointed at. */
const NEAREST_DISTRICT_M = 500;

/** A rectangle on the canvas, CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Which of two kinds of label stays where they touch: the lower. */
export const rankOf = (kind: Label['kind']): number => KINDS[kind].rank;

/** Whether a label is read from so far away, and from so high above it. */
export function isReadable(kind: Label['kind'], distanceM: number, aboveM: number): boolean {
  if (distanceM > KINDS[kind].farthestM) return false;
  if (distanceM > NEAR_M && aboveM < FLATTEST * distanceM) return false;
  return kind !== 'district' || distanceM >= NEAREST_DISTRICT_M;
}

/** What stands so far before a label's place hides it; nearer is the thing itself, whose wall or roof lies before its middle. */
const BEFORE_M = 40;

/** Whether a name's place lies behind what is drawn there. Districts and waters are land, which houses stand on: they are never behind. */
export const isBehind = (kind: Label['kind'], farM: number, drawnFarM: number): boolean =>
  kind !== 'district' && kind !== 'water' && drawnFarM < farM - BEFORE_M;

/** From the point that a name points at up to its lower edge, px: names of things stand over them on a stem, those of land lie on it. */
const STEM_PX: Record<Label['kind'], number> = { district: 0, water: 0, street: 0, landmark: 9, station: 9 };

/** The turn of a line across the picture, radians clockwise, so that its words are never upside down. */
export function uprightTurnRad(rightPx: number, downPx: number): number {
  if (rightPx === 0 && downPx === 0) return 0;
  return rightPx < 0 || (rightPx === 0 && downPx > 0) ? Math.atan2(-downPx, -rightPx) : Math.atan2(downPx, rightPx);
}

/** The room that a name of a size takes about its point, turned about its middle. */
export function labelBox(
  { x, y }: Pick<Box, 'x' | 'y'>,
  size: Pick<Box, 'width' | 'height'>,
  kind: Label['kind'],
  turnRad: number,
): Box {
  const cos = Math.abs(Math.cos(turnRad));
  const sin = Math.abs(Math.sin(turnRad));
  const width = size.width * cos + size.height * sin;
  const height = size.width * sin + size.height * cos;
  const stemPx = STEM_PX[kind];
  return { x: x - width / 2, y: stemPx > 0 ? y - stemPx - height : y - height / 2, width, height };
}

/** Boxes that touch none before them and nothing that covers the picture, in order, at most `most`: what is shown when all cannot be. */
export function chooseLabels(boxes: readonly Box[], most: number, covers: readonly Box[] = []): boolean[] {
  const placed: Box[] = [];
  return boxes.map((box) => {
    if (placed.length >= most || [...covers, ...placed].some((other) => areTouching(box, other))) return false;
    placed.push(box);
    return true;
  });
}

/** Whether two labels touch, each with the room that it has around it. */
export function areTouching(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + MARGIN_PX &&
    b.x < a.x + a.width + MARGIN_PX &&
    a.y < b.y + b.height + MARGIN_PX &&
    b.y < a.y + a.height + MARGIN_PX
  );
}

/** Whether a box lies in another, edges included. */
export function isWithin({ x, y, width, height }: Box, outer: Box): boolean {
  return x >= outer.x && x + width <= outer.x + outer.width && y >= outer.y && y + height <= outer.y + outer.height;
}

/** What panels leave free of a canvas. */
export function freeBox(
  { clientWidth, clientHeight }: { clientWidth: number; clientHeight: number },
  { topPx, rightPx, bottomPx, leftPx }: { topPx: number; rightPx: number; bottomPx: number; leftPx: number },
): Box {
  return { x: leftPx, y: topPx, width: clientWidth - leftPx - rightPx, height: clientHeight - topPx - bottomPx };
}
