import type { WordTable } from '../../../model/text/words.ts';

type TimelineWords = typeof timelineWords;

declare module '../../kit/words.ts' {
  interface PageWords extends TimelineWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const timelineWords = {
  'timeline.timeBar': { zh: '时间', en: 'Time' },
  'timeline.cityClock': { zh: '城市时间', en: 'City time' },
  'timeline.mode_live': { zh: '实况', en: 'Live' },
  'timeline.mode_replay': { zh: '回放', en: 'Replay' },
  'timeline.mode_simulated': { zh: '推演', en: 'Simulated' },
  'timeline.present': { zh: '此刻 {time}', en: 'Now {time}' },
  'timeline.toPresent': { zh: '回到实况', en: 'Back to live' },
  'timeline.now': { zh: '现在', en: 'Now' },
  'timeline.following': { zh: '跟随现在', en: 'Follows the present' },
  'timeline.before': { zh: '比现在早 {span}', en: '{span} before now' },
  'timeline.after': { zh: '比现在晚 {span}', en: '{span} after now' },
  'timeline.days': { zh: '{count} 天', en: '{count} d' },
  'timeline.hours': { zh: '{count} 小时', en: '{count} h' },
  'timeline.minutes': { zh: '{count} 分', en: '{count} min' },
} as const satisfies WordTable;
