import type { StreamRule } from '../../../model/alarms/rules.ts';
import type { StreamSeries } from '../../twin/live/service.ts';

/** A limit as a straight piece over a chart: from one instant and value to another. */
export interface LimitLine {
  rule: StreamRule;
  fromMs: number;
  fromValue: number;
  toMs: number;
  toValue: number;
}

/**
 * Where the newest value would have to lie for each rule to hold: a set point over the whole chart, a rate as the slope from the value
 * that it is measured against, a deviation as both edges about the mean of its span. Silence has no value.
 */
export function limitLines(rules: readonly StreamRule[], series: StreamSeries): LimitLine[] {
  return series.timesMs.length < 2 ? [] : rules.flatMap((rule) => linesOf(rule, series));
}

function linesOf(rule: StreamRule, { timesMs, values }: StreamSeries): LimitLine[] {
  const { condition } = rule;
  const last = timesMs.length - 1;
  const toMs = timesMs[last];
  switch (condition.kind) {
    case 'above':
    case 'below':
      return [{ rule, fromMs: timesMs[0], fromValue: condition.limit, toMs, toValue: condition.limit }];
    case 'rising':
    case 'falling': {
      const from = timesMs.findLastIndex((ms) => toMs - ms >= condition.windowMs);
      if (from < 0) return [];
      const change = (condition.perMin * (toMs - timesMs[from])) / 60_000;
      const toValue = values[from] + (condition.kind === 'rising' ? change : -change);
      return [{ rule, fromMs: timesMs[from], fromValue: values[from], toMs, toValue }];
    }
    case 'deviating': {
      const first = timesMs.findIndex((ms) => ms >= toMs - condition.windowMs);
      const before = values.subarray(first, last);
      if (before.length === 0) return [];
      const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
      return [mean - condition.by, mean + condition.by].map((value) => ({
        rule,
        fromMs: timesMs[first],
        fromValue: value,
        toMs,
        toValue: value,
      }));
    }
    case 'missing':
      return [];
  }
}
