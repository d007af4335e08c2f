import './style.css';
import { countUnacknowledged } from '../../../model/alarms/alarm-groups.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin, TimeSpan } from '../../kit/plugin.ts';
import { PLAY_RATES } from '../../kit/rates.ts';
import { sensorsSlice } from '../../twin/live/live-slice.ts';
import { escapePicking } from '../../twin/pick.ts';
import type { TwinState } from '../../twin/slice.ts';
import { alarmListSlice } from './alarm-list-slice.ts';
import {
  ALARM_TOOL,
  type FeedController,
  feedsController,
  HEALTH_PANEL,
  OWN_PANEL,
  OWN_PICKER,
  SOURCE_PANEL,
} from './controller.ts';
import { feedsLink } from './link-part.ts';
import { feedLayers } from './scene/layers.ts';
import { feedsScenePart } from './scene-part.ts';
import { feedsWords } from './words.ts';

/** Live data: sensors, alarms, cases, commands, recordings, and the sources that they come from. */
export const feeds: Plugin<FeedController> = {
  ...feedsController,
  words: feedsWords,
  order: 100,
  slices: [sensorsSlice, alarmListSlice],
  link: feedsLink,
  sceneFile: feedsScenePart,
  scene: feedLayers,
  steps: {
    'command.now': ({ alarms }) => {
      const open = countUnacknowledged(alarms);
      return { mark: open > 0 ? 'severe' : 'todo', figure: open, word: { zh: '未确认', en: 'unacked' } };
    },
  },
  places: {
    tool: [
      {
        id: ALARM_TOOL,
        order: 10,
        at: ['command.now'],
        title: 'alarms.panel',
        result({ alarms }) {
          const open = countUnacknowledged(alarms);
          return open > 0 ? { zh: `${open} 条未确认`, en: `${open} not acknowledged` } : null;
        },
        answers: 'alarms.answers',
        Body: panel(() => import('./panels/alarms.tsx'), 'AlarmPanel'),
      },
      {
        id: 'feeds.cases',
        order: 20,
        at: ['command.now'],
        title: 'cases.title',
        answers: 'cases.answers',
        Body: panel(() => import('./panels/cases.tsx'), 'CasePanel'),
      },
      {
        id: 'feeds.commands',
        order: 60,
        at: ['command.now'],
        title: 'devices.title',
        answers: 'devices.answers',
        Body: panel(() => import('./panels/commands.tsx'), 'CommandsPanel'),
      },
    ],
    foot: [
      {
        id: 'feeds.alarm-strip',
        emphasis: 'live',
        Body: panel(() => import('./panels/alarm-strip.tsx'), 'AlarmStrip'),
      },
    ],
    banner: [
      {
        id: 'feeds.health-line',
        order: 20,
        emphasis: 'live',
        Body: panel(() => import('./panels/feed-health.tsx'), 'FeedHealth'),
      },
    ],
    plate: [
      {
        id: 'feeds.replay',
        order: 40,
        group: 'run',
        isShown: ({ replay }) => replay !== null,
        Body: panel(() => import('./panels/recordings.tsx'), 'ReplayBar'),
      },
    ],
    legend: [
      {
        id: 'feeds.legend',
        order: 90,
        emphasis: 'live',
        isShown: ({ sensors, feed }) => sensors !== null && feed.kind !== 'none',
        Body: panel(() => import('./panels/sensor-legend.tsx'), 'SensorLegend'),
      },
    ],
    vitals: [
      {
        id: 'feeds.vitals',
        order: 30,
        emphasis: 'live',
        group: 'now',
        Body: panel(() => import('./panels/vitals.tsx'), 'SensorVitals'),
      },
    ],
    lane: [
      {
        id: 'feeds.now',
        order: 25,
        group: 'first',
        title: 'sensors.lane',
        isShown: ({ sensors, feed, replay }) => sensors !== null && feed.kind !== 'none' && replay === null,
        Body: panel(() => import('./panels/now-lane.tsx'), 'NowLane'),
      },
      {
        id: 'feeds.recording',
        order: 50,
        group: 'second',
        title: 'replay.lane',
        span: spanOfReplay,
        Body: panel(() => import('./panels/recordings.tsx'), 'RecordingLane'),
      },
    ],
    cardSection: [
      { id: 'feeds.card.reading', order: -10, Body: panel(() => import('./panels/sensors.tsx'), 'ReadingOfSensor') },
      { id: 'feeds.card.alarms', order: 10, Body: panel(() => import('./panels/alarms.tsx'), 'AlarmsOfObject') },
      { id: 'feeds.card.sensor', order: 20, Body: panel(() => import('./panels/sensors.tsx'), 'SensorSection') },
      { id: 'feeds.card.commands', order: 40, Body: panel(() => import('./panels/commands.tsx'), 'CommandSection') },
      { id: 'feeds.card.cases', order: 50, Body: panel(() => import('./panels/cases.tsx'), 'CasesOfObject') },
      { id: 'feeds.card.acts', order: 60, Body: panel(() => import('./panels/alarm-acts.tsx'), 'ActsOfObject') },
    ],
    window: [
      {
        id: HEALTH_PANEL,
        order: 15,
        isOpenable: true,
        Body: panel(() => import('./panels/sensors.tsx'), 'FeedQualityPanel'),
      },
      {
        id: SOURCE_PANEL,
        order: 20,
        isOpenable: true,
        Body: panel(() => import('./panels/sources.tsx'), 'SourcePanel'),
      },
      {
        id: OWN_PANEL,
        order: 25,
        isOpenable: true,
        Body: panel(() => import('./panels/own-sensors.tsx'), 'OwnSensorsPanel'),
      },
    ],
  },
  showPresent({ twin, controllerOf }) {
    if (twin.getState().replay) controllerOf(feedsController).endReplay();
  },
  escape: ({ twin }) => escapePicking(twin.getState(), OWN_PICKER),
};

function spanOfReplay({ replay }: TwinState): TimeSpan | null {
  if (!replay) return null;
  const { name, fromMs, toMs } = replay;
  return { kind: 'recording', name, fromMs, toMs, mark: 'replay.mark', rates: PLAY_RATES };
}
