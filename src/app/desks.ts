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
  },
  {
    id: 'command',
    label: { zh: '指挥', en: 'Command' },
    guide: 'use/command',
    theme: 'command',
    size: 'command',
    emphasis: ['live', 'runs'],
  },
  {
    id: 'build',
    label: { zh: '建造', en: 'Build' },
    guide: 'use/build',
    theme: 'plan',
    followsSystem: true,
    size: 'plan',
    emphasis: ['site'],
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
  },
];
