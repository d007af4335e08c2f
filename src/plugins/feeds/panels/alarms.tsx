import { useMemo, useState } from 'react';
import { type Alarm, raisedMs } from '../../../../model/alarms/alarm.ts';
import {
  type AlarmGroup,
  countUnacknowledged,
  groupAlarms,
  isOpen as isOpenState,
} from '../../../../model/alarms/alarm-groups.ts';
import type { AlarmEvent, AlarmState } from '../../../../model/alarms/alarm-machine.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Chip, EmptyState, IconButton, Panel } from '../../../kit/controls.tsx';
import { formatLimit, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { mayActOnAlarms } from '../../../twin/account.ts';
import { useAlarmSound } from '../alarm-sound.ts';
import { feedsPlugin } from '../open.ts';
import { ageText, spanText, valueText } from '../sensor-text.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { PLACE_RADIUS_M } from './case-row.tsx';
import { CaseOfAlarm } from './cases.tsx';

const MS_PER_MINUTE = 60_000;
/** From a look at the device to a shift, the longest (ISA-18.2: a shelf ends by itself). */
const SHELVES_MIN = [15, 60, 240, 480] as const;
/** What asks nothing of an operator now, each behind a word of its own so that nothing is hidden for good. */
const COVERS = ['alert', 'shelved', 'suppressed', 'outOfService'] as const;
type Shown = 'open' | (typeof COVERS)[number];
/** Rows drawn at once; more are told by their number. */
const MAX_ALARM_ROWS = 60;
const MAX_IN_CARD = 12;

/** 告警: newest unacknowledged on top, those of one cause as one while they come in a flood; it never scrolls by itself. */
export function AlarmPanel() {
  const { t } = useWords();
  const feeds = useController(feedsPlugin);
  const alarms = useTwin((state) => state.alarms);
  const feed = useTwin((state) => state.feed);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const [shown, setShown] = useState<Shown>('open');
  const covers = COVERS.filter((cover) => alarms.some(({ state }) => state.kind === cover));
  const view = covers.find((cover) => cover === shown) ?? 'open';
  const { isAlarmFlood, groups } = useMemo(() => {
    const isInView = ({ state }: Alarm) => (view === 'open' ? isOpenState(state) : state.kind === view);
    return groupAlarms(alarms.filter(isInView), nowMs);
  }, [alarms, nowMs, view]);
  const open = countUnacknowledged(alarms);
  const account = useTwin((state) => state.account);
  const [isSoundOn, setSoundOn] = useState(false);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  useAlarmSound(alarms, isSoundOn && !isReplayed);
  const isConnected = feed.kind === 'live' || feed.kind === 'cut';
  const none = (feeds.live()?.unlistedCount ?? 0) > 0 ? 'alarms.noneOpen' : 'alarms.none';
  return (
    <Panel
      title={t('alarms.panel')}
      className="dock grows alarms"
      note={isConnected ? t('alarms.count', { open: formatNumber(open), all: formatNumber(alarms.length) }) : undefined}
      actions={
        <>
          {isConnected && (
            <IconButton
              icon="sound"
              label={t('alarms.sound')}
              pressed={isSoundOn}
              onClick={() => setSoundOn(!isSoundOn)}
            />
          )}
          <FeedTag />
        </>
      }
    >
      {alarms.length > 0 && !mayActOnAlarms(account) && (
        <p className="note more">{t(account ? 'alarms.notYours' : 'alarms.hereOnly')}</p>
      )}
      {covers.length > 0 && <AlarmViews covers={covers} view={view} onShow={setShown} />}
      {isAlarmFlood && <p className="alarm-flood">{t('alarms.alarmFlood')}</p>}
      {groups.length === 0 ? (
        <EmptyState icon="alert">{t(isConnected ? none : 'alarms.panelEmpty')}</EmptyState>
      ) : (
        <GroupList groups={groups} nowMs={nowMs} />
      )}
      {groups.length > MAX_ALARM_ROWS && (
        <p className="note more">{t('alarms.more', { count: formatNumber(groups.length - MAX_ALARM_ROWS) })}</p>
      )}
    </Panel>
  );
}

/** Between the open alarms and those of one cover. */
function AlarmViews({
  covers,
  view,
  onShow,
}: {
  covers: readonly (typeof COVERS)[number][];
  view: Shown;
  onShow: (shown: Shown) => void;
}) {
  const { t } = useWords();
  const alarms = useTwin((state) => state.alarms);
  const coveredAs = (cover: Shown) => alarms.filter(({ state }) => state.kind === cover);
  return (
    <div className="chips alarm-views">
      <Chip on={view === 'open'} onClick={() => onShow('open')}>
        {t('alarms.open', { count: formatNumber(alarms.filter(({ state }) => isOpenState(state)).length) })}
      </Chip>
      {covers.map((cover) => (
        <Chip key={cover} on={view === cover} onClick={() => onShow(cover)}>
          {`${t(`alarms.${cover}`)} ${formatNumber(coveredAs(cover).length)}`}
        </Chip>
      ))}
    </div>
  );
}

function GroupList({ groups, nowMs }: { groups: readonly AlarmGroup[]; nowMs: number }) {
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <ul className="alarm-list">
      {groups.slice(0, MAX_ALARM_ROWS).map((group) => (
        <GroupRow
          key={group.alarms[0].key}
          group={group}
          nowMs={nowMs}
          isOpen={opened === group.alarms[0].key}
          onToggle={() => setOpened(opened === group.alarms[0].key ? null : group.alarms[0].key)}
        />
      ))}
    </ul>
  );
}

