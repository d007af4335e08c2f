import { areTouching, type Box, freeBox, isWithin } from './label-choice.ts';
import type { CanvasPoint, SceneHost } from './scene.ts';

/** Ranks of words: where two would meet, those of the earlier rank stay (SHELL §3). */
const RANKS = ['incident', 'selection', 'result', 'alarm', 'unit', 'name'] as const;
export type TagRank = (typeof RANKS)[number];

/** Words over one picture, whoever wrote them: each owner tells where its own stand and keeps clear of those of graver ones. */
export class TagBoard {
  private readonly claims = new Map<object, { rank: number; boxes: readonly Box[] }>();
  private readonly listeners = new Set<() => void>();
  private isPending = false;

  /** Says where an owner's words stand now; none: it has given its place back. */
  take(owner: object, rank: TagRank, boxes: readonly Box[]): void {
    const before = this.claims.get(owner)?.boxes ?? [];
    if (before.length === boxes.length && boxes.every((box, i) => isSame(box, before[i]))) return;
    if (boxes.length === 0) this.claims.delete(owner);
    else this.claims.set(owner, { rank: RANKS.indexOf(rank), boxes });
    this.notify();
  }

  /** Boxes that an owner's words keep clear of: those of graver ranks, and of those of its own rank that came before it. */
  before(owner: object, rank: TagRank): Box[] {
    const own = RANKS.indexOf(rank);
    const boxes: Box[] = [];
    let isLater = false;
    for (const [other, claim] of this.claims) {
      if (other === owner) isLater = true;
      else if (claim.rank < own || (claim.rank === own && !isLater)) boxes.push(...claim.boxes);
    }
    return boxes;
  }

  /** Calls after what stands has changed, once for all changes of a frame; returns what ends it. */
  follow(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  private notify(): void {
    if (this.isPending || this.listeners.size === 0) return;
    this.isPending = true;
    queueMicrotask(() => {
      this.isPending = false;
      for (const changed of this.listeners) changed();
    });
  }
}

const isSame = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && a.width === b.width && a.height === b.height;

const boards = new WeakMap<HTMLElement, TagBoard>();

/** Returns the board of a picture, by the element that lies over its canvas. */
export function tagBoardOf(overlay: HTMLElement): TagBoard {
  const board = boards.get(overlay) ?? new TagBoard();
  boards.set(overlay, board);
  return board;
}

/** From a point to the edge of the words beside it, CSS pixels. */
const GAP_PX = 12;

/** Places about a point that words may take: the middle of their box, in half widths and half heights and gaps from the point. */
const SIDES = {
  on: [0, 0],
  right: [1, 0],
  left: [-1, 0],
  above: [0, -1],
  below: [0, 1],
  'above-right': [1, -1],
  'above-left': [-1, -1],
  'below-right': [1, 1],
  'below-left': [-1, 1],
} as const;
type TagSide = keyof typeof SIDES;

const CORNERS: readonly TagSide[] = ['above-right', 'above-left', 'below-right', 'below-left'];
/** Where words of each kind stand, and where they move when that is taken. */
const ORDER = {
  beside: ['right', 'left', 'above', 'below', ...CORNERS],
  total: ['on', 'above', 'below', 'right', 'left', ...CORNERS],
} satisfies Record<string, readonly TagSide[]>;

/** Where words stand: beside which side of their point, in full or by their first word. */
export interface PlacedTag {
  readonly side: TagSide;
  readonly isShort: boolean;
  readonly box: Box;
}

/** What words may not touch, and what they may not leave. */
interface TagRoom {
  readonly free: Box;
  readonly taken: readonly Box[];
}

/**
 * Finds a place for words: about their point, then by what stands before their first stop; null leaves the dot alone. Words that stood in full stay on their
 * side while it is free, so that a slow camera does not make them jump.
 */
export function placeTag(
  at: CanvasPoint,
  kind: keyof typeof ORDER,
  widths: { fullPx: number; shortPx: number; heightPx: number },
  { free, taken }: TagRoom,
  last: PlacedTag | null,
): PlacedTag | null {
  const sides = last && !last.isShort ? [last.side, ...ORDER[kind]] : ORDER[kind];
  const { fullPx, shortPx, heightPx } = widths;
  for (const width of shortPx < fullPx ? [fullPx, shortPx] : [fullPx])
    for (const side of sides) {
      const box = boxBeside(at, side, width, heightPx);
      if (isWithin(box, free) && !taken.some((other) => areTouching(box, other)))
        return { side, isShort: width < fullPx, box };
    }
  return null;
}

function boxBeside({ x, y }: CanvasPoint, side: TagSide, width: number, height: number): Box {
  const [right, down] = SIDES[side];
  return {
    x: x + right * (width / 2 + GAP_PX) - width / 2,
    y: y + down * (height / 2 + GAP_PX) - height / 2,
    width,
    height,
  };
}

/** Returns what stands before a tag's first stop: a unit's name without its state. */
export const firstWordOf = (text: string): string => text.split(/\s*[·,，:：(（]/u)[0];

/** Returns what words of a rank keep clear of on a picture: its edges, its furniture and graver words. */
export function tagRoom(
  { canvas, overlay, insets }: Pick<SceneHost, 'canvas' | 'overlay' | 'insets'>,
  owner: object,
  rank: TagRank,
): TagRoom {
  const edges = insets();
  return {
    free: freeBox(canvas, edges),
    taken: [...(edges.covers ?? []), ...tagBoardOf(overlay).before(owner, rank)],
  };
}
