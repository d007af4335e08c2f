import { useMemo, useState } from 'react';
import {
  type AlarmGroup,
  countUnacknowledged,
  groupAlarms,
  isOpen as isOpenState,
} from '../../../../model/alarms/alarm-groups.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Chip, EmptyState, IconButton, Panel } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';
import { mayActOnAlarms } from '../../../twin/account.ts';
import { filterAlarms } from '../alarm-filter.ts';
import { useAlarmSound } from '../alarm-sound.ts';
import { feedsController } from '../controller.ts';
import { AlarmFilterForm, useAlarmPlace } from './alarm-filter.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmRow, acknowledgeEach, canAcknowledge, GroupRow, MoreRows, ROWS_AT_ONCE } from './alarm-row.tsx';
import { FeedLost } from './feed-lost.tsx';
import { FeedTag } from './feed-tag.tsx';
import { FirstSensor } from './own-sensors.tsx';

/** What asks nothing of an operator now, each behind a word of its own so that nothing is hidden for good. */
const COVERS = ['alert', 'shelved', 'suppressed', 'outOfService'] as const;
type Shown = 'open' | (typeof COVERS)[number];
/** Rows up to which each is open at once: more rows in view say more than one row's buttons. */
const MAX_OPEN_ROWS = 1;
/** Rows from which on a list is looked through by filters. */
const FILTERED_FROM = 6;
const MAX_IN_CARD = 12;

/** 告警: newest unacknowledged on top, those of one cause as one while they come in a flood; it never scrolls by itself. */
export function AlarmPanel() {
  const { t } = useWords();
  const feeds = useController(feedsController);
  const alarms = useTwin((state) => state.alarms);
  const feed = useTwin((state) => state.feed);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const [shown, setShown] = useState<Shown>('open');
  const { twin } = useApp();
  const filter = useTwin((state) => state.alarmFilter);
  const placeOf = useAlarmPlace();
  const covers = COVERS.filter((cover) => alarms.some(({ state }) => state.kind === cover));
  const view = covers.find((cover) => cover === shown) ?? 'open';
  const inView = useMemo(
    () => alarms.filter(({ state }) => (view === 'open' ? isOpenState(state) : state.kind === view)),
    [alarms, view],
  );
  const left = useMemo(() => filterAlarms(inView, filter, placeOf), [inView, filter, placeOf]);
  const { isAlarmFlood, groups } = useMemo(() => groupAlarms(left, nowMs), [left, nowMs]);
  const open = countUnacknowledged(alarms);
  const account = useTwin((state) => state.account);
  const [isSoundOn, setSoundOn] = useState(false);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  useAlarmSound(alarms, isSoundOn && !isReplayed);
  const isKnown = feed.kind === 'live' || feed.kind === 'cut';
  const isLost = feed.kind === 'cut' || feed.kind === 'connecting';
  const none = (feeds.live()?.unlistedCount ?? 0) > 0 ? 'alarms.noneOpen' : 'alarms.none';
  // Without a hub nobody can connect one.
  const isWithout = feed.kind === 'live' && !isReplayed && feeds.live()?.sensors.length === 0;
  const isFiltered = left.length < inView.length;
  // Nothing heard is not zero.
  const countText = (count: number) => (isLost && alarms.length === 0 ? NO_VALUE_MARK : formatNumber(count));
  return (
    <Panel
      title={t('alarms.panel')}
      className={`dock grows alarms${isLost ? ' lost' : ''}`}
      note={isKnown ? t('alarms.count', { open: countText(open), all: countText(alarms.length) }) : undefined}
      actions={
        <>
          {isKnown && (
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
      <RecordedAlarms />
      {isLost && !isReplayed && <FeedLost />}
      {alarms.length > 0 && !mayActOnAlarms(account) && (
        <p className="note more">
          {account ? t('alarms.notYours', { role: t(`roles.${account.role}`) }) : t('alarms.hereOnly')}
        </p>
      )}
      {covers.length > 0 && <AlarmViews covers={covers} view={view} onShow={setShown} />}
      {(inView.length >= FILTERED_FROM || isFiltered) && (
        <AlarmFilterForm alarms={inView} filter={filter} onFilter={twin.getState().filterAlarmList} />
      )}
      {isAlarmFlood && <p className="alarm-flood">{t('alarms.alarmFlood')}</p>}
      {groups.length > 0 ? (
        <GroupList groups={groups} nowMs={nowMs} />
      ) : (
        (!isLost || isReplayed) &&
        (isWithout ? (
          <FirstSensor />
        ) : (
          <EmptyState icon="alert">
            {t(isFiltered ? 'alarms.noneLeft' : isKnown || isReplayed ? none : 'alarms.panelEmpty')}
          </EmptyState>
        ))
      )}
    </Panel>
  );
}

/** What the log of a shown incident has of alarms at the shown time; the list below them stays of the present. */
function RecordedAlarms() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { incident } = useSituation();
  if (!incident || incident.at === 'present' || incident.alarms.length === 0) return null;
  return (
    <section className="recorded-alarms">
      <p className="row-head">
        <b>{t('alarms.then')}</b>
        <span className="tag recording">{t('alarms.thenMark')}</span>
      </p>
      <ol aria-label={t('alarms.then')}>
        {incident.alarms.map(({ key, title, priority, ms, isOver }) => (
          <li key={key} className="alarm-line">
            <AlarmMark priority={priority} />
            <p className="note">{isOver ? `${of(title)} · ${t('alarms.over')}` : of(title)}</p>
            <span className="age">{formatTime(cityTime(ms, twin.city.zone))}</span>
          </li>
        ))}
      </ol>
    </section>
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
  const { t } = useWords();
  const feeds = useController(feedsController);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const [rows, setRows] = useState(ROWS_AT_ONCE);
  const over = groups.flatMap(({ alarms }) => alarms.filter(({ state }) => state.kind === 'returned'));
  return (
    <>
      {over.length > 1 && !isReplayed && (
        <p className="alarm-actions over">
          <button type="button" className="btn" onClick={() => acknowledgeEach(over, nowMs, feeds)}>
            {t('alarms.acknowledgeOver', { count: formatNumber(over.filter(canAcknowledge).length) })}
          </button>
        </p>
      )}
      <ul className="alarm-list">
        {groups
          .slice(0, rows)
          .map((group) =>
            group.alarms.length > 1 ? (
              <GroupRow key={group.alarms[0].key} group={group} nowMs={nowMs} />
            ) : (
              <AlarmRow
                key={group.alarms[0].key}
                alarm={group.alarms[0]}
                nowMs={nowMs}
                isOpen={groups.length <= MAX_OPEN_ROWS}
              />
            ),
          )}
      </ul>
      {groups.length > rows && <MoreRows count={groups.length - rows} onMore={() => setRows(rows + ROWS_AT_ONCE)} />}
    </>
  );
}

/** In the card of a sensor, or of what sensors watch: its alarms that are not normal, gravest first. */
export function AlarmsOfObject() {
  const { id } = useCardSubject().description;
  const { t } = useWords();
  const feeds = useController(feedsController);
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
      <h3 className="minor">{t('alarms.panel')}</h3>
      <ul className="alarm-list">
        {groups
          .flatMap((group) => group.alarms)
          .slice(0, MAX_IN_CARD)
          .map((alarm) => (
            <AlarmRow key={alarm.key} alarm={alarm} nowMs={nowMs} isOpen />
          ))}
      </ul>
    </section>
  );
}
