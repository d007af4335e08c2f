import { useState } from 'react';
import { type Alarm, raisedMs, ruleOfKey } from '../../../../model/alarms/alarm.ts';
import type { AlarmGroup } from '../../../../model/alarms/alarm-groups.ts';
import type { AlarmEvent, AlarmState } from '../../../../model/alarms/alarm-machine.ts';
import { rulesOf } from '../../../../model/alarms/stream-rules.ts';
import { placeName } from '../../../../model/city/place-name.ts';
import { MS_PER_DAY } from '../../../../model/time.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { formatLimit, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { Language } from '../../../twin/appearance.ts';
import { feedsController } from '../controller.ts';
import type { LiveFeedController } from '../live-feed-controller.ts';
import { ageText, spanText, valueText } from '../sensor-text.ts';
import { useSensorName } from './alarm-filter.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { PLACE_RADIUS_M } from './case-row.tsx';
import { CaseOfAlarm } from './cases.tsx';

const MS_PER_MINUTE = 60_000;
/** From a look at the device to a shift, the longest (ISA-18.2: a shelf ends by itself). */
const SHELVES_MIN = [15, 60, 240, 480] as const;
/** Rows drawn at once; the rest comes on demand. */
export const ROWS_AT_ONCE = 60;

/** Alarms of one cause as one row; opened, each by itself. */
export function GroupRow({ group: { alarms }, nowMs }: { group: AlarmGroup; nowMs: number }) {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const [shownRows, showRows] = useState(0);
  const [first] = alarms;
  const acknowledgeAll = () => acknowledgeEach(alarms, nowMs, feeds);
  return (
    <li className={`alarm p${first.meaning.priority} ${first.state.kind}`}>
      <div className="alarm-head">
        <AlarmMark priority={first.meaning.priority} />
        <button
          type="button"
          className="alarm-title"
          aria-expanded={shownRows > 0}
          onClick={() => showRows(shownRows > 0 ? 0 : ROWS_AT_ONCE)}
        >
          {t('alarms.group', { title: of(first.meaning.title), count: formatNumber(alarms.length) })}
        </button>
        <span className="age">{ageText(nowMs - (raisedMs(first.state) ?? nowMs))}</span>
      </div>
      <div className="alarm-line">
        <p className="note">
          {t('alarms.sameCause')} · {t(`alarms.${first.state.kind}`)}
        </p>
        {canAcknowledge(first) && !isReplayed && (
          <button type="button" className="btn" onClick={acknowledgeAll}>
            {t('alarms.acknowledgeAll')}
          </button>
        )}
      </div>
      {shownRows > 0 && (
        <ul className="alarm-list within">
          {alarms.slice(0, shownRows).map((alarm) => (
            <AlarmRow key={alarm.key} alarm={alarm} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {shownRows > 0 && alarms.length > shownRows && (
        <MoreRows count={alarms.length - shownRows} onMore={() => showRows(shownRows + ROWS_AT_ONCE)} />
      )}
    </li>
  );
}

/** How many rows are not drawn yet, and the way to them. */
export function MoreRows({ count, onMore }: { count: number; onMore: () => void }) {
  const { t } = useWords();
  return (
    <button type="button" className="link more" onClick={onMore}>
      {t('alarms.showMore', { count: formatNumber(count) })}
    </button>
  );
}

/** One alarm in two lines; opened, what it means, what to do and everything that its state allows. */
export function AlarmRow({ alarm, nowMs, isOpen = false }: { alarm: Alarm; nowMs: number; isOpen?: boolean }) {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const feeds = useController(feedsController);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const [isOpened, setOpened] = useState(false);
  const { state, meaning, stream } = alarm;
  const live = feeds.live();
  const place = stream === null || !live ? null : live.placeOf(stream);
  const sensor = place && live ? live.sensors[place.sensor] : null;
  const goThere = () => {
    setOpened(!isOpened);
    if (!place || !live || isOpened) return;
    twin.getState().select(live.gidOf(place.sensor));
    const [eastM, northM, upM] = live.placesM.subarray(3 * place.sensor, 3 * place.sensor + 3);
    view.flyToPlace({ eastM, northM, upM, radiusM: PLACE_RADIUS_M });
  };
  const nameOf = useSensorName();
  const name = sensor ? nameOf(sensor) : of(meaning.title);
  // A sensor may have several alarms, of one rule's several limits too: read aloud, each says which it is.
  const limit = alarm.limit === null ? '' : ` · ${t('alarms.limit', { limit: formatLimit(alarm.limit) })}`;
  const label = sensor ? `${name} · ${of(meaning.title)}${limit}` : name;
  const isWhole = isOpen || isOpened;
  const near = isWhole && sensor ? placeName(twin.city.labels, sensor.at[0], sensor.at[1]) : null;
  return (
    <li className={`alarm p${meaning.priority} ${state.kind}`}>
      <div className="alarm-head">
        <AlarmMark priority={meaning.priority} />
        <button type="button" className="alarm-title" aria-label={label} aria-expanded={isWhole} onClick={goThere}>
          {name}
        </button>
        <span className="age">{ageText(nowMs - (raisedMs(state) ?? nowMs))}</span>
      </div>
      <div className="alarm-line">
        <p className="note">
          {of(meaning.title)}
          <AlarmValue alarm={alarm} nowMs={nowMs} />
          <AlarmStateText state={state} />
        </p>
        {canAcknowledge(alarm) && !isReplayed && (
          <button
            type="button"
            className="btn"
            aria-label={t('alarms.acknowledgeOf', { name: label })}
            onClick={() => acknowledgeEach([alarm], nowMs, feeds)}
          >
            {t('alarms.acknowledge')}
          </button>
        )}
      </div>
      {alarm.by !== null && <SuppressedBy cause={alarm.by} />}
      {isWhole && state.kind === 'unacknowledged' && (
        <p className="note">
          {of(meaning.consequence)} → {of(meaning.action)}
        </p>
      )}
      {near && <p className="note">{t('alarms.near', { place: of(near), id: sensor?.id ?? '' })}</p>}
      {isWhole && <AlarmActions alarm={alarm} name={label} nowMs={nowMs} />}
    </li>
  );
}

/** In a word; on the page of now the list's first state goes without saying. */
function AlarmStateText({ state }: { state: AlarmState }) {
  const { t } = useWords();
  const { twin } = useApp();
  const isReplayed = useTwin(({ replay }) => replay !== null);
  return (
    <span className="state" hidden={state.kind === 'unacknowledged' && !isReplayed}>
      {state.kind === 'shelved'
        ? t('alarms.shelvedUntil', { time: formatTime(cityTime(state.untilMs, twin.city.zone)) })
        : t(`alarms.${state.kind}`)}
      {'by' in state && state.by !== HERE && ` · ${state.by}`}
    </span>
  );
}

/**
 * What raised it and when, the newest value where it is another by now, the limit that was passed, and, once the value is back behind
 * it, from where on the alarm is over.
 */
function AlarmValue({ alarm, nowMs }: { alarm: Alarm; nowMs: number }) {
  const { key, state, stream, value, raised, extreme = null, limit, isLate } = alarm;
  const { t, language } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  const live = feeds.live();
  const place = stream === null || !live ? null : live.placeOf(stream);
  const sensor = place && live ? live.sensors[place.sensor] : null;
  const datastream = place && sensor ? sensor.datastreams[place.part] : null;
  const shown = datastream && value !== null ? valueText(value, datastream.unit) : null;
  const condition =
    sensor && datastream
      ? rulesOf(feeds.kinds(), sensor, datastream).find(({ id }) => id === ruleOfKey(key))?.condition
      : undefined;
  const before = datastream && raised ? valueText(raised.value, datastream.unit) : null;
  const hasMoved = before !== null && before.value !== shown?.value;
  const peak = datastream && extreme && (!raised || extreme.value !== raised.value) ? extreme : null;
  const peakText = datastream && peak ? valueText(peak.value, datastream.unit).value : null;
  const isUnkept =
    raised === null && raisedMs(state) !== null && condition !== undefined && condition.kind !== 'missing';
  const isBack =
    value !== null &&
    limit !== null &&
    state.kind !== 'returned' &&
    (condition?.kind === 'above' ? value < limit : condition?.kind === 'below' && value > limit);
  return (
    <>
      {hasMoved && raised && (
        <span className="raised">
          {` · ${t('alarms.raisedAt', { value: `${before.value}${THIN_SPACE}${before.unit}`, time: instantText(raised.atMs, nowMs, twin.city.zone, language) })}`}
        </span>
      )}
      {shown &&
        ` · ${hasMoved ? t('alarms.valueNow', { value: shown.value }) : `${shown.value}${THIN_SPACE}${shown.unit}`}`}
      {peak && peakText !== null && peakText !== shown?.value && (
        <span className="extreme">
          {` · ${t(condition?.kind === 'below' ? 'alarms.lowest' : 'alarms.highest', { value: peakText, time: instantText(peak.atMs, nowMs, twin.city.zone, language) })}`}
        </span>
      )}
      {limit !== null && !(isBack && raised) && ` · ${t('alarms.limit', { limit: formatLimit(limit) })}`}
      {isBack &&
        (condition?.kind === 'above'
          ? ` · ${t('alarms.clearsBelow', { value: formatLimit(limit - condition.hysteresis) })}`
          : condition?.kind === 'below' &&
            ` · ${t('alarms.clearsAbove', { value: formatLimit(limit + condition.hysteresis) })}`)}
      {isUnkept && ` · ${t('alarms.raisedUnknown')}`}
      {isLate && ` · ${t('alarms.late')}`}
    </>
  );
}

/** The hour of the city's clock, with its day once that is more than a day ago. */
function instantText(ms: number, nowMs: number, zone: string, language: Language): string {
  const at = cityTime(ms, zone);
  return nowMs - ms < MS_PER_DAY ? formatTime(at) : `${formatDay(at, language)} ${formatTime(at)}`;
}

/** What its state allows; of a recording nothing. */
function AlarmActions({ alarm, name, nowMs }: { alarm: Alarm; name: string; nowMs: number }) {
  const { t } = useWords();
  const feeds = useController(feedsController);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const { state } = alarm;
  const act = (event: AlarmEvent) => feeds.act(alarm.key, event);
  return (
    <p className="alarm-actions" hidden={isReplayed}>
      {isStanding(state) && <ShelveChoice label={`${t('alarms.shelve')} ${name}`} nowMs={nowMs} act={act} />}
      {state.kind === 'outOfService' && (
        <button
          type="button"
          className="btn ghost"
          aria-label={`${t('alarms.putBack')} ${name}`}
          onClick={() => act({ kind: 'putBack', atMs: nowMs, by: HERE })}
        >
          {t('alarms.putBack')}
        </button>
      )}
      {state.kind === 'shelved' && (
        <button
          type="button"
          className="btn ghost"
          aria-label={`${t('alarms.unshelve')} ${name}`}
          onClick={() => act({ kind: 'unshelve', atMs: nowMs, by: HERE })}
        >
          {t('alarms.unshelve')}
        </button>
      )}
      <CaseOfAlarm alarm={alarm} name={name} />
      {(isStanding(state) || state.kind === 'returned') && (
        <button
          type="button"
          className="btn ghost"
          aria-label={`${t('alarms.takeOut')} ${name}`}
          onClick={() => act({ kind: 'takeOut', atMs: nowMs, by: HERE })}
        >
          {t('alarms.takeOut')}
        </button>
      )}
    </p>
  );
}

/** Which alarm says it in the place of this one. */
function SuppressedBy({ cause }: { cause: string }) {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const alarm = useTwin((state) => state.alarms.find(({ key }) => key === cause));
  const live = feeds.live();
  const place = alarm && alarm.stream !== null ? live?.placeOf(alarm.stream) : null;
  const sensor = place && live ? live.sensors[place.sensor] : null;
  const nameOf = useSensorName();
  if (!alarm) return null;
  const name = `${sensor ? `${nameOf(sensor)} · ` : ''}${of(alarm.meaning.title)}`;
  return <p className="note">{t('alarms.by', { name })}</p>;
}

/** For how long; it ends by itself. */
export function ShelveChoice({
  label,
  nowMs,
  act,
}: {
  label: string;
  nowMs: number;
  act: (event: AlarmEvent) => void;
}) {
  const { t } = useWords();
  return (
    <select
      className="btn ghost"
      aria-label={label}
      value=""
      onChange={({ currentTarget }) =>
        act({
          kind: 'shelve',
          atMs: nowMs,
          by: HERE,
          untilMs: nowMs + Number(currentTarget.value) * MS_PER_MINUTE,
        })
      }
    >
      <option value="">{t('alarms.shelve')}</option>
      {SHELVES_MIN.map((minutes) => (
        <option key={minutes} value={minutes}>
          {spanText(minutes * MS_PER_MINUTE)}
        </option>
      ))}
    </select>
  );
}

/** Name of the person before this page; the hub puts the name of the login there. */
export const HERE = 'page';

/** It is not covered, and its cause goes on. */
function isStanding({ kind }: AlarmState): boolean {
  return kind === 'unacknowledged' || kind === 'acknowledged' || kind === 'alert';
}

export function canAcknowledge({ state }: Alarm): boolean {
  return state.kind === 'unacknowledged' || state.kind === 'returned';
}

/** Those of them that wait for it. A device's clock may be ahead of ours: nobody acknowledges before the alarm. */
export function acknowledgeEach(
  alarms: readonly Alarm[],
  nowMs: number,
  { act }: Pick<LiveFeedController, 'act'>,
): void {
  for (const alarm of alarms) {
    if (!canAcknowledge(alarm)) continue;
    act(alarm.key, { kind: 'acknowledge', atMs: Math.max(nowMs, raisedMs(alarm.state) ?? nowMs), by: HERE });
  }
}
