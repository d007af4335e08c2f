import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { CityClock } from './panels/city-clock.tsx';
import { RunLane } from './panels/run-lane.tsx';
import { TimeBar } from './panels/time-bar.tsx';
import { keepRestingTime } from './resting-time.ts';
import { timelineWords } from './words.ts';

/** The one clock as a bar with lanes, and in the top bar. */
export const timeline: Plugin = {
  id: 'timeline',
  words: timelineWords,
  order: 90,
  open: ({ twin }) => ({ close: keepRestingTime(twin, Date.now) }),
  places: {
    top: [{ id: 'timeline.clock', order: 40, emphasis: 'live', Body: CityClock }],
    lane: [{ id: 'timeline.runs', order: 60, title: 'run.lane', Body: RunLane }],
    bottom: [{ id: 'timeline', emphasis: 'live', Body: TimeBar }],
  },
};
