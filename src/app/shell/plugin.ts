import type { EngineId } from '../../../model/runs/engine-id.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { App, Plugin } from '../../kit/plugin.ts';
import { REPORTS } from '../../kit/reports-tool.ts';
import type { TwinState } from '../../twin/slice.ts';

export const CREDITS = 'credits';

const runCount = ({ runs }: TwinState): number => Object.values(runs).reduce((sum, { list }) => sum + list.length, 0);

/** Counts the analyses whose row names a result. */
const resultCount = (state: TwinState, app: App): number =>
  app
    .placed('tool')
    .filter(({ at, result }) => at?.some((place) => place.startsWith('plan.analyse/')) && result?.(state, app)).length;

/** The page's own tools: what leaves it as a picture, a sheet or a film, and whose data it shows. */
export const shell: Plugin = {
  id: 'shell',
  order: 0,
  open: () => ({ close() {} }),
  showPresent({ twin }) {
    const { runs, showRun } = twin.getState();
    for (const engine of Object.keys(runs) as EngineId[]) showRun(engine, null);
  },
  steps: {
    'plan.data': ({ layers }) => {
      const states = Object.values(layers);
      const failed = states.filter(({ status }) => status.kind === 'failed').length;
      return failed > 0
        ? { mark: 'severe', figure: failed, word: { zh: '未载入', en: 'failed' } }
        : { mark: 'todo', figure: states.length, word: { zh: '图层', en: 'layers' } };
    },
    'plan.analyse': (state, app) => ({
      mark: 'todo',
      figure: resultCount(state, app),
      word: { zh: '结果', en: 'results' },
    }),
    'plan.out': (_, { panels }) => ({
      mark: 'todo',
      figure: panels.getState().reports.length,
      word: { zh: '份报告', en: 'reports' },
    }),
    'command.ahead': (state) => ({ mark: 'todo', figure: runCount(state), word: { zh: '推演', en: 'runs' } }),
  },
  places: {
    start: [{ id: 'city-card', emphasis: 'plans', Body: panel(() => import('./city-card.tsx'), 'CityCard') }],
    page: [
      {
        id: 'reports.page',
        ofTool: REPORTS,
        isShown: (_, { panels }) => panels.getState().reports.length > 0,
        Body: panel(() => import('./reports.tsx'), 'ReportPage'),
      },
    ],
    worklist: [{ id: 'reports.list', ofTool: REPORTS, Body: panel(() => import('./reports.tsx'), 'MadeReports') }],
    tool: [
      {
        id: REPORTS,
        order: 5,
        at: ['plan.out', 'command.score', 'build.out'],
        icon: 'report',
        title: 'report.list',
        answers: 'report.listAnswers',
        result(_, { panels }) {
          const count = panels.getState().reports.length;
          return count > 0 ? { zh: `${count} 份`, en: `${count} made` } : null;
        },
        Body: panel(() => import('./reports.tsx'), 'Reports'),
      },
      {
        id: 'map-sheet',
        order: 20,
        at: ['plan.out', 'command.score', 'build.out'],
        icon: 'report',
        title: 'print.picture',
        answers: 'print.answers',
        Body: panel(() => import('./picture-panel.tsx'), 'PicturePanel'),
      },
      {
        id: 'clock-film',
        order: 40,
        at: ['plan.out', 'command.score', 'build.out'],
        icon: 'film',
        title: 'filming.clock',
        answers: 'filming.answers',
        Body: panel(() => import('./clock-film.tsx'), 'ClockFilmPanel'),
      },
      {
        id: CREDITS,
        order: 90,
        at: ['plan.data', 'command.now', 'build.around'],
        title: 'foot.credits',
        answers: 'foot.creditsAnswer',
        Body: panel(() => import('./credits.tsx'), 'Credits'),
      },
    ],
  },
};
