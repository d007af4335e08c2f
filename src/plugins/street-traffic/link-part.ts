import { changed, type LinkPart, over } from '../../twin/link-part.ts';
import { byKey, flag } from '../../twin/link-text.ts';
import type { TrafficSlice } from './slice.ts';

/** Whether vehicles are shown. */
export const trafficLink: LinkPart<Pick<TrafficSlice, 'trafficShown'>> = {
  keys: ['traffic'],
  write: ({ trafficShown }) => changed([['traffic', trafficShown ? 1 : 0, 0]]),
  read: byKey({ traffic: flag('trafficShown') }),
  open: (linked) => over({ trafficShown: false }, linked),
};
