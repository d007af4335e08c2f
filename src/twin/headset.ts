import type { Reason } from './failure.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends HeadsetSlice {}
}

/** As WebXR names them: a room of its own, or the real room with the table in it. */
export const HEADSET_KINDS = ['immersive-vr', 'immersive-ar'] as const;
export type HeadsetKind = (typeof HEADSET_KINDS)[number];

/** Where the table is seen: on the page alone, on the way into a headset, or in one. */
type HeadsetState =
  | { readonly status: 'off' }
  | { readonly status: 'asked'; readonly kind: HeadsetKind }
  | { readonly status: 'worn'; readonly kind: HeadsetKind }
  | { readonly status: 'refused'; readonly kind: HeadsetKind; readonly reason: Reason };

/**
 * The table in a headset, or on a real table by a phone's camera. A person asks and leaves here; the view opens the session and reports what
 * became of it. It is of this window: links and other windows of a group know nothing of it.
 */
interface HeadsetSlice {
  /** What the browser can open now, as the table found out; empty while no table is shown. */
  headsetKinds: readonly HeadsetKind[];
  headset: HeadsetState;
  /** Must be called from a person's click: browsers open no session without one. Nothing while one is asked for or worn. */
  askHeadset(kind: HeadsetKind): void;
  leaveHeadset(): void;
  reportHeadsets(kinds: readonly HeadsetKind[]): void;
  /** Reports that the requested headset shows the table. */
  reportWorn(): void;
  refuseHeadset(kind: HeadsetKind, reason: Reason): void;
}

const OFF: HeadsetState = { status: 'off' };

export const headsetSlice: Slice<HeadsetSlice> = (set) => ({
  headsetKinds: [],
  headset: OFF,
  askHeadset: (kind) => set(({ headset }) => (isOpen(headset) ? {} : { headset: { status: 'asked', kind } })),
  leaveHeadset: () => set({ headset: OFF }),
  reportHeadsets: (headsetKinds) => set({ headsetKinds }),
  reportWorn: () =>
    set(({ headset }) => (headset.status === 'asked' ? { headset: { status: 'worn', kind: headset.kind } } : {})),
  refuseHeadset: (kind, reason) => set({ headset: { status: 'refused', kind, reason } }),
});

/** Asked for or worn. */
export const isOpen = ({ status }: HeadsetState): boolean => status === 'asked' || status === 'worn';
