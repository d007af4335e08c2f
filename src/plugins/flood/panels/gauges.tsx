import { useId } from 'react';
import { waterAt } from '../../../../model/questions/flood.ts';
import { useController, useOffered, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { pageLanguage, useWords } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { type GaugeSeries, HOLE_CADENCES, levelsOf } from '../../../twin/live/gauge-series.ts';
import { LIVE_FEED } from '../../../twin/live/live-feed.ts';
import { floodController } from '../controller.ts';
import { comparedCount, isComparedRun, levelError, MIN_LEVELS } from '../flood-error.ts';
import { streamReader } from '../flood-live.ts';
import type { FloodRunFacts, SiteGauge } from '../slice.ts';

/** Shows, at each river gauge in the box of the shown run, the level that it simulates against the one that was reported. */
export function FloodGauges({ run }: { run: FloodRunFacts }) {
  const { t } = useWords();
  const flood = useController(floodController);
  const id = useId();
  const gauges = useTwin((state) => state.floodSite?.gauges) ?? [];
  const levelsM = flood.record(run.id)?.gaugesM ?? {};
  const inBox = gauges.filter(({ id }) => levelsM[waterAt(id)]);
  if (inBox.length === 0) return null;
  const isCompared = isComparedRun(run);
  return (
    <section className="gauges" aria-labelledby={id}>
      <h3 id={id} className="minor">
        {t('flood.gauges.title')}
        <span className="tag run">{t('run.simulated')}</span>
        {isCompared && <span className="tag told">{t('flood.gauges.told')}</span>}
      </h3>
      {!isCompared && <p className="note">{t('flood.gauges.hypothetical')}</p>}
      {inBox.map((gauge) => (
        <Gauge key={gauge.id} run={run} gauge={gauge} levelsM={levelsM[waterAt(gauge.id)]} />
      ))}
    </section>
  );
}

function Gauge({ run, gauge, levelsM }: { run: FloodRunFacts; gauge: SiteGauge; levelsM: readonly number[] }) {
  const { t, of } = useWords();
  const feeds = useOffered(LIVE_FEED);
  const sensor = useTwin((state) => state.sensors?.find(({ id }) => id === gauge.id));
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live');
  const read = feeds && streamReader(feeds);
  const endMs = run.startMs + run.form.endH * 3_600_000;
  const isCompared = isComparedRun(run);
  const queryState = useQuery(
    isCompared && sensor && read && isFeedConnected ? `${run.id} ${gauge.id} ${run.status.kind} ${run.startMs}` : null,
    async () => (sensor && read ? levelsOf(await read(sensor, 0, run.startMs, endMs), run.startMs) : EMPTY),
  );
  const observedSeries = queryState.kind === 'answered' ? queryState.answer : EMPTY;
  const simulated: GaugeSeries = { timesS: run.timesS.slice(0, levelsM.length), values: levelsM };
  const isDriven =
    run.form.rain.kind === 'live' &&
    run.form.riverByGauge &&
    run.form.rain.reading.stages.some((stage) => stage.gauge === gauge.id);
  return (
    <figure>
      <figcaption>
        <b>{of(gauge.label)}</b>
        {isDriven && <span className="note">{t('flood.gauges.drives')}</span>}
      </figcaption>
      <Chart
        name={of(gauge.label)}
        simulated={simulated}
        observedSeries={observedSeries}
        endS={run.form.endH * 3600}
        holeS={HOLE_CADENCES * (sensor?.datastreams[0].cadenceS ?? 0)}
      />
      {queryState.kind === 'failed' ? (
        <p className="note">{reasonIn(queryState.reason, pageLanguage())}</p>
      ) : (
        <LevelError simulated={simulated} observed={observedSeries} />
      )}
    </figure>
  );
}

/** How far the simulated levels lie off those that were read at the same times; of too few that there are too few. */
export function LevelError({ simulated, observed }: { simulated: GaugeSeries; observed: GaugeSeries }) {
  const { t } = useWords();
  if (observed.timesS.length === 0) return null;
  const error = levelError(simulated, observed);
  const few = { count: comparedCount(simulated, observed), least: MIN_LEVELS };
  if (!error) return <p className="note">{t('flood.gauges.few', few)}</p>;
  const sum = t('flood.gauges.error', {
    rmse: formatNumber(error.rmseM, 2),
    bias: signed(error.biasM, 2),
    peak: signed(error.peakM, 2),
    count: error.count,
  });
  const later =
    error.laterS === null
      ? t('flood.gauges.noPeak')
      : t('flood.gauges.later', { minutes: signed(error.laterS / 60, 0) });
  return <p className="note">{`${sum} · ${later}`}</p>;
}

const EMPTY: GaugeSeries = { timesS: [], values: [] };
const HEIGHT = 40;
/** Flatter than this, a chart would show a gauge's flicker as a flood. */
const MIN_SPAN_M = 0.2;

const signed = (value: number, decimals: number): string => {
  const text = formatNumber(Math.abs(value), decimals);
  return Number(text) === 0 ? text : `${value < 0 ? '\u2212' : '+'}${text}`;
};

/** Both over the run's time, m above the datum; what was told is broken where the gauge was silent. */
function Chart({
  name,
  simulated,
  observedSeries,
  endS,
  holeS,
}: {
  name: string;
  simulated: GaugeSeries;
  observedSeries: GaugeSeries;
  endS: number;
  holeS: number;
}) {
  const all = [...simulated.values, ...observedSeries.values];
  const middleM = (Math.min(...all) + Math.max(...all)) / 2;
  const spanM = Math.max(MIN_SPAN_M, Math.max(...all) - Math.min(...all));
  const line = ({ timesS, values }: GaugeSeries) =>
    timesS
      .map((timeS, i) => `${(100 * timeS) / endS},${HEIGHT * (0.5 - (0.9 * (values[i] - middleM)) / spanM)}`)
      .join(' ');
  return (
    <div className="plot">
      <svg viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={name}>
        {pieces(observedSeries, holeS).map((piece) => (
          <polyline key={piece.timesS[0]} className="told" points={line(piece)} />
        ))}
        <polyline points={line(simulated)} />
      </svg>
      <span className="note">
        {formatNumber(middleM + spanM / 2, 2)}
        <br />
        {formatNumber(middleM - spanM / 2, 2)}
        {'\u2009m'}
      </span>
    </div>
  );
}

function pieces({ timesS, values }: GaugeSeries, holeS: number): GaugeSeries[] {
  const starts = timesS.flatMap((timeS, i) => (i === 0 || timeS - timesS[i - 1] > holeS ? [i] : []));
  return starts.map((start, k) => ({
    timesS: timesS.slice(start, starts[k + 1]),
    values: values.slice(start, starts[k + 1]),
  }));
}
