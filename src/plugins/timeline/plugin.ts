import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { keepRestingTime } from './resting-time.ts';
import { timelineWords } from './words.ts';

/** The one clock as a bar with lanes, and in the top bar. */
export const timeline: Plugin = {
  id: 'timeline',
  words: timelineWords,
  order: 90,
  open: ({ twin }) => ({ close: keepRestingTime(twin, Date.now) }),
  places: {
    banner: [
      {
        id: 'timeline.clock',
        order: -20,
        emphasis: 'live',
        Body: panel(() => import('./panels/city-clock.tsx'), 'CityClock'),
      },
      {
        id: 'timeline.present',
        order: 30,
        emphasis: 'live',
        Body: panel(() => import('./panels/city-clock.tsx'), 'BackToPresent'),
      },
    ],
    lane: [
      {
        id: 'timeline.runs',
        order: 60,
        title: 'run.lane',
        Body: panel(() => import('./panels/run-lane.tsx'), 'RunLane'),
      },
    ],
    tray: [{ id: 'timeline', emphasis: 'live', Body: panel(() => import('./panels/time-bar.tsx'), 'TimeBar') }],
  },
};
