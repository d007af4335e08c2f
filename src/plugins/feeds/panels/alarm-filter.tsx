import { useCallback, useMemo } from 'react';
import type { Alarm } from '../../../../model/alarms/alarm.ts';
import { PRIORITIES, type Priority } from '../../../../model/alarms/rules.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { showValue } from '../../../kit/attribute-text.ts';
import { Chip } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { type AlarmFilter, type AlarmPlace, CAUSES, isOver } from '../alarm-filter.ts';
import { SENSOR_LAYER } from '../controller.ts';
import { feedsPlugin } from '../open.ts';
import { AlarmMark } from './alarm-mark.tsx';

/** Where an alarm is and what it says, to look through. */
export function useAlarmPlace(): (alarm: Alarm) => AlarmPlace {
  const { of } = useWords();
  const feeds = useController(feedsPlugin);
  return useCallback(
    ({ stream, meaning }) => {
      const live = feeds.live();
      const place = stream === null ? null : live?.placeOf(stream);
      const sensor = place && live ? live.sensors[place.sensor] : null;
      return {
        kind: sensor?.kind ?? null,
        text: sensor ? `${of(sensor.name)} ${of(meaning.title)} ${sensor.id} ${sensor.of}` : of(meaning.title),
      };
    },
    [feeds, of],
  );
}

/** A kind of sensor in the words of the city's layer of sensors; its code where the layer has none. */
function useKindName(): (kind: string) => string {
  const { language } = useWords();
  const { twin } = useApp();
  const attribute = twin.city.layers
    .find(({ id }) => id === SENSOR_LAYER)
    ?.attributes.find(({ name }) => name === 'kind');
  return (kind) => (attribute ? showValue(attribute, kind, language).text : kind);
}

/** By priority, by whether the cause goes on, by kind of sensor, by words of place and alarm. */
export function AlarmFilterForm({
  alarms,
  filter,
  onFilter,
}: {
  alarms: readonly Alarm[];
  filter: AlarmFilter;
  onFilter: (filter: AlarmFilter) => void;
}) {
  const { t } = useWords();
  const placeOf = useAlarmPlace();
  const kinds = useMemo(() => {
    const counts = new Map<string, number>();
    for (const alarm of alarms) {
      const { kind } = placeOf(alarm);
      if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a);
  }, [alarms, placeOf]);
  const nameOfKind = useKindName();
  const { priorities, cause, kind, text } = filter;
  const toggled = (priority: Priority) =>
    priorities.includes(priority) ? priorities.filter((one) => one !== priority) : [...priorities, priority];
  return (
    <div className="alarm-filter">
      <div className="chips">
        {PRIORITIES.filter((priority) => alarms.some(({ meaning }) => meaning.priority === priority)).map(
          (priority) => (
            <Chip
              key={priority}
              on={priorities.includes(priority)}
              onClick={() => onFilter({ ...filter, priorities: toggled(priority) })}
            >
              <AlarmMark priority={priority} />
              {formatNumber(alarms.filter(({ meaning }) => meaning.priority === priority).length)}
            </Chip>
          ),
        )}
        {CAUSES.filter((one) => one !== 'any').map((one) => (
          <Chip
            key={one}
            on={cause === one}
            onClick={() => onFilter({ ...filter, cause: cause === one ? 'any' : one })}
          >
            {`${t(`alarms.cause.${one}`)} ${formatNumber(alarms.filter((alarm) => isOver(alarm) === (one === 'over')).length)}`}
          </Chip>
        ))}
      </div>
      <div className="alarm-search">
        <input
          type="search"
          value={text}
          placeholder={t('alarms.search')}
          aria-label={t('alarms.search')}
          onChange={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        />
        {(kinds.length > 1 || kind !== null) && (
          <select
            value={kind ?? ''}
            aria-label={t('alarms.kind')}
            onChange={({ currentTarget }) => onFilter({ ...filter, kind: currentTarget.value || null })}
          >
            <option value="">{t('alarms.allKinds')}</option>
            {kinds.map(([id, count]) => (
              <option key={id} value={id}>
                {`${nameOfKind(id)} ${formatNumber(count)}`}
              </option>
            ))}
          </select>
        )}
      </div>
    </div>
  );
}
