import { useMemo, useState } from 'react';
import { mayActOnAlarms } from '../twin/account.ts';
import { type AlarmEvent, isCovered } from '../twin/sensors/alarm-machine.ts';
import { type Alarm, type AlarmGroup, groupAlarms, raisedMs } from '../twin/sensors/alarms.ts';
import type { Priority } from '../twin/sensors/rules.ts';
import { useAlarmSound } from './alarm-sound.ts';
import { CaseOfAlarm } from './cases.tsx';
import { cityTime, formatTime } from './city-time.ts';
import { Chip, IconButton, Panel, Vacant } from './controls.tsx';
import { formatLimit, formatNumber, THIN_SPACE } from './format.ts';
import { ageText, spanText, valueText } from './sensor-text.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const MS_PER_MINUTE = 60_000;
/** From a look at the device to a shift, the longest (ISA-18.2: a shelf ends by itself). */
const SHELVES_MIN = [15, 60, 240, 480] as const;
/** What is not announced, each behind a word of its own so that nothing is hidden for good. */
const COVERS = ['shelved', 'suppressed', 'outOfService'] as const;
type Shown = 'open' | (typeof COVERS)[number];
/** Rows drawn at once; more are told by their number. */
const MOST_ROWS = 60;
const MOST_IN_CARD = 12;

/** 告警: newest unacknowledged on top, those of one cause as one while they come in a flood; it never scrolls by itself. */
export function AlarmPanel() {
  const { t } = useWords();
  const { feeds } = useSurroundings();
  const alarms = useTwin((state) => state.alarms);
  const feed = useTwin((state) => state.feed);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const [shown, setShown] = useState<Shown>('open');
  const coveredAs = (cover: Shown) => alarms.filter(({ state }) => state.kind === cover);
  const covers = COVERS.filter((cover) => coveredAs(cover).length > 0);
  const view = covers.find((cover) => cover === shown) ?? 'open';
  const { isFlood, groups } = useMemo(() => {
    const isInView = ({ state }: Alarm) => (view === 'open' ? !isCovered(state) : state.kind === view);
    return groupAlarms(alarms.filter(isInView), nowMs);
  }, [alarms, nowMs, view]);
  const [opened, setOpened] = useState<string | null>(null);
  const open = alarms.filter(({ state }) => state.kind === 'unacknowledged' || state.kind === 'returned').length;
  const account = useTwin((state) => state.account);
  const [isHeard, setHeard] = useState(false);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  useAlarmSound(alarms, isHeard && !isReplayed);
  const isConnected = feed.kind === 'live' || feed.kind === 'cut';
  const none = (feeds.live()?.unlistedCount ?? 0) > 0 ? 'alarms.noneOpen' : 'alarms.none';
  return (
    <Panel
      title={t('command.alarms')}
      className="dock grows alarms"
      note={isConnected ? t('alarms.count', { open: formatNumber(open), all: formatNumber(alarms.length) }) : undefined}
      actions={
        <>
          {isConnected && (
            <IconButton icon="sound" label={t('alarms.sound')} pressed={isHeard} onClick={() => setHeard(!isHeard)} />
          )}
          <FeedTag />
        </>
      }
    >
      {alarms.length > 0 && !mayActOnAlarms(account) && (
        <p className="note more">{t(account ? 'alarms.notYours' : 'alarms.hereOnly')}</p>
      )}
      {covers.length > 0 && (
        <div className="chips alarm-views">
          <Chip on={view === 'open'} onClick={() => setShown('open')}>
            {t('alarms.open', { count: formatNumber(alarms.filter(({ state }) => !isCovered(state)).length) })}
          </Chip>
          {covers.map((cover) => (
            <Chip key={cover} on={view === cover} onClick={() => setShown(cover)}>
              {`${t(`alarms.${cover}`)} ${formatNumber(coveredAs(cover).length)}`}
            </Chip>
          ))}
        </div>
      )}
      {isFlood && <p className="alarm-flood">{t('alarms.flood')}</p>}
      {groups.length === 0 ? (
        <Vacant icon="alert">{t(isConnected ? none : 'command.alarmsEmpty')}</Vacant>
      ) : (
        <ul className="alarm-list">
          {groups.slice(0, MOST_ROWS).map((group) => (
            <GroupRow
              key={group.alarms[0].key}
              group={group}
              nowMs={nowMs}
              isOpen={opened === group.alarms[0].key}
              onToggle={() => setOpened(opened === group.alarms[0].key ? null : group.alarms[0].key)}
            />
          ))}
        </ul>
      )}
      {groups.length > MOST_ROWS && (
        <p className="note more">{t('alarms.more', { count: formatNumber(groups.length - MOST_ROWS) })}</p>
      )}
    </Panel>
  );
}

