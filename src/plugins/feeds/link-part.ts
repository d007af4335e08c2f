import { PRIORITIES } from '../../../model/alarms/rules.ts';
import { changed, type LinkPart } from '../../twin/link-part.ts';
import { decoded } from '../../twin/link-text.ts';
import type { TwinState } from '../../twin/slice.ts';
import { ALL_ALARMS, type AlarmFilter, CAUSES } from './alarm-filter.ts';
import { feedsMessage } from './messages.ts';

type Linked = Pick<TwinState, 'alarmFilter' | 'caseId'> & { recording: string };

/** Which alarms are looked through, the case that is open, and the recording that stands in place of the present. */
export const feedsLink: LinkPart<Linked> = {
  keys: ['alarms', 'case', 'rec'],
  write: ({ alarmFilter, caseId, replay }) =>
    changed([
      ['alarms', filterText(alarmFilter), filterText(ALL_ALARMS)],
      ['case', encodeURIComponent(caseId ?? ''), ''],
      ['rec', encodeURIComponent(replay?.name ?? ''), ''],
    ]),
  read(key, value) {
    if (key === 'alarms') {
      const expected = {
        zh: '告警的筛选（等级:状态:种类:文字:片区:画面）',
        en: 'a filter of alarms (priorities:cause:kind:words:district:screen)',
      };
      const alarmFilter = filterOf(value);
      if (!alarmFilter) return { expected };
      const named = namedPriorities(value);
      const left = named.filter((one) => !isPriority(one)).map((got) => ({ got, expected }));
      if (left.length > 0 && left.length === named.length) return { expected };
      return { linked: { alarmFilter }, ...(left.length > 0 ? { left } : {}) };
    }
    const text = decoded(value);
    if (!text) return { expected: { zh: '名称', en: 'a name' } };
    return { linked: key === 'case' ? { caseId: text } : { recording: text } };
  },
  open: ({ alarmFilter, caseId }) => ({ alarmFilter: alarmFilter ?? ALL_ALARMS, caseId: caseId ?? null }),
  absent: ({ recording }, { replay }) =>
    recording === undefined || replay?.name === recording ? [] : [feedsMessage('link-recording', { name: recording })],
};

/** The last part of a filter that keeps what the picture shows. */
const ON_SCREEN = 'screen';

/** District and picture stand at the end and only where they are chosen: links of before have no such parts. */
function filterText({ priorities, cause, kind, text, district, isOnScreen }: AlarmFilter): string {
  const more = isOnScreen ? [district ?? '', ON_SCREEN] : district === null ? [] : [district];
  return [priorities.join(','), cause, kind ?? '', text, ...more].map(encodeURIComponent).join(':');
}

function filterOf(value: string): AlarmFilter | null {
  const [numbers, cause, kind, text, district = '', screen = '', ...rest] = value.split(':').map(decoded);
  const known = CAUSES.find((one) => one === cause);
  if (numbers === null || kind === null || text === null || district === null || !known || rest.length > 0) return null;
  if (numbers === undefined || kind === undefined || text === undefined) return null;
  if (screen !== '' && screen !== ON_SCREEN) return null;
  const named = namedPriorities(value);
  return {
    priorities: PRIORITIES.filter((priority) => named.includes(String(priority))),
    cause: known,
    kind: kind || null,
    district: district || null,
    isOnScreen: screen === ON_SCREEN,
    text,
  };
}

/** The priorities that a filter names, known or not. */
function namedPriorities(value: string): string[] {
  const numbers = decoded(value.split(':')[0]);
  return numbers ? numbers.split(',') : [];
}

const isPriority = (text: string): boolean => PRIORITIES.some((priority) => String(priority) === text);
