import { child } from '../../../view/dom.ts';
import type { CanvasPoint } from '../../../view/scene.ts';

/** Length of the stem from a tag or pin to its place, CSS pixels. */
export const STEM_PX = 14;
/** Height of a tag as its style has it, CSS pixels: known, so that no tag is measured. */
export const TAG_PX = 24;

const EDGES_PX = 16;
const HAN_PX = 16;
const SIGN_PX = 9;

/** No tag is narrower. */
export const MIN_WIDTH_PX = EDGES_PX + SIGN_PX;

/** A tag is measured before it is drawn: Han is as wide as it is high, the rest about half. */
export function widthPx(text: string): number {
  return EDGES_PX + [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? HAN_PX : SIGN_PX), 0);
}

/** What one of them says, and of which mark. */
export interface Tag {
  mark: number;
  level: number;
  text: string;
}

/** Puts a tag on the picture; null for either hides it. What the element says is remembered, not asked of the page with every frame. */
export function tagWriter(root: HTMLElement): (tag: Tag | null, point: CanvasPoint | null) => void {
  const element = child(root, 'sensor-label');
  element.hidden = true;
  let shown: { text: string; level: number } = { text: '', level: 0 };
  return (tag, point) => {
    const next = tag && point ? tag : { text: '', level: shown.level };
    if (next.text !== shown.text) {
      element.hidden = next.text === '';
      element.textContent = next.text;
    }
    if (next.level !== shown.level) element.className = `sensor-label level-${next.level}`;
    shown = next;
    if (point)
      element.style.transform = `translate(${point.x.toFixed(1)}px, ${(point.y - STEM_PX).toFixed(1)}px) translate(-50%, -100%)`;
  };
}
