import { child } from './dom.ts';
import type { CanvasPoint } from './scene.ts';

/** The namespace of what is drawn as a picture of lines. */
export const SVG = 'http://www.w3.org/2000/svg';

/** Lines and words that are drawn over the picture, in CSS pixels of its canvas; any engine's overlay will do. */
export interface Sketch {
  draw(shapes: SketchShapes): void;
  clear(): void;
  close(): void;
}

/** What one drawing of a sketch shows. */
export interface SketchShapes {
  line: readonly CanvasPoint[];
  /** More lines that are drawn as one with it. */
  parts?: readonly (readonly CanvasPoint[])[];
  /** The line is the edge of an area. */
  isRing: boolean;
  corners: readonly CanvasPoint[];
  labels: readonly SketchLabel[];
}

/** A word over the picture. */
export interface SketchLabel {
  at: CanvasPoint;
  text: string;
  /** `total` stands out over its point, `beside` to its right; a `leg` is a plain number on its line. */
  rank: 'leg' | 'total' | 'beside';
}

/** A line with a paper casing, so that it reads on roofs, water and dark ground alike; dots at its corners. */
export function openSketch(overlay: HTMLElement, className: string): Sketch {
  const box = child(overlay, `sketch ${className}`);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const words = child(box, 'sketch-words');
  box.prepend(svg);
  let isEmpty = true;

  function clear(): void {
    if (isEmpty) return;
    isEmpty = true;
    svg.replaceChildren();
    words.replaceChildren();
  }

  return {
    clear,
    draw({ line, parts = [], isRing, corners, labels }) {
      isEmpty = false;
      const points = line.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
      const shape = isRing && line.length > 2 ? 'polygon' : 'polyline';
      svg.replaceChildren(
        ...CASED.map((name) => element(shape, { class: name, points })),
        ...(parts.length > 0 ? CASED.map((name) => element('path', { class: name, d: pathOf(parts) })) : []),
        ...corners.map(({ x, y }) => element('circle', { class: 'sketch-corner', cx: x, cy: y, r: 4.5 })),
      );
      words.replaceChildren(
        ...labels.map(({ at, text, rank }) => {
          const label = document.createElement('span');
          label.className = `sketch-label sketch-${rank}`;
          label.style.left = `${at.x.toFixed(1)}px`;
          label.style.top = `${at.y.toFixed(1)}px`;
          label.textContent = text;
          return label;
        }),
      );
    },
    close: () => box.remove(),
  };
}

/** A line and its casing under it. */
const CASED = ['sketch-casing', 'sketch-line'] as const;

const pathOf = (parts: readonly (readonly CanvasPoint[])[]): string =>
  parts
    .filter((part) => part.length > 1)
    .map((part) => `M${part.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`)
    .join('');

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
