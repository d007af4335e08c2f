import { child } from './dom.ts';
import type { Box } from './label-choice.ts';
import type { CanvasPoint, SceneHost } from './scene.ts';
import { firstWordOf, type PlacedTag, placeTag, type TagRank, tagBoardOf, tagRoom } from './tags.ts';

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
export const openSketch = (overlay: HTMLElement, className: string): Sketch =>
  sketchIn(overlay, className, wordsAsGiven);

/** A sketch of which the words have a rank among all words over the picture: they move round their point, shorten, or leave their dot alone. */
export const openTaggedSketch = (host: TagHost, className: string, rank: TagRank): Sketch =>
  sketchIn(host.overlay, className, (words) => placedWords(words, host, rank));

type TagHost = Pick<SceneHost, 'canvas' | 'overlay' | 'insets'>;

/** Writes the words of a sketch. */
type Words = (labels: readonly SketchLabel[]) => void;

function sketchIn(overlay: HTMLElement, className: string, openWords: (words: HTMLElement) => Words): Sketch {
  const box = child(overlay, `sketch ${className}`);
  // What is drawn here is told in panels.
  box.setAttribute('aria-hidden', 'true');
  const svg = document.createElementNS(SVG, 'svg');
  const words = child(box, 'sketch-words');
  box.prepend(svg);
  const write = openWords(words);
  let isEmpty = true;

  function clear(): void {
    if (isEmpty) return;
    isEmpty = true;
    svg.replaceChildren();
    write([]);
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
      write(labels);
    },
    close() {
      write([]);
      box.remove();
    },
  };
}

const wordsAsGiven =
  (words: HTMLElement): Words =>
  (labels) =>
    words.replaceChildren(...labels.map(labelOf));

/** Widths of words are asked of the page once a text. */
const MAX_WIDTHS = 200;

function placedWords(words: HTMLElement, host: TagHost, rank: TagRank): Words {
  const board = tagBoardOf(host.overlay);
  const widths = new Map<string, { width: number; height: number }>();
  let last = new Map<string, PlacedTag>();

  function sizeOf(text: string): { width: number; height: number } {
    const known = widths.get(text);
    if (known) return known;
    if (widths.size >= MAX_WIDTHS) widths.clear();
    const probe = labelOf({ at: { x: 0, y: 0 }, text, rank: 'total' });
    words.append(probe);
    const size = { width: probe.offsetWidth, height: probe.offsetHeight };
    probe.remove();
    widths.set(text, size);
    return size;
  }

  return (labels) => {
    const { free, taken } = tagRoom(host, words, rank);
    const boxes: Box[] = [];
    const placed = new Map<string, PlacedTag>();
    const written = labels.flatMap((label) => {
      if (label.rank === 'leg') return [labelOf(label)];
      const short = firstWordOf(label.text);
      const full = sizeOf(label.text);
      const sizes = { fullPx: full.width, shortPx: sizeOf(short).width, heightPx: full.height };
      const room = { free, taken: [...taken, ...boxes] };
      const tag = placeTag(label.at, label.rank, sizes, room, last.get(label.text) ?? null);
      if (!tag) return [];
      boxes.push(tag.box);
      placed.set(label.text, tag);
      const { x, y, width, height } = tag.box;
      const element = labelOf({
        at: { x: x + width / 2, y: y + height / 2 },
        text: tag.isShort ? short : label.text,
        rank: label.rank,
      });
      element.classList.add('sketch-placed');
      return [element];
    });
    words.replaceChildren(...written);
    last = placed;
    board.take(words, rank, boxes);
  };
}

function labelOf({ at, text, rank }: SketchLabel): HTMLElement {
  const label = document.createElement('span');
  label.className = `sketch-label sketch-${rank}`;
  label.style.left = `${at.x.toFixed(1)}px`;
  label.style.top = `${at.y.toFixed(1)}px`;
  label.textContent = text;
  return label;
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