/** In the card of a sensor, or of what sensors watch: its alarms that are not normal, gravest first. */
export function AlarmsOfObject({ id }: { id: string }) {
  const { t } = useWords();
  const { feeds } = useSurroundings();
  const alarms = useTwin((state) => state.alarms);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const live = feeds.live();
  const sensors = live?.ofObject(id) ?? [];
  const own = alarms.filter(({ stream }) => {
    const place = stream === null ? null : live?.placeOf(stream);
    return place ? sensors.includes(place.sensor) : false;
  });
  if (own.length === 0) return null;
  const { groups } = groupAlarms(own, nowMs);
  return (
    <section className="card-alarms">
      <h4>{t('command.alarms')}</h4>
      <ul className="alarm-list">
        {groups
          .flatMap((group) => group.alarms)
          .slice(0, MOST_IN_CARD)
          .map((alarm) => (
            <AlarmRow key={alarm.key} alarm={alarm} nowMs={nowMs} />
          ))}
      </ul>
    </section>
  );
}

export function FeedTag() {
  const { t } = useWords();
  const feed = useTwin((state) => state.feed);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  if (isReplayed) return <span className="tag recording">{t('replay.mark')}</span>;
  if (feed.kind === 'live') return <span className="tag live">{t('sensors.live')}</span>;
  if (feed.kind === 'cut')
    return (
      <span className="tag stale" title={feed.reason}>
        {t('sensors.cut', { age: ageText(nowMs - feed.sinceMs) })}
      </span>
    );
  return (
    <span className="tag stale">{t(feed.kind === 'connecting' ? 'sensors.connecting' : 'command.notConnected')}</span>
  );
}

