import { useEffect, useState } from 'react';
import { MIN_PER_H, MS_PER_H, MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useOffered, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Quantity } from '../../../kit/controls.tsx';
import { formatNumber, THIN_SPACE, waitText } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { hoursToWarning, NEXT_RISK, type NextRisk } from '../../../twin/live/next-risk.ts';
import { RUN_FROM_PRESENT } from '../../../twin/look-ahead.ts';

/** The next risk is read anew so often. */
const READ_EVERY_MS = 5 * MS_PER_MIN;
/** Sensors report one after the other when the page has just come. */
const RETRY_MS = 10_000;
/** The curve shows as many hours before the present as after it. */
const SHOWN_H = 6;

/** What may come next, its curve, how far it is, and a run from here in one press. Where nobody knows, that is said. */
export function NextRiskPart() {
  const { t } = useWords();
  const readRisk = useOffered(NEXT_RISK);
  const [risk, keepRisk] = useState<NextRisk | null>(null);
  const everyMs = risk ? READ_EVERY_MS : RETRY_MS;
  const round = useTwin(({ feedMs }) => Math.floor(feedMs / everyMs));
  const query = useQuery(readRisk ? `${everyMs} ${round}` : null, async () => (await readRisk?.()) ?? null);
  useEffect(() => {
    if (query.kind === 'answered') keepRisk(query.answer);
  }, [query]);
  return (
    <section className="quiet-part">
      <h3>{t('quiet.next')}</h3>
      {risk ? <Risk risk={risk} /> : <p className="note">{t('quiet.noRisk')}</p>}
      <RunButton />
    </section>
  );
}

function Risk({ risk }: { risk: NextRisk }) {
  const { t, of } = useWords();
  const { station, value, warn, unit, digits, trendPerH } = risk;
  const hours = hoursToWarning(risk);
  const rate = `${formatNumber(trendPerH ?? 0, 2)}${THIN_SPACE}${unit}`;
  const trendText = () => {
    if (trendPerH === null) return t('quiet.noTrend');
    if (hours === 0) return null;
    if (hours !== null) return t('quiet.rising', { rate, time: waitText(hours * MIN_PER_H * 60) });
    return t(Number(trendPerH.toFixed(2)) > 0 ? 'quiet.risingSlowly' : 'quiet.steady', { rate });
  };
  return (
    <>
      <p className="risk-figure">
        <b>{t(value < warn ? 'quiet.toWarning' : 'quiet.overWarning', { station: of(station) })}</b>
        <span className="figure">
          <Quantity value={formatNumber(Math.abs(warn - value), digits)} unit={unit} />
        </span>
      </p>
      <Curve risk={risk} />
      <p className="note">{[trendText(), t('quiet.noForecast')].filter(Boolean).join(' ')}</p>
    </>
  );
}

/** The level of the last hours, the line it follows if it goes on so, and its warning. */
function Curve({ risk: { samples, value, warn, trendPerH, nowMs, digits } }: { risk: NextRisk }) {
  const { t } = useWords();
  const { zone } = useApp().twin.city;
  const endValue = value + (trendPerH ?? 0) * SHOWN_H;
  const all = [...samples.map((sample) => sample.value), value, warn, endValue];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const y = (level: number) => 4 + 52 * (1 - (level - low) / (high - low || 1));
  const x = (timeMs: number) => 50 + (50 * (timeMs - nowMs)) / (SHOWN_H * MS_PER_H);
  const clock = (ms: number) => formatTime(cityTime(ms, zone));
  return (
    <figure className="risk-curve">
      <svg viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true">
        <rect className="ahead" x={50} y={0} width={50} height={60} />
        <line className="warn" x1={0} x2={100} y1={y(warn)} y2={y(warn)} />
        <polyline points={samples.map((sample) => `${x(sample.timeMs)},${y(sample.value)}`).join(' ')} />
        {trendPerH !== null && <line className="trend" x1={50} y1={y(value)} x2={100} y2={y(endValue)} />}
        <line className="now" x1={50} x2={50} y1={0} y2={60} />
      </svg>
      <figcaption>
        <span>{clock(nowMs - SHOWN_H * MS_PER_H)}</span>
        <span>{clock(nowMs)}</span>
        <span>{clock(nowMs + SHOWN_H * MS_PER_H)}</span>
        <b>{t('quiet.warn', { value: formatNumber(warn, digits) })}</b>
      </figcaption>
    </figure>
  );
}

/** Starts a run of the present in one press, and shows it in its tool. */
function RunButton() {
  const { t } = useWords();
  const { panels, report } = useApp();
  const run = useOffered(RUN_FROM_PRESENT);
  const reasonOf = useErrorText();
  if (!run) return null;
  const start = () => {
    panels.getState().openTool(run.tool);
    run.start().catch((error: unknown) => {
      report(run.tool, error);
      panels.getState().notify(reasonOf(error));
    });
  };
  return (
    <p className="row-head">
      <button type="button" className="btn" title={t('quiet.runHint')} onClick={start}>
        {t('quiet.run')}
      </button>
      <span className="note">{t('quiet.runHint')}</span>
    </p>
  );
}
