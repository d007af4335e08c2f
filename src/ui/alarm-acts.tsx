import { actOf } from '../twin/sensors/act.ts';
import type { AlarmAct } from '../twin/sensors/alarms.ts';
import { rulesOf } from '../twin/sensors/city-rules.ts';
import { combinationsOf } from './alarm-rules.tsx';
import { cityTime, formatDay, formatTime } from './city-time.ts';
import { formatNumber } from './format.ts';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** The list is asked for anew so often while a card is open. */
const EVERY_MS = 60_000;
const MOST = 40;

/** 记录: what operators did to the alarms of an object in the last three days, newest first; the hub keeps it. */
export function ActsOfObject({ id }: { id: string }) {
  const { t, of, language } = useWords();
  const { feeds, session, twin } = useSurroundings();
  const round = useTwin((state) => (state.feed.kind === 'live' ? Math.floor(state.feedMs / EVERY_MS) : null));
  const live = feeds.live();
  const streams = new Map(
    (live?.ofObject(id) ?? []).flatMap((index) =>
      live ? live.sensors[index].datastreams.map((stream) => [stream.id, live.sensors[index]] as const) : [],
    ),
  );
  const isAsked = streams.size > 0 && round !== null;
  const asked = useAsked(isAsked ? `acts ${id} ${round}` : null, async () =>
    readActs(await session.get('alarms/acts')),
  );
  if (asked.kind !== 'answered') return null;
  const own = asked.answer.filter(({ key }) => streams.has(streamOf(key))).toReversed();
  if (own.length === 0) return null;
  const titleOf = (key: string) => {
    const sensor = streams.get(streamOf(key));
    const stream = sensor?.datastreams.find((one) => one.id === streamOf(key));
    const rules = sensor && stream ? rulesOf(sensor, stream) : [];
    const combined = combinationsOf(live?.sensors ?? []).find((rule) => rule.id === key);
    const rule = combined ?? rules.find((one) => key.endsWith(` ${one.id}`));
    return rule ? of(rule.title) : key;
  };
  return (
    <details className="card-acts">
      <summary>{t('card.acts', { count: formatNumber(own.length) })}</summary>
      <ol>
        {own.slice(0, MOST).map(({ key, event }) => {
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

const streamOf = (key: string) => key.slice(0, Math.max(0, key.lastIndexOf(' ')));

function readActs(json: unknown): AlarmAct[] {
  const acts: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'acts') : null;
  if (!Array.isArray(acts)) throw new Error('alarms/acts: acts: expected a list');
  return acts.map(actOf);
}
