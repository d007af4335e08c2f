/** A new empty element at the end of another. */
export function child(parent: HTMLElement, className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  parent.append(element);
  return element;
}

/**
 * What follows a frame reads sizes at once and writes with this, when all have read: a size that is asked for after a write costs a layout.
 * With 14 tags that was 4.2 ms of each frame, asked for by pins of which there were none.
 */
export function afterReads(write: () => void): void {
  queueMicrotask(write);
}

/** Id of the line that tells where the camera came to rest: the page writes it, the canvas is described by it. */
export const PICTURE_LINE = 'picture-line';

/** Events by which a person takes the picture in hand. */
export const TOUCHES = ['pointerdown', 'wheel', 'keydown'] as const;
