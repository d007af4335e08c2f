import { messageTable } from '../text/message.ts';

/** What no working calendar can be. */
export const scheduleMessage = messageTable({
  'calendar-idle': {
    zh: '日历 {name}：一周和例外日里都没有工作时间',
    en: 'calendar {name}: expected working time, got none in its week and its exceptions',
  },
  'calendar-ends': {
    zh: '日历 {name}：工作时间不够，只有有限的例外日',
    en: 'calendar {name}: expected enough working time, got exceptions only, and they end',
  },
  'calendar-exceptions': {
    zh: '日历 {name}：例外日至多 {most} 天',
    en: 'calendar {name}: expected at most {most} days of exceptions',
  },
});
