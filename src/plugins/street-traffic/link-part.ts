import { changed, type LinkPart, over } from '../../twin/link-part.ts';
import { byKey, flag } from '../../twin/link-text.ts';
import type { TrafficSlice } from './slice.ts';

/** Whether vehicles are shown, and trains and boats. */
export const trafficLink: LinkPart<Pick<TrafficSlice, 'trafficShown' | 'tracksShown'>> = {
  keys: ['traffic', 'trains'],
  write: ({ trafficShown, tracksShown }) =>
    changed([
      ['traffic', trafficShown ? 1 : 0, 0],
      ['trains', tracksShown ? 1 : 0, 0],
    ]),
  read: byKey({ traffic: flag('trafficShown'), trains: flag('tracksShown') }),
  open: (linked) => over({ trafficShown: false, tracksShown: false }, linked),
};
