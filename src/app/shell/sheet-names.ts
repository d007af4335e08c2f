/** A name over the picture, at shares of its width and height. */
export interface SheetName {
  text: string;
  /** Class of the element on screen, which says how it is written. */
  className: string;
  xRatio: number;
  yRatio: number;
}

type Box = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/** Names that stand whole on a picture, by their places on the screen. */
export function namesIn(
  picture: Box,
  labels: Iterable<{ text: string; className: string; box: Box; isSeen: boolean }>,
): SheetName[] {
  const names: SheetName[] = [];
  for (const { text, className, box, isSeen } of labels) {
    const xRatio = (box.left + box.width / 2 - picture.left) / picture.width;
    const yRatio = (box.top + box.height / 2 - picture.top) / picture.height;
    const halfX = box.width / 2 / picture.width;
    const halfY = box.height / 2 / picture.height;
    const isInside = xRatio >= halfX && xRatio <= 1 - halfX && yRatio >= halfY && yRatio <= 1 - halfY;
    if (isSeen && isInside && text.trim() !== '' && box.width > 0) names.push({ text, className, xRatio, yRatio });
  }
  return names;
}

/** The names that the map on screen shows now: its photograph has none. */
export function namesOnScreen(): SheetName[] {
  const map = document.querySelector('[data-map]');
  if (!map) return [];
  const labels = [...document.querySelectorAll<HTMLElement>('.map-label')].map((label) => {
    const { visibility, opacity, display } = getComputedStyle(label);
    return {
      text: label.textContent ?? '',
      className: label.className,
      box: label.getBoundingClientRect(),
      isSeen: visibility === 'visible' && display !== 'none' && Number(opacity) > 0,
    };
  });
  return namesIn(map.getBoundingClientRect(), labels);
}