/** In the card of a sensor, or of what sensors watch: its alarms that are not normal, gravest first. */
export function AlarmsOfObject() {
  const { id } = useCardSubject().description;
  const { t } = useWords();
  const feeds = useController(feedsPlugin);
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
      <h4>{t('alarms.panel')}</h4>
      <ul className="alarm-list">
        {groups
          .flatMap((group) => group.alarms)
          .slice(0, MAX_IN_CARD)
          .map((alarm) => (
            <AlarmRow key={alarm.key} alarm={alarm} nowMs={nowMs} />
          ))}
      </ul>
    </section>
  );
}

export function FeedTag() {
  const { t, of } = useWords();
  const feed = useTwin((state) => state.feed);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  if (isReplayed) return <span className="tag recording">{t('replay.mark')}</span>;
  if (feed.kind === 'live') return <span className="tag live">{t('sensors.live')}</span>;
  if (feed.kind === 'cut')
    return (
      <span className="tag stale" title={of(feed.reason)}>
        {t('sensors.cut', { age: ageText(nowMs - feed.sinceMs) })}
      </span>
    );
  return (
    <span className="tag stale">{t(feed.kind === 'connecting' ? 'sensors.connecting' : 'figures.notConnected')}</span>
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
  const feeds = useController(feedsPlugin);
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
          {alarms.slice(0, MAX_ALARM_ROWS).map((alarm) => (
            <AlarmRow key={alarm.key} alarm={alarm} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </li>
  );
}

function AlarmRow({ alarm, nowMs }: { alarm: Alarm; nowMs: number }) {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const feeds = useController(feedsPlugin);
  const { state, meaning, stream, limit, value } = alarm;
  const live = feeds.live();
  const place = stream === null || !live ? null : live.placeOf(stream);
  const sensor = place && live ? live.sensors[place.sensor] : null;
  const valueLabel = place && sensor && value !== null ? valueText(value, sensor.datastreams[place.part].unit) : null;
  const goThere = () => {
    if (!place || !live) return;
    twin.getState().select(live.gidBase + place.sensor);
    const [eastM, northM, upM] = live.placesM.subarray(3 * place.sensor, 3 * place.sensor + 3);
    view.flyToPlace({ eastM, northM, upM, radiusM: PLACE_RADIUS_M });
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
        {valueLabel && ` · ${valueLabel.value}${THIN_SPACE}${valueLabel.unit}`}
        {limit !== null && ` · ${t('alarms.limit', { limit: formatLimit(limit) })}`}
        {alarm.isLate && ` · ${t('alarms.late')}`}
        <span className="state">
          {state.kind === 'shelved'
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
      <AlarmActions alarm={alarm} nowMs={nowMs} />
    </li>
  );
}

/** What its state allows; of a recording nothing. */
function AlarmActions({ alarm, nowMs }: { alarm: Alarm; nowMs: number }) {
  const { t } = useWords();
  const feeds = useController(feedsPlugin);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const { state } = alarm;
  const act = (event: AlarmEvent) => feeds.act(alarm.key, event);
  return (
    <p className="alarm-actions" hidden={isReplayed}>
      {canAcknowledge(alarm) && (
        <button type="button" className="btn" onClick={() => acknowledge(alarm, nowMs, act)}>
          {t('alarms.acknowledge')}
        </button>
      )}
      {isStanding(state) && <ShelveChoice nowMs={nowMs} act={act} />}
      {state.kind === 'outOfService' && (
        <button type="button" className="btn ghost" onClick={() => act({ kind: 'putBack', atMs: nowMs, by: HERE })}>
          {t('alarms.putBack')}
        </button>
      )}
      {state.kind === 'shelved' && (
        <button type="button" className="btn ghost" onClick={() => act({ kind: 'unshelve', atMs: nowMs, by: HERE })}>
          {t('alarms.unshelve')}
        </button>
      )}
      <CaseOfAlarm alarm={alarm} />
      {(isStanding(state) || state.kind === 'returned') && (
        <button type="button" className="btn ghost" onClick={() => act({ kind: 'takeOut', atMs: nowMs, by: HERE })}>
          {t('alarms.takeOut')}
        </button>
      )}
    </p>
  );
}

/** Which alarm says it in the place of this one. */
function SuppressedBy({ cause }: { cause: string }) {
  const { t, of } = useWords();
  const feeds = useController(feedsPlugin);
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

/** It is not covered, and its cause goes on. */
function isStanding({ kind }: AlarmState): boolean {
  return kind === 'unacknowledged' || kind === 'acknowledged' || kind === 'alert';
}

function canAcknowledge({ state }: Alarm): boolean {
  return state.kind === 'unacknowledged' || state.kind === 'returned';
}

/** A device's clock may be ahead of ours: nobody acknowledges before the alarm. */
function acknowledge(alarm: Alarm, nowMs: number, act: (event: AlarmEvent) => void): void {
  act({ kind: 'acknowledge', atMs: Math.max(nowMs, raisedMs(alarm.state) ?? nowMs), by: HERE });
}
