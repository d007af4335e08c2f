import type { Text } from '../../model/text/text.ts';
import type { DeskFacts } from '../twin/appearance.ts';

/**
 * A desk is data: how it looks and what it brings to the front. Panels and layers of the picture say for which emphasis they are meant, so a new desk is
 * one more record here, and no desk or plug-in knows another.
 */
interface Desk extends DeskFacts {
  /** Its name in the top bar. It stands here and not among the words of the page, so that a desk is its record and nothing else. */
  readonly label: Text;
  /** The page of the guide that the help button opens, below the language. */
  readonly guide: string;
  /** Size of type and controls, and whether panels are in docked columns: a wall is read from farther than a table. */
  readonly size: 'plan' | 'command';
  /** `?kiosk=1` opens this one, without a way out. */
  readonly isKiosk?: boolean;
}

/** In the order of the top bar; the first is open at first. */
export const DESKS: readonly Desk[] = [
  {
    id: 'plan',
    label: { zh: '规划', en: 'Plan' },
    guide: 'use/plan',
    theme: 'plan',
    followsSystem: true,
    size: 'plan',
    emphasis: ['plans'],
    steps: [
      {
        id: 'data',
        label: { zh: '数据', en: 'Data' },
        why: { zh: '放入规划和数据，看清缺什么', en: 'bring plans, see what is missing' },
      },
      {
        id: 'conflicts',
        label: { zh: '规划冲突', en: 'Conflicts' },
        why: { zh: '哪些规划互相矛盾', en: 'which plans disagree' },
      },
      {
        id: 'decide',
        label: { zh: '决策与蓝图', en: 'Decisions' },
        why: { zh: '逐条定下来，合成“一张图”', en: 'decide, and make one blueprint' },
      },
      {
        id: 'schemes',
        label: { zh: '方案', en: 'Schemes' },
        why: { zh: '一块地怎么建、几个方案比', en: 'design a parcel, compare' },
      },
      {
        id: 'analyse',
        label: { zh: '分析', en: 'Analysis' },
        why: { zh: '日照、视线、水、路、人', en: 'sun, sight, water, roads' },
        groups: [
          { id: 'light', label: { zh: '光与视', en: 'Light and sight' } },
          { id: 'ground', label: { zh: '地与水', en: 'Ground and water' } },
          { id: 'people', label: { zh: '人与路', en: 'People and roads' } },
          { id: 'figures', label: { zh: '统计', en: 'Statistics' } },
        ],
      },
      {
        id: 'out',
        label: { zh: '成果', en: 'Outputs' },
        why: { zh: '报告、图纸、表格、场景', en: 'reports, sheets, tables' },
      },
    ],
  },
  {
    id: 'command',
    label: { zh: '指挥', en: 'Command' },
    guide: 'use/command',
    theme: 'command',
    size: 'command',
    emphasis: ['live', 'runs'],
    steps: [
      {
        id: 'now',
        label: { zh: '态势', en: 'Situation' },
        why: { zh: '现在发生什么', en: 'what happens now' },
      },
      {
        id: 'incident',
        label: { zh: '事件', en: 'Incident' },
        why: { zh: '谁在何时做了什么', en: 'who did what, when' },
      },
      {
        id: 'ahead',
        label: { zh: '研判', en: 'Look ahead' },
        why: { zh: '接下来会怎样', en: 'what comes next' },
      },
      {
        id: 'dispatch',
        label: { zh: '调度', en: 'Dispatch' },
        why: { zh: '派谁、走哪条路', en: 'whom to send, which way' },
      },
      {
        id: 'replay',
        label: { zh: '复盘', en: 'Replay' },
        why: { zh: '再看一遍，换个做法', en: 'again, and otherwise' },
      },
      {
        id: 'score',
        label: { zh: '评估', en: 'Evaluation' },
        why: { zh: '做得怎么样', en: 'how well it went' },
        opens: 'incident-evaluation',
      },
    ],
  },
  {
    id: 'build',
    label: { zh: '建造', en: 'Build' },
    guide: 'use/build',
    theme: 'plan',
    followsSystem: true,
    size: 'plan',
    emphasis: ['site'],
    steps: [
      {
        id: 'verdict',
        label: { zh: '结论', en: 'Verdict' },
        why: { zh: '能不能按时建成', en: 'will it be on time' },
      },
      {
        id: 'schedule',
        label: { zh: '进度', en: 'Schedule' },
        why: { zh: '计划编得好不好', en: 'is the plan sound' },
      },
      {
        id: 'model',
        label: { zh: '模型与碰撞', en: 'Model' },
        why: { zh: '何时何处相碰', en: 'what meets, when' },
      },
      {
        id: 'around',
        label: { zh: '周边影响', en: 'Surroundings' },
        why: { zh: '周边谁受影响', en: 'who is affected' },
      },
      {
        id: 'fix',
        label: { zh: '整改', en: 'Remedies' },
        why: { zh: '改哪里最有用', en: 'what helps most' },
      },
      {
        id: 'out',
        label: { zh: '报告', en: 'Report' },
        why: { zh: '意见书、签署、交给别人', en: 'opinion, signed, handed on' },
      },
    ],
  },
  {
    id: 'tour',
    label: { zh: '展厅', en: 'Tour' },
    guide: 'use/tour',
    theme: 'plan',
    size: 'plan',
    emphasis: ['show'],
    isBare: true,
    isKiosk: true,
    steps: [
      {
        id: 'tours',
        label: { zh: '讲解', en: 'Tours' },
        why: { zh: '选一段讲解', en: 'choose a tour' },
      },
      {
        id: 'table',
        label: { zh: '沙盘', en: 'Table' },
        why: { zh: '大小、位置、并排', en: 'size, place, beside' },
      },
      {
        id: 'edit',
        label: { zh: '编辑', en: 'Edit' },
        why: { zh: '视角、文字、问答', en: 'views, texts' },
      },
      {
        id: 'halls',
        label: { zh: '场馆', en: 'Halls' },
        why: { zh: '几块屏在运行', en: 'screens that run' },
      },
    ],
  },
];
