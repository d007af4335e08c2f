import './style.css';
import type { Plugin, TimeSpan } from '../../kit/plugin.ts';
import { sensorsSlice } from '../../twin/live/live-slice.ts';
import { escapePicking } from '../../twin/pick.ts';
import type { TwinState } from '../../twin/slice.ts';
import { alarmListSlice } from './alarm-list-slice.ts';
import { feedsLink } from './link-part.ts';
import { type FeedController, feedsPlugin, HEALTH_PANEL, OWN_PANEL, SOURCE_PANEL } from './open.ts';
import { ActsOfObject } from './panels/alarm-acts.tsx';
import { AlarmStrip } from './panels/alarm-strip.tsx';
import { AlarmPanel, AlarmsOfObject } from './panels/alarms.tsx';
import { CasePanel, CasesOfObject } from './panels/cases.tsx';
import { CommandSection, CommandsPanel } from './panels/commands.tsx';
import { FeedHealth } from './panels/feed-health.tsx';
import { NowLane } from './panels/now-lane.tsx';
import { OWN_PICKER } from './panels/own-form.tsx';
import { OwnSensorsPanel } from './panels/own-sensors.tsx';
import { REPLAY_RATES, RecordingLane, ReplayBar } from './panels/recordings.tsx';
import { SensorLegend } from './panels/sensor-legend.tsx';
import { FeedQualityPanel, ReadingOfSensor, SensorSection } from './panels/sensors.tsx';
import { SourcePanel } from './panels/sources.tsx';
import { SensorVitals } from './panels/vitals.tsx';
import { feedLayers } from './scene/layers.ts';
import { feedsScenePart } from './scene-part.ts';
import { feedsWords } from './words.ts';

/** Live data: sensors, alarms, cases, commands, recordings, and the sources that they come from. */
export const feeds: Plugin<FeedController> = {
  ...feedsPlugin,
  words: feedsWords,
  order: 100,
  slices: [sensorsSlice, alarmListSlice],
  link: feedsLink,
  sceneFile: feedsScenePart,
  scene: feedLayers,
  places: {
    left: [
      { id: 'feeds.alarms', order: 10, emphasis: 'live', Body: AlarmPanel },
      { id: 'feeds.alarm-strip', order: 5, emphasis: 'live', isBesideTool: true, Body: AlarmStrip },
      { id: 'feeds.cases', order: 20, emphasis: 'live', Body: CasePanel },
    ],
    top: [{ id: 'feeds.health-line', order: 20, emphasis: 'live', Body: FeedHealth }],
    right: [{ id: 'feeds.commands', order: 40, emphasis: 'live', Body: CommandsPanel }],
    bar: [{ id: 'feeds.replay', order: 40, isShown: ({ replay }) => replay !== null, Body: ReplayBar }],
    legend: [
      {
        id: 'feeds.legend',
        order: 90,
        emphasis: 'live',
        isShown: ({ sensors, feed }) => sensors !== null && feed.kind !== 'none',
        Body: SensorLegend,
      },
    ],
    vitals: [{ id: 'feeds.vitals', order: 30, emphasis: 'live', group: 'now', Body: SensorVitals }],
    lane: [
      {
        id: 'feeds.now',
        order: 25,
        group: 'first',
        title: 'sensors.lane',
        isShown: ({ sensors, feed, replay }) => sensors !== null && feed.kind !== 'none' && replay === null,
        Body: NowLane,
      },
      {
        id: 'feeds.recording',
        order: 50,
        group: 'second',
        title: 'replay.lane',
        span: spanOfReplay,
        Body: RecordingLane,
      },
    ],
    cardSection: [
      { id: 'feeds.card.reading', order: -10, Body: ReadingOfSensor },
      { id: 'feeds.card.alarms', order: 10, Body: AlarmsOfObject },
      { id: 'feeds.card.sensor', order: 20, Body: SensorSection },
      { id: 'feeds.card.commands', order: 40, Body: CommandSection },
      { id: 'feeds.card.cases', order: 50, Body: CasesOfObject },
      { id: 'feeds.card.acts', order: 60, Body: ActsOfObject },
    ],
    window: [
      { id: HEALTH_PANEL, order: 15, isOpenable: true, Body: FeedQualityPanel },
      { id: SOURCE_PANEL, order: 20, isOpenable: true, Body: SourcePanel },
      { id: OWN_PANEL, order: 25, isOpenable: true, Body: OwnSensorsPanel },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), OWN_PICKER),
};

function spanOfReplay({ replay }: TwinState): TimeSpan | null {
  if (!replay) return null;
  const { name, fromMs, toMs } = replay;
  const rates = REPLAY_RATES.map((rate) => ({ rate }));
  return { kind: 'recording', name, fromMs, toMs, mark: 'replay.mark', rates };
}
