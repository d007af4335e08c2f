import { NOISE_LIMITS } from '../../../../model/rules/noise-limits.ts';
import type { NoiseBand, NoiseExcess } from '../../../../model/tables/noise.ts';
import type { NoiseResult } from '../../../../workers/noise/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { countsFact, weatherFact } from '../../../kit/given-facts.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { SaveRaster } from '../../../kit/save-raster.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { NOISE_MAP, noiseController } from '../controller.ts';
import { aboveIn } from '../outcome.ts';
import type { NoiseForm } from '../slice.ts';

/** How loud it is in a sentence, who lives in which band and above which limit, and what all that rests on. */
export function NoiseOutcome() {
  const controller = useController(noiseController);
  useTwin((state) => doneSerial(state, NOISE_MAP));
  const result = controller.result();
  if (!result) return null;
  return (
    <div data-done="noise">
      <Headline result={result} />
      {result.raster.changeDb && <Shows />}
      <Bands result={result} />
      <Limits result={result} />
      <Facts result={result} />
      <Inferred result={result} />
      <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />
      <TakeAway result={result} />
      <AnalysisFoot controller={controller} name="noise" hash={result.hash} />
    </div>
  );
}

/** Says how many live above the night's limit now, and what the change does. */
function Headline({ result }: { result: NoiseResult }) {
  const { t } = useWords();
  const night = aboveIn(result, 'night');
  const values = { above: formatNumber(night.above), residents: formatNumber(result.residents) };
  return (
    <>
      <p>
        <b>{t('noise.headline', values)}</b>
        {night.before !== null && ` ${t('noise.headlineBefore', { before: formatNumber(night.before) })}`}
        {result.meanChangeDb !== null && ` ${t('noise.meanChange', { change: signed(result.meanChangeDb) })}`}
      </p>
      {result.spreadDb > 0 && (
        <p className="note">
          {t('noise.range', {
            least: formatNumber(night.least),
            most: formatNumber(night.most),
            spread: formatNumber(result.spreadDb),
          })}
        </p>
      )}
    </>
  );
}

/** Cells below this have no level. */
const NO_LEVEL_DB = -1e29;

const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatNumber(value, 1)}`;

/** Levels or their change on the picture. */
function Shows() {
  const { t } = useWords();
  const shows = useTwin(({ noiseForm }) => noiseForm.shows);
  const set = useTwin(({ setNoiseForm }) => setNoiseForm);
  return (
    <Segmented<NoiseForm['shows']>
      label={t('noise.shows')}
      value={shows}
      options={(['levels', 'change'] as const).map((value) => ({ value, label: t(`noise.shows_${value}`) }))}
      onChange={(next) => set({ shows: next })}
    />
  );
}

/** The shown map as a file. */
function TakeAway({ result: { raster } }: { result: NoiseResult }) {
  const shows = useTwin(({ noiseForm }) => noiseForm.shows);
  const values = shows === 'change' && raster.changeDb ? raster.changeDb : raster.values;
  const valueAt = (cell: number) => (values[cell] < NO_LEVEL_DB ? null : values[cell]);
  return (
    <p className="form-actions">
      <SaveRaster file={`noise-${shows}`} place={raster} valueAt={valueAt} />
    </p>
  );
}

const bandText = ({ fromDb, toDb }: NoiseBand): string => {
  if (fromDb === null) return `< ${toDb}`;
  return toDb === null ? `≥ ${fromDb}` : `${fromDb}–${toDb}`;
};

/** Residents and buildings by band of the loudest façade. */
function Bands({ result: { bands, request } }: { result: NoiseResult }) {
  const { t } = useWords();
  const hasBefore = bands.some(({ residentsBefore }) => residentsBefore !== null);
  return (
    <Table
      isFixed
      rows={bands}
      rowKey={bandText}
      columns={[
        { head: t('noise.band', { period: t(`noise.${request.period}`) }), cell: bandText },
        ...(hasBefore
          ? [{ head: t('noise.residentsBefore'), value: (one: NoiseBand) => one.residentsBefore, digits: 0 }]
          : []),
        { head: t('noise.residents'), value: ({ residents }) => residents, digits: 0, isMain: true },
        { head: t('noise.buildings'), value: ({ buildings }) => buildings, digits: 0 },
      ]}
    />
  );
}

/** Lists who lives above the limits of each class of ground; limits that nobody confirmed give figures, no verdict. */
function Limits({ result: { excess } }: { result: NoiseResult }) {
  const { t, of } = useWords();
  const hasBefore = excess.some(({ aboveBefore }) => aboveBefore !== null);
  const zoneText = ({ zone }: NoiseExcess) =>
    of(NOISE_LIMITS.zones.find((one) => one.zone === zone)?.label ?? { zh: zone, en: zone });
  return (
    <>
      <Table
        isFixed
        rows={excess}
        rowKey={({ zone, period }) => `${zone} ${period}`}
        columns={[
          { head: t('noise.zone'), cell: (one) => `${zoneText(one)} · ${t(`noise.${one.period}`)}` },
          { head: t('noise.limit'), value: ({ limitDb }) => limitDb, digits: 0 },
          { head: t('noise.residents'), value: ({ residents }) => residents, digits: 0 },
          ...(hasBefore
            ? [{ head: t('noise.aboveBefore'), value: (one: NoiseExcess) => one.aboveBefore, digits: 0 }]
            : []),
          { head: t('noise.above'), value: ({ above }) => above, digits: 0, isMain: true },
        ]}
      />
      <p className="note">
        <RuleMark standing={NOISE_LIMITS.standing} /> {t('noise.limitsWhy', { edition: NOISE_LIMITS.edition })}
      </p>
    </>
  );
}

/** Quiet sides, points, roads and ways. */
function Facts({ result }: { result: NoiseResult }) {
  const { t, of } = useWords();
  const { quiet, points, facades, roads, paths, used } = result;
  const rows = [
    [
      t('noise.quiet'),
      t('noise.quietValue', { residents: formatNumber(quiet.residents), buildings: formatNumber(quiet.buildings) }),
    ],
    [t('noise.points'), t('noise.pointsValue', { points: formatNumber(points), facades: formatNumber(facades) })],
    [
      t('noise.roads'),
      t('noise.roadsValue', { audible: formatNumber(roads.audible), counted: formatNumber(roads.counted) }),
    ],
    [
      t('noise.paths'),
      t(paths.isKept ? 'noise.pathsKept' : 'noise.pathsFound', {
        direct: formatNumber(paths.direct),
        reflected: formatNumber(paths.reflected),
      }),
    ],
    ...(used.counts ? [countsFact(used.counts, t, of)] : []),
    ...(used.weather ? [weatherFact(used.weather, t, of)] : []),
  ] as const;
  return <FactsList rows={rows} />;
}

/** What was inferred, and what the method leaves out. */
function Inferred({ result: { spreadDb } }: { result: NoiseResult }) {
  const { t } = useWords();
  return (
    <>
      {spreadDb > 0 && (
        <p className="note">
          <span className="tag unsure">{t('common.inferred')}</span>{' '}
          {t('noise.inferred', { spread: formatNumber(spreadDb) })}
        </p>
      )}
      <p className="note">{t('noise.method')}</p>
      <InferredFact fact="roads" />
    </>
  );
}
