import './style.css';
import { isUnacknowledged } from '../../../model/alarms/alarm.ts';
import type { Text } from '../../../model/text/text.ts';
import { MS_PER_MIN } from '../../../model/time.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { App, Plugin, TimeSpan } from '../../kit/plugin.ts';
import { PLAY_RATES } from '../../kit/rates.ts';
import { escapePicking } from '../../twin/pick.ts';
import type { TwinState } from '../../twin/slice.ts';
import { FILE_ID, type IncidentLogController, incidentLogController } from './controller.ts';
import { incidentLogLayers } from './scene/layers.ts';
import { incidentLogWords } from './words.ts';

const EVALUATION = 'incident-evaluation';

/** 突发事件: its log that all share, orders, the steps of its plan, the way back in time, branches and the score. */
export const incidentLog: Plugin<IncidentLogController> = {
  ...incidentLogController,
  words: incidentLogWords,
  order: 115,
  engine: 'road-routes',
  scene: incidentLogLayers,
  steps: {
    'command.incident': ({ situationIncident: incident }) => {
      if (!incident) return { mark: 'todo', figure: '—', word: { zh: '无事件', en: 'none' } };
      const { stepsDone, stepCount, step, closedMs } = incident;
      const figure = `${stepsDone}/${stepCount}`;
      return { mark: step && closedMs === null ? 'waits' : 'done', figure, word: { zh: '步', en: 'steps' } };
    },
    'command.dispatch': ({ situationIncident: incident }) => {
      if (!incident) return null;
      const figure = incident.orders.filter(({ arrivesMs }) => arrivesMs !== null).length;
      return { mark: 'todo', figure, word: { zh: '在途', en: 'under way' } };
    },
    'command.replay': ({ situationIncident: incident }, { controllerOf }) => {
      if (!incident) return null;
      const figure = controllerOf(incidentLogController).state.getState().branches.length;
      return { mark: 'todo', figure, word: { zh: '分支', en: 'branches' } };
    },
    'command.score': ({ situationIncident: incident }) =>
      incident && (incident.closedMs !== null || incident.at !== 'present')
        ? { mark: 'todo', word: { zh: '可评估', en: 'ready' } }
        : { mark: 'todo', figure: '—', word: { zh: '结案后', en: 'once closed' } },
  },
  subjects: {
    command: {
      read: (_, { controllerOf }) => {
        const { client, state } = controllerOf(incidentLogController);
        const { shownId, opened } = state.getState();
        const file = opened && { id: FILE_ID, name: bothNamed(opened.timeline.opened()?.title ?? opened.file) };
        const logged = client
          .all()
          .filter(({ id, shown }) => id === shownId || shown.read('incident', '', 'closedMs') === 0)
          .map(({ id, shown }) => ({ id, name: bothNamed(shown.opened()?.title ?? id) }));
        const options = file ? [...logged, file] : logged;
        const chosen = options.find(({ id }) => id === shownId);
        if (!chosen)
          return options.length === 0
            ? null
            : { name: NONE_OPEN, options: [{ id: '', name: NONE_OPEN }, ...options], chosen: '' };
        return { name: chosen.name, options, chosen: chosen.id };
      },
      choose: ({ controllerOf }, id) => controllerOf(incidentLogController).show(id === '' ? null : id),
    },
  },
  places: {
    tool: [
      {
        id: incidentLogController.id,
        order: 10,
        at: ['command.incident', 'command.replay'],
        answers: 'incidentLog.answers',
        icon: 'report',
        title: 'incidentLog.title',
        result: ({ situationIncident: incident }) => incident && { zh: incident.title, en: incident.title },
        Body: panel(() => import('./panels/incident-desk.tsx'), 'IncidentDesk'),
      },
      {
        id: EVALUATION,
        order: 10,
        at: ['command.score'],
        answers: 'incidentLog.evaluationAnswers',
        icon: 'report',
        title: 'incidentLog.evaluation',
        Body: panel(() => import('./panels/evaluation.tsx'), 'Evaluation'),
      },
      {
        id: 'incident-scenarios',
        order: 30,
        at: ['command.replay'],
        answers: 'incidentScenarios.answers',
        icon: 'list',
        title: 'incidentScenarios.title',
        Body: panel(() => import('./panels/scenarios.tsx'), 'ScenariosPanel'),
      },
      {
        id: 'response-plans',
        order: 90,
        at: ['command.incident'],
        answers: 'responsePlans.answers',
        icon: 'check',
        title: 'responsePlans.title',
        Body: panel(() => import('./panels/response-plans.tsx'), 'ResponsePlansPanel'),
      },
    ],
    page: [
      {
        id: 'incident-log.page',
        ofTool: EVALUATION,
        Body: panel(() => import('./panels/evaluation.tsx'), 'EvaluationPage'),
      },
    ],
    start: [
      {
        id: 'incident-log.quiet',
        order: 5,
        emphasis: 'live',
        isShown: (state, app) => isQuiet(state) || isFirstVisit(state, app),
        Body: panel(() => import('./panels/quiet.tsx'), 'Quiet'),
      },
    ],
    lane: [
      {
        id: 'incident-log.record',
        order: 45,
        title: 'incidentLog.record',
        isShown: isAtRecord,
        span: spanOfRecord,
        Body: panel(() => import('./panels/record-lane.tsx'), 'RecordLane'),
      },
    ],
  },
  showPresent: ({ controllerOf }) => controllerOf(incidentLogController).showPresent(),
  escape: ({ twin }) => escapePicking(twin.getState(), incidentLogController.id),
};

/** What is chosen while incidents are open and none is in view. */
const NONE_OPEN: Text = { zh: '选择事件', en: 'Choose an incident' };
const bothNamed = (name: string): Text => ({ zh: name, en: name });

/** A city that is made up greets whoever comes to the desk for the first time with a drill, whatever its sensors say. */
function isFirstVisit({ desk, situationIncident }: TwinState, { twin, panels, controllerOf }: App): boolean {
  if (!twin.city.fictional || situationIncident || !panels.getState().entered.includes(desk)) return false;
  return !controllerOf(incidentLogController).scenarios.hasBeenOpened();
}

/** Nothing waits for anybody, and the hub says so: while it is not heard, that is not known. */
function isQuiet({ situationIncident, caseId, alarms, feed, runs }: TwinState): boolean {
  const isRunShown = Object.values(runs).some(({ shownId }) => shownId !== null);
  return feed.kind === 'live' && !situationIncident && caseId === null && !isRunShown && !alarms.some(isUnacknowledged);
}

function isAtRecord({ situationIncident }: TwinState): boolean {
  return situationIncident !== null && situationIncident.at !== 'present';
}

/** A record is played from its first line to its last one, or to where a run goes on from it. */
function spanOfRecord(state: TwinState): TimeSpan | null {
  const { situationIncident: incident } = state;
  if (!incident || incident.at === 'present') return null;
  const { title, openedMs, lastMs, branch } = incident;
  const isRecord = branch === null;
  return {
    kind: isRecord ? 'recording' : 'run',
    name: branch ?? title,
    fromMs: openedMs,
    toMs: Math.max(lastMs, openedMs + MS_PER_MIN),
    mark: isRecord ? 'incidentLog.inReplay' : 'incidentLog.inBranch',
    rates: PLAY_RATES,
  };
}
