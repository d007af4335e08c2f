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
      const alarmFilter = filterOf(value);
      return alarmFilter
        ? { linked: { alarmFilter } }
        : {
            expected: {
              zh: '告警的筛选（等级:状态:种类:文字）',
              en: 'a filter of alarms (priorities:cause:kind:words)',
            },
          };
    }
    const text = decoded(value);
    if (!text) return { expected: { zh: '名称', en: 'a name' } };
    return { linked: key === 'case' ? { caseId: text } : { recording: text } };
  },
  open: ({ alarmFilter, caseId }) => ({ alarmFilter: alarmFilter ?? ALL_ALARMS, caseId: caseId ?? null }),
  absent: ({ recording }, { replay }) =>
    recording === undefined || replay?.name === recording ? [] : [feedsMessage('link-recording', { name: recording })],
};

const filterText = ({ priorities, cause, kind, text }: AlarmFilter): string =>
  [priorities.join(','), cause, kind ?? '', text].map(encodeURIComponent).join(':');

function filterOf(value: string): AlarmFilter | null {
  const [numbers, cause, kind, text, ...rest] = value.split(':').map(decoded);
  const known = CAUSES.find((one) => one === cause);
  if (typeof numbers !== 'string' || typeof kind !== 'string' || typeof text !== 'string' || !known || rest.length > 0)
    return null;
  const named = numbers === '' ? [] : numbers.split(',');
  const priorities = PRIORITIES.filter((priority) => named.includes(String(priority)));
  return priorities.length === named.length ? { priorities, cause: known, kind: kind || null, text } : null;
}
