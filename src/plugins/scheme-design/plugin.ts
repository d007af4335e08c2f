import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { hasManyPictures } from '../../twin/compare.ts';
import { escapePicking } from '../../twin/pick.ts';
import { COMPARE_TOOL, SCHEME_PICKER, type SchemesController, schemeDesignController } from './controller.ts';
import { schemesLink } from './link-part.ts';
import { schemeLayers } from './scene/layers.ts';
import { schemesScenePart } from './scene-part.ts';
import { schemesSlice } from './slice.ts';
import { schemeWords } from './words.ts';

/** The city as it stands, among the subjects of the desk. */
const TODAY = '';

/** 方案: parcels with indicators, the buildings that meet them, and schemes beside each other with the same figures. */
export const schemes: Plugin<SchemesController> = {
  ...schemeDesignController,
  words: schemeWords,
  order: 36,
  slices: [schemesSlice],
  engine: 'scheme-design',
  link: schemesLink,
  sceneFile: schemesScenePart,
  scene: schemeLayers,
  steps: {
    'plan.schemes': ({ schemes }) => ({ mark: 'todo', figure: schemes.length, word: { zh: '草稿', en: 'drafts' } }),
  },
  subjects: {
    plan: {
      read: ({ schemes, schemeShown }, { twin: { city } }) => {
        if (schemes.length === 0) return null;
        const today = { id: TODAY, name: { zh: `${city.name.zh} · 现状`, en: `${city.name.en} · as it is` } };
        const options = [today, ...schemes.map(({ id, name }) => ({ id, name: { zh: name, en: name } }))];
        const chosen = schemeShown ?? TODAY;
        const { name } = options.find(({ id }) => id === chosen) ?? today;
        return { name, options, chosen };
      },
      choose({ twin }, id) {
        const { schemes, setSchemes } = twin.getState();
        const scheme = schemes.find((each) => each.id === id) ?? null;
        setSchemes({ schemeShown: scheme?.id ?? null, schemeParcel: scheme?.parcels[0]?.id ?? null });
      },
    },
  },
  places: {
    tool: [
      {
        id: 'scheme-design',
        order: 10,
        at: ['plan.schemes'],
        answers: 'schemes.answers',
        invites: 'work',
        icon: 'cube',
        title: 'schemes.title',
        result: ({ schemes }) =>
          schemes.length === 0 ? null : { zh: `${schemes.length} 个方案`, en: `${schemes.length} schemes` },
        isInUse: ({ schemeShown }) => schemeShown !== null,
        Body: panel(() => import('./panels/schemes.tsx'), 'SchemesPanel'),
      },
      {
        id: COMPARE_TOOL,
        order: 20,
        at: ['plan.schemes'],
        answers: 'schemes.compareAnswers',
        icon: 'split',
        title: 'schemes.compareTitle',
        isInUse: ({ compare, schemeViews }) =>
          hasManyPictures(compare) && schemeViews.some((choice) => choice !== null),
        Body: panel(() => import('./panels/comparison.tsx'), 'ComparePanel'),
      },
    ],
    tray: [
      {
        id: 'scheme-design.scores',
        isShown: ({ schemes }, { panels }) => schemes.length > 1 && panels.getState().tool === COMPARE_TOOL,
        Body: panel(() => import('./panels/comparison.tsx'), 'ScoreTray'),
      },
    ],
    over: [
      {
        id: 'scheme-design.sides',
        order: 12,
        isShown: ({ compare, schemeViews }) =>
          hasManyPictures(compare) && schemeViews.some((choice) => choice !== null),
        Body: panel(() => import('./panels/side-names.tsx'), 'SideNames'),
      },
    ],
    worklist: [
      {
        id: 'scheme-design.list',
        ofTool: 'scheme-design',
        Body: panel(() => import('./panels/scheme-list.tsx'), 'SchemeList'),
      },
    ],
    legend: [
      {
        id: 'scheme-design.legend',
        order: 17,
        isShown: ({ schemeShown }) => schemeShown !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'SchemeLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), SCHEME_PICKER),
};
