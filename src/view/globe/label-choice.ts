/** Free room around a label, px. */
const MARGIN_PX = 8;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Boxes that touch none before them, in order, at most `most`: what is shown when all cannot be. */
export function chooseLabels(boxes: readonly Box[], most: number): boolean[] {
  const placed: Box[] = [];
  return boxes.map((box) => {
    if (placed.length >= most || placed.some((other) => areTouching(box, other))) return false;
    placed.push(box);
    return true;
  });
}

/** With the room that each has around it. */
export function areTouching(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + MARGIN_PX &&
    b.x < a.x + a.width + MARGIN_PX &&
    a.y < b.y + b.height + MARGIN_PX &&
    b.y < a.y + a.height + MARGIN_PX
  );
}
