import { type AlarmAct, streamOfKey } from '../../../../model/alarms/alarm.ts';
import { parseAct } from '../../../../model/alarms/alarm-act.ts';
import { rulesOf } from '../../../../model/alarms/stream-rules.ts';
import { useApp, useController, useQuery, useService, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { feedsController } from '../controller.ts';
import { combinationsOf } from './alarm-rules.tsx';

/** The list is asked for anew so often while a card is open. */
const ACTS_REFRESH_MS = 60_000;
const MAX_ACTS_SHOWN = 40;

/** 记录: what operators did to the alarms of an object in the last three days, newest first; the hub keeps it. */
export function ActsOfObject() {
  const { id } = useCardSubject().description;
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  const session = useService(ACCOUNT_SESSION);
  const round = useTwin((state) => (state.feed.kind === 'live' ? Math.floor(state.feedMs / ACTS_REFRESH_MS) : null));
  const live = feeds.live();
  const streams = new Map(
    (live?.ofObject(id) ?? []).flatMap((index) =>
      live ? live.sensors[index].datastreams.map((stream) => [stream.id, live.sensors[index]] as const) : [],
    ),
  );
  const isRequested = streams.size > 0 && round !== null;
  const queryState = useQuery(isRequested ? `acts ${id} ${round}` : null, async () =>
    readActs(await session.get('alarms/acts')),
  );
  if (queryState.kind !== 'answered') return null;
  const own = queryState.answer.filter(({ key }) => streams.has(streamOfKey(key))).toReversed();
  if (own.length === 0) return null;
  const titleOf = (key: string) => {
    const sensor = streams.get(streamOfKey(key));
    const stream = sensor?.datastreams.find((one) => one.id === streamOfKey(key));
    const rules = sensor && stream ? rulesOf(feeds.kinds(), sensor, stream) : [];
    const combined = combinationsOf(feeds.kinds(), live?.sensors ?? []).find((rule) => rule.id === key);
    const rule = combined ?? rules.find((one) => key.endsWith(` ${one.id}`));
    return rule ? of(rule.title) : key;
  };
  return (
    <details className="card-acts">
      <summary>{t('alarms.recentActs', { count: formatNumber(own.length) })}</summary>
      <ol>
        {own.slice(0, MAX_ACTS_SHOWN).map(({ key, event }) => {
          const at = cityTime(event.atMs, twin.city.zone);
          return (
            <li key={JSON.stringify([key, event])}>
              <time dateTime={new Date(event.atMs).toISOString()}>
                {formatDay(at, language)} {formatTime(at)}
              </time>
              <span>
                {`${titleOf(key)} · ${t(`alarms.act.${event.kind}`)}`}
                {'by' in event && ` · ${event.by}`}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

function readActs(json: unknown): AlarmAct[] {
  const acts: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'acts') : null;
  if (!Array.isArray(acts)) throw new Error('alarms/acts: acts: expected a list');
  return acts.map(parseAct);
}