function GroupRow({
  group: { alarms },
  nowMs,
  isOpen,
  onToggle,
}: {
  group: AlarmGroup;
  nowMs: number;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { t, of } = useWords();
  const { feeds } = useSurroundings();
  const [first] = alarms;
  if (alarms.length === 1) return <AlarmRow alarm={first} nowMs={nowMs} />;
  const acknowledgeAll = () => {
    for (const alarm of alarms) acknowledge(alarm, nowMs, (event) => feeds.act(alarm.key, event));
  };
  return (
    <li className={`alarm ${first.state.kind}`}>
      <div className="alarm-head">
        <AlarmMark priority={first.meaning.priority} />
        <button type="button" className="alarm-title" aria-expanded={isOpen} onClick={onToggle}>
          {t('alarms.group', { title: of(first.meaning.title), count: formatNumber(alarms.length) })}
        </button>
        <span className="age">{ageText(nowMs - (raisedMs(first.state) ?? nowMs))}</span>
      </div>
      <p className="note">
        {t('alarms.sameCause')} · {t(`alarms.${first.state.kind}`)}
      </p>
      {canAcknowledge(first) && (
        <p className="alarm-actions">
          <button type="button" className="btn" onClick={acknowledgeAll}>
            {t('alarms.acknowledgeAll')}
          </button>
        </p>
      )}
      {isOpen && (
        <ul className="alarm-list within">
          {alarms.slice(0, MOST_ROWS).map((alarm) => (
            <AlarmRow key={alarm.key} alarm={alarm} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </li>
  );
}

function AlarmRow({ alarm, nowMs }: { alarm: Alarm; nowMs: number }) {
  const { t, of } = useWords();
  const { twin, feeds, globe } = useSurroundings();
  const { state, meaning, stream, limit, value, key } = alarm;
  const live = feeds.live();
  const place = stream === null || !live ? null : live.placeOf(stream);
  const sensor = place && live ? live.sensors[place.sensor] : null;
  const told = place && sensor && value !== null ? valueText(value, sensor.datastreams[place.part].unit) : null;
  const act = (event: AlarmEvent) => feeds.act(key, event);
  const isShelved = state.kind === 'shelved';
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const goThere = () => {
    if (!place || !live) return;
    twin.getState().select(live.gidBase + place.sensor);
    const [eastM, northM, upM] = live.placesM.subarray(3 * place.sensor, 3 * place.sensor + 3);
    globe.flyToPlace({ eastM, northM, upM, radiusM: PLACE_RADIUS_M });
  };
  return (
    <li className={`alarm ${state.kind}`}>
      <div className="alarm-head">
        <AlarmMark priority={meaning.priority} />
        <button type="button" className="alarm-title" disabled={!place} onClick={goThere}>
          {sensor ? of(sensor.name) : of(meaning.title)}
        </button>
        <span className="age">{ageText(nowMs - (raisedMs(state) ?? nowMs))}</span>
      </div>
      <p className="note">
        {of(meaning.title)}
        {told && ` · ${told.value}${THIN_SPACE}${told.unit}`}
        {limit !== null && ` · ${t('alarms.limit', { limit: formatLimit(limit) })}`}
        {alarm.isLate && ` · ${t('alarms.late')}`}
        <span className="state">
          {isShelved
            ? t('alarms.shelvedUntil', { time: formatTime(cityTime(state.untilMs, twin.city.zone)) })
            : t(`alarms.${state.kind}`)}
          {'by' in state && state.by !== HERE && ` · ${state.by}`}
        </span>
      </p>
      {alarm.by !== null && <SuppressedBy cause={alarm.by} />}
      {state.kind === 'unacknowledged' && (
        <p className="note">
          {of(meaning.consequence)} → {of(meaning.action)}
        </p>
      )}
      <p className="alarm-actions" hidden={isReplayed}>
        {canAcknowledge(alarm) && (
          <button type="button" className="btn" onClick={() => acknowledge(alarm, nowMs, act)}>
            {t('alarms.acknowledge')}
          </button>
        )}
        {(state.kind === 'unacknowledged' || state.kind === 'acknowledged') && <ShelveChoice nowMs={nowMs} act={act} />}
        {state.kind === 'outOfService' && (
          <button type="button" className="btn ghost" onClick={() => act({ kind: 'putBack', atMs: nowMs, by: HERE })}>
            {t('alarms.putBack')}
          </button>
        )}
        {isShelved && (
          <button type="button" className="btn ghost" onClick={() => act({ kind: 'unshelve', atMs: nowMs, by: HERE })}>
            {t('alarms.unshelve')}
          </button>
        )}
        <CaseOfAlarm alarm={alarm} />
        {(state.kind === 'unacknowledged' || state.kind === 'acknowledged' || state.kind === 'returned') && (
          <button type="button" className="btn ghost" onClick={() => act({ kind: 'takeOut', atMs: nowMs, by: HERE })}>
            {t('alarms.takeOut')}
          </button>
        )}
      </p>
    </li>
  );
}

/** Which alarm says it in the place of this one. */
function SuppressedBy({ cause }: { cause: string }) {
  const { t, of } = useWords();
  const { feeds } = useSurroundings();
  const alarm = useTwin((state) => state.alarms.find(({ key }) => key === cause));
  const live = feeds.live();
  const place = alarm && alarm.stream !== null ? live?.placeOf(alarm.stream) : null;
  const sensor = place && live ? live.sensors[place.sensor] : null;
  if (!alarm) return null;
  const name = `${sensor ? `${of(sensor.name)} · ` : ''}${of(alarm.meaning.title)}`;
  return <p className="note">{t('alarms.by', { name })}</p>;
}

/** For how long; it ends by itself. */
export function ShelveChoice({ nowMs, act }: { nowMs: number; act: (event: AlarmEvent) => void }) {
  const { t } = useWords();
  return (
    <select
      className="btn ghost"
      aria-label={t('alarms.shelve')}
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

/** Whoever sits before this page; the hub puts the name of the login there. */
export const HERE = 'page';
const PLACE_RADIUS_M = 60;

function canAcknowledge({ state }: Alarm): boolean {
  return state.kind === 'unacknowledged' || state.kind === 'returned';
}

/** A device's clock may be ahead of ours: nobody acknowledges before the alarm. */
function acknowledge(alarm: Alarm, nowMs: number, act: (event: AlarmEvent) => void): void {
  act({ kind: 'acknowledge', atMs: Math.max(nowMs, raisedMs(alarm.state) ?? nowMs), by: HERE });
}

/** Ⅰ square, Ⅱ triangle, Ⅲ diamond, Ⅳ circle: the only solid icons (LOOK §3). */
const SHAPES: Record<Priority, string> = {
  1: 'M3 3h18v18H3z',
  2: 'M12 2.5 22.5 21h-21z',
  3: 'M12 1.5 22.5 12 12 22.5 1.5 12z',
  4: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z',
};

export function AlarmMark({ priority }: { priority: Priority }) {
  const { t } = useWords();
  return (
    <svg
      className={`alarm-mark p${priority}`}
      viewBox="0 0 24 24"
      role="img"
      aria-label={t(`alarms.priority${priority}`)}
    >
      <path d={SHAPES[priority]} />
      <path className="sign" d="M12 8v5.5M12 16.6v.2" />
    </svg>
  );
}
