import { alarmKey } from '../../../../model/alarms/alarm.ts';
import { type AlarmEvent, isCovered } from '../../../../model/alarms/alarm-machine.ts';
import type { CombinedRule, StreamRule } from '../../../../model/alarms/rules.ts';
import { combinedRulesOf, rulesOf } from '../../../../model/alarms/stream-rules.ts';
import type { SensorKinds } from '../../../../model/sensors/sensor-kind.ts';
import type { CitySensor, CityStream } from '../../../../model/sensors/sensors.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { feedsController } from '../controller.ts';
import { spanText, valueText } from '../sensor-text.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { HERE, ShelveChoice } from './alarm-row.tsx';

const combinations = new WeakMap<SensorKinds, { sensors: readonly CitySensor[]; rules: readonly CombinedRule[] }>();

/** Worked out once for a city and its kinds. */
export function combinationsOf(kinds: SensorKinds, sensors: readonly CitySensor[]): readonly CombinedRule[] {
  const known = combinations.get(kinds);
  if (known?.sensors === sensors) return known.rules;
  const rules = combinedRulesOf(kinds, sensors);
  combinations.set(kinds, { sensors, rules });
  return rules;
}

/** 告警规则 of a stream: what each looks for, how it stands, and its shelf or service, also before it has ever raised. */
export function RulesOfStream({ sensor, stream }: { sensor: CitySensor; stream: CityStream }) {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const sensors = useTwin((state) => state.sensors);
  const own = rulesOf(feeds.kinds(), sensor, stream).map((rule) => ({ key: alarmKey(stream.id, rule.id), rule }));
  const combined = combinationsOf(feeds.kinds(), sensors ?? [])
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
              <span className="note">{ruleText(t, rule, stream.unit)}</span>
            </span>
            <RuleState
              alarm={key}
              title={`${of(rule.title)} ${ruleText(t, rule, stream.unit)}`}
              act={(event) => feeds.act(key, event)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What a rule looks for, in words. */
function ruleText(t: ReturnType<typeof useWords>['t'], rule: StreamRule | CombinedRule, unit: string): string {
  const stands = rule.suppresses?.length ? ` · ${t('rules.suppresses', { count: rule.suppresses.length })}` : '';
  if ('needed' in rule)
    return `${t('rules.combined', { needed: String(rule.needed), count: String(rule.of.length) })}${stands}`;
  const { condition } = rule;
  const amount = (value: number) => {
    const valueLabel = valueText(value, unit);
    return `${valueLabel.value}${THIN_SPACE}${valueLabel.unit}`;
  };
  const text = () => {
    switch (condition.kind) {
      case 'above':
        return t('rules.above', { limit: amount(condition.limit) });
      case 'below':
        return t('rules.below', { limit: amount(condition.limit) });
      case 'rising':
      case 'falling': {
        const change = amount((condition.perMin * condition.windowMs) / 60_000);
        return t(`rules.${condition.kind}`, { span: spanText(condition.windowMs), change });
      }
      case 'deviating':
        return t('rules.deviating', { span: spanText(condition.windowMs), by: amount(condition.by) });
      case 'missing':
        return t('rules.missing', { span: spanText(condition.afterMs) });
    }
  };
  const delay = rule.onDelayMs > 0 ? ` · ${t('rules.delay', { span: spanText(rule.onDelayMs) })}` : '';
  return `${text()}${delay}${stands}`;
}

interface RuleStateProps {
  alarm: string;
  /** Title of its rule, with what it looks for: each button says it, since several rules are one below another. */
  title: string;
  act: (event: AlarmEvent) => void;
}

function RuleState({ alarm: key, title, act }: RuleStateProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const alarm = useTwin((state) => state.alarms.find((one) => one.key === key));
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const state = alarm?.state ?? { kind: 'normal' as const };
  const valueLabel =
    state.kind === 'shelved'
      ? t('alarms.shelvedUntil', { time: formatTime(cityTime(state.untilMs, twin.city.zone)) })
      : t(`alarms.${state.kind}`);
  const by = { atMs: nowMs, by: HERE };
  const service = state.kind === 'outOfService' ? 'alarms.putBack' : 'alarms.takeOut';
  return (
    <span className="rule-state">
      <span className="note">{valueLabel}</span>
      {!isReplayed && !isCovered(state) && (
        <ShelveChoice label={`${t('alarms.shelve')} ${title}`} nowMs={nowMs} act={act} />
      )}
      {!isReplayed && state.kind === 'shelved' && (
        <button
          type="button"
          className="btn small"
          aria-label={`${t('alarms.unshelve')} ${title}`}
          onClick={() => act({ kind: 'unshelve', ...by })}
        >
          {t('alarms.unshelve')}
        </button>
      )}
      {!isReplayed && (
        <button
          type="button"
          className="btn small"
          aria-label={`${t(service)} ${title}`}
          onClick={() => act({ kind: state.kind === 'outOfService' ? 'putBack' : 'takeOut', ...by })}
        >
          {t(service)}
        </button>
      )}
    </span>
  );
}
