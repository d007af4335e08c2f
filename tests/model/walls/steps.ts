import type { SentStep, WallShown } from '../../../model/walls/wall-step.ts';

/** What a leader shows, as tests of walls send it. */
export const wallShown = (part: Partial<WallShown> = {}): WallShown => ({
  camera: { lonDeg: 108.75, latDeg: 34.3, heightM: 900, headingDeg: 20, pitchDeg: -35 },
  table: null,
  shownTimeMs: 1_780_000_000_000,
  playing: false,
  rate: 60,
  selectedId: 'building-42',
  desk: 'command',
  language: 'zh',
  theme: null,
  picture: 'l=buildings:1:1:both&under=translucent',
  ...part,
});

/** A step of the leader "leader-one", the first and a claim unless told. */
export const sentStep = (part: Partial<SentStep> = {}): SentStep => ({
  leader: 'leader-one',
  seq: 1,
  claims: true,
  shown: wallShown(),
  ...part,
});
