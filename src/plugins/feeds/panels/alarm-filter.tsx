import { useCallback, useMemo } from 'react';
import type { Alarm } from '../../../../model/alarms/alarm.ts';
import { PRIORITIES, type Priority } from '../../../../model/alarms/rules.ts';
import type { CitySensor } from '../../../../model/sensors/sensors.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { showValue } from '../../../kit/attribute-text.ts';
import { Chip } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { type AlarmFilter, type AlarmPlace, CAUSES, isOver } from '../alarm-filter.ts';
import { feedsController } from '../controller.ts';
import { SENSOR_LAYER } from '../live-feed-controller.ts';
import { isSensorOnScreen } from '../on-screen.ts';
import { AlarmMark } from './alarm-mark.tsx';

/** Where an alarm is and what it says, to look through. */
export function useAlarmPlace(): (alarm: Alarm) => AlarmPlace {
  const { of } = useWords();
  const { view } = useApp();
  const feeds = useController(feedsController);
  const version = useStore(feeds.places.version, (number) => number);
  // Wherever the camera goes, another part of the list is on the screen.
  const camera = useTwin((state) => (state.alarmFilter.isOnScreen ? state.camera : null));
  // biome-ignore lint/correctness/useExhaustiveDependencies: with them the same alarm lies elsewhere
  return useCallback(
    ({ stream, meaning }) => {
      const live = feeds.live();
      const place = stream === null ? null : live?.placeOf(stream);
      const sensor = place && live ? live.sensors[place.sensor] : null;
      const isOnScreen = () => (place && live ? isSensorOnScreen(place.sensor, live, view) : false);
      return {
        kind: sensor?.kind ?? null,
        district: sensor && feeds.places.districtOf(sensor),
        isOnScreen,
        text: sensor
          ? `${of(feeds.places.nameOf(sensor, false))} ${of(meaning.title)} ${sensor.id} ${sensor.of}`
          : of(meaning.title),
      };
    },
    [feeds, of, view, version, camera],
  );
}

/** A sensor's name in the page's language, with its place where the name alone tells none. */
export function useSensorName(): (sensor: CitySensor) => string {
  const { of } = useWords();
  const feeds = useController(feedsController);
  useStore(feeds.places.version, (number) => number);
  return (sensor) => of(feeds.places.nameOf(sensor, true));
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

/** By priority, by whether the cause goes on, by what the picture shows, by kind of sensor, by district, by words of place and alarm. */
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
  const feeds = useController(feedsController);
  const placeOf = useAlarmPlace();
  const { kinds, districts } = useMemo(() => {
    const found = alarms.map(placeOf);
    return { kinds: counted(found.map((one) => one.kind)), districts: counted(found.map((one) => one.district)) };
  }, [alarms, placeOf]);
  const nameOfKind = useKindName();
  const { language } = useWords();
  const nameOfDistrict = (id: string) => {
    const one = feeds.places.districts().find((district) => district.id === id);
    return one ? (language === 'zh' ? one.nameZh : one.nameEn) : id;
  };
  const { priorities, cause, kind, district, isOnScreen, text } = filter;
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
        <Chip on={isOnScreen} onClick={() => onFilter({ ...filter, isOnScreen: !isOnScreen })}>
          {t('alarms.onScreen')}
        </Chip>
      </div>
      <div className="alarm-search">
        <input
          type="search"
          value={text}
          placeholder={t('alarms.search')}
          aria-label={t('alarms.search')}
          onChange={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        />
        <Choice
          label={t('alarms.kind')}
          all={t('alarms.allKinds')}
          chosen={kind}
          counts={kinds}
          nameOf={nameOfKind}
          onChoose={(id) => onFilter({ ...filter, kind: id })}
        />
        <Choice
          label={t('alarms.district')}
          all={t('alarms.allDistricts')}
          chosen={district}
          counts={districts}
          nameOf={nameOfDistrict}
          onChoose={(id) => onFilter({ ...filter, district: id })}
        />
      </div>
    </div>
  );
}

/** One of several with how many each has, or all; where there is but one nothing is to choose. */
function Choice({
  label,
  all,
  chosen,
  counts,
  nameOf,
  onChoose,
}: {
  label: string;
  all: string;
  chosen: string | null;
  counts: readonly (readonly [id: string, count: number])[];
  nameOf: (id: string) => string;
  onChoose: (id: string | null) => void;
}) {
  if (counts.length < 2 && chosen === null) return null;
  const listed = chosen === null || counts.some(([id]) => id === chosen) ? counts : [...counts, [chosen, 0] as const];
  return (
    <select
      value={chosen ?? ''}
      aria-label={label}
      onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}
    >
      <option value="">{all}</option>
      {listed.map(([id, count]) => (
        <option key={id} value={id}>
          {`${nameOf(id)} ${formatNumber(count)}`}
        </option>
      ))}
    </select>
  );
}

/** How often each comes, the most frequent first; what is null counts nowhere. */
function counted(ids: readonly (string | null)[]): (readonly [id: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
