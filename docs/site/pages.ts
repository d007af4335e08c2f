/**
 * The guide's pages, in the order in which they are read and listed. A page is `docs/<language>/<section>/<name>.md`; both languages have
 * all of them (`tests/docs/guide.test.ts` compares).
 */
export const SECTIONS: readonly { id: string; title: Record<GuideLanguage, string>; pages: readonly string[] }[] = [
  {
    id: 'start',
    title: { en: 'Start', zh: '入门' },
    pages: [
      'first-city',
      'own-files',
      'your-data',
      'large-region',
      'play-a-flood',
      'connect-a-sensor',
      'other-programs',
      'hub-for-a-team',
    ],
  },
  { id: 'use', title: { en: 'Use', zh: '使用' }, pages: ['plan', 'command', 'build', 'tour'] },
  {
    id: 'reference',
    title: { en: 'Reference', zh: '参考' },
    pages: [
      'cli',
      'recipe',
      'flood-scenario',
      'crowd-case',
      'construction-case',
      'service-case',
      'noise-case',
      'siting-case',
      'districts-case',
      'rounds-case',
      'sun-case',
      'terrain-case',
      'theme-case',
      'traffic-case',
      'traffic-flow-case',
      'air-case',
      'heat-case',
      'response-plan',
      'scene-file',
      'picture-style',
      'board-reports',
      'index-card',
      'plan-rules',
      'plan-crosswalk',
      'releases-and-signatures',
      'view-case',
      'dispatch-case',
      'height-case',
      'pipe-case',
      'sensors',
      'sensor-kinds',
      'crowd-presets',
      'validation',
      'files-met',
      'topics-and-http',
      'link',
      'errors',
    ],
  },
  {
    id: 'explain',
    title: { en: 'Explain', zh: '原理' },
    pages: ['pixels', 'run', 'alarm', 'models', 'security', 'accessibility'],
  },
  {
    id: 'extend',
    title: { en: 'Extend', zh: '扩展' },
    pages: ['sensor-kind', 'scenario', 'format', 'desk', 'engine', 'plugin'],
  },
];

export type GuideLanguage = 'en' | 'zh';

export const GUIDE_LANGUAGES: readonly GuideLanguage[] = ['en', 'zh'];

/** Paths of the pages below a language, without an ending: `index`, `start/first-city` … */
export function pagePaths(): string[] {
  return ['index', ...SECTIONS.flatMap(({ id, pages }) => pages.map((page) => `${id}/${page}`))];
}
