/** Paint of the whole city by gid, less the things that somebody hides. */
export interface HiddenPaint {
  /** RGBA8 by gid; null: every layer in its own colours and nothing hidden. */
  now(): Uint8Array | null;
  paint(rgba: Uint8Array | null): void;
  /** Hides things of the city for an owner, in place of those that it hid before. */
  hide(owner: string, gids: readonly number[]): void;
  isHidden(gid: number): boolean;
}

/** Every byte of a row that has its layer's own colour. */
const OWN_COLOUR = 254;

/** `layersOf`: those that the city has now; `changed` is called with each other paint. */
export function openHiddenPaint(
  layersOf: () => readonly { gidBase: number; count: number }[],
  changed: () => void,
): HiddenPaint {
  const hidden = new Map<string, readonly number[]>();
  let painted: Uint8Array | null = null;
  let shown: Uint8Array | null = null;
  const repaint = () => {
    shown = withoutHidden(painted, [...hidden.values()].flat(), layersOf());
    changed();
  };
  return {
    now: () => shown,
    paint(rgba) {
      painted = rgba;
      repaint();
    },
    hide(owner, gids) {
      const before = hidden.get(owner) ?? [];
      if (gids === before || (gids.length === 0 && before.length === 0)) return;
      if (gids.length > 0) hidden.set(owner, gids);
      else hidden.delete(owner);
      repaint();
    },
    isHidden: (gid) => [...hidden.values()].some((gids) => gids.includes(gid)),
  };
}

/** A copy in which hidden rows are not drawn; without any the same object. */
function withoutHidden(
  painted: Uint8Array | null,
  gids: readonly number[],
  layers: readonly { gidBase: number; count: number }[],
): Uint8Array | null {
  if (gids.length === 0) return painted;
  const count = layers.reduce((most, layer) => Math.max(most, layer.gidBase + layer.count), 0);
  const rgba = new Uint8Array(Math.max(4 * count, painted?.length ?? 0)).fill(OWN_COLOUR);
  if (painted) rgba.set(painted);
  for (const gid of gids) rgba[4 * gid + 3] = 0;
  return rgba;
}
