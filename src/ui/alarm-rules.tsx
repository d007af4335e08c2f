import type { CitySensor, CityStream } from '../city/sensors.ts';
import { isCovered } from '../twin/sensors/alarm-machine.ts';
import { alarmKey } from '../twin/sensors/alarms.ts';
import { combinedRulesOf } from '../twin/sensors/city-combinations.ts';
import { rulesOf } from '../twin/sensors/city-rules.ts';
import type { CombinedRule, StreamRule } from '../twin/sensors/rules.ts';
import { AlarmMark, HERE, ShelveChoice } from './alarms.tsx';
import { cityTime, formatTime } from './city-time.ts';
import { formatNumber, THIN_SPACE } from './format.ts';
import { spanText, valueText } from './sensor-text.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const combinations = new WeakMap<readonly CitySensor[], readonly CombinedRule[]>();

/** Worked out once a city. */
export function combinationsOf(sensors: readonly CitySensor[]): readonly CombinedRule[] {
  const known = combinations.get(sensors) ?? combinedRulesOf(sensors);
  combinations.set(sensors, known);
  return known;
}

/** 告警规则 of a stream: what each looks for, how it stands, and its shelf or service, also before it has ever raised. */
export function RulesOfStream({ sensor, stream }: { sensor: CitySensor; stream: CityStream }) {
  const { t, of } = useWords();
  const { feeds } = useSurroundings();
  const sensors = useTwin((state) => state.sensors);
  const own = rulesOf(sensor, stream).map((rule) => ({ key: alarmKey(stream.id, rule.id), rule }));
  const combined = combinationsOf(sensors ?? [])
    .filter(({ at }) => at === stream.id)
    .map((rule) => ({ key: rule.id, rule }));
  return (
    <details className="alarm-rules">
      <summary>{t('rules.title', { count: formatNumber(own.length + combined.length) })}</summary>
      <ul>
        {[...own, ...combined].map(({ key, rule }) => (
          <li key={key}>
            <AlarmMark priority={rule.priority} />
            <span>
              {of(rule.title)}
              <span className="note">
                <RuleText rule={rule} unit={stream.unit} />
              </span>
            </span>
            <RuleState alarm={key} act={(event) => feeds.act(key, event)} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function RuleText({ rule, unit }: { rule: StreamRule | CombinedRule; unit: string }) {
  const { t } = useWords();
  const stands = rule.suppresses?.length ? ` · ${t('rules.suppresses', { count: rule.suppresses.length })}` : '';
  if ('needed' in rule)
    return `${t('rules.combined', { needed: String(rule.needed), count: String(rule.of.length) })}${stands}`;
  const { condition } = rule;
  const amount = (value: number) => {
    const told = valueText(value, unit);
    return `${told.value}${THIN_SPACE}${told.unit}`;
  };
  const text = () => {
    switch (condition.kind) {
      case 'above':
        return t('rules.above', { limit: amount(condition.limit) });
      case 'below':
        return t('rules.below', { limit: amount(condition.limit) });
      case 'rising':
      case 'falling': {
        const change = amount((condition.perMin * condition.overMs) / 60_000);
        return t(`rules.${condition.kind}`, { span: spanText(condition.overMs), change });
      }
      case 'deviating':
        return t('rules.deviating', { span: spanText(condition.overMs), by: amount(condition.by) });
      case 'missing':
        return t('rules.missing', { span: spanText(condition.afterMs) });
    }
  };
  const delay = rule.onDelayMs > 0 ? ` · ${t('rules.delay', { span: spanText(rule.onDelayMs) })}` : '';
  return `${text()}${delay}${stands}`;
}

function RuleState({
  alarm: key,
  act,
}: {
  alarm: string;
  act: (event: Parameters<ReturnType<typeof useSurroundings>['feeds']['act']>[1]) => void;
}) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const alarm = useTwin((state) => state.alarms.find((one) => one.key === key));
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const state = alarm?.state ?? { kind: 'normal' as const };
  const told =
    state.kind === 'shelved'
      ? t('alarms.shelvedUntil', { time: formatTime(cityTime(state.untilMs, twin.city.zone)) })
      : t(`alarms.${state.kind}`);
  const by = { atMs: nowMs, by: HERE };
  return (
    <span className="rule-state">
      <span className="note">{told}</span>
      {!isReplayed && !isCovered(state) && <ShelveChoice nowMs={nowMs} act={act} />}
      {!isReplayed && state.kind === 'shelved' && (
        <button type="button" className="btn small" onClick={() => act({ kind: 'unshelve', ...by })}>
          {t('alarms.unshelve')}
        </button>
      )}
      {!isReplayed && (
        <button
          type="button"
          className="btn small"
          onClick={() => act({ kind: state.kind === 'outOfService' ? 'putBack' : 'takeOut', ...by })}
        >
          {t(state.kind === 'outOfService' ? 'alarms.putBack' : 'alarms.takeOut')}
        </button>
      )}
    </span>
  );
}
