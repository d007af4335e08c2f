import { OBSTACLE, type ViewObstacle } from '../../../../model/tables/view-analysis.ts';
import type { ViewResult } from '../../../../workers/view-analysis/engine-types.ts';
import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { formatHectares, formatNumber, HECTARE } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { VIEW_ANALYSIS, viewAnalysisController } from '../controller.ts';
import { ProfileChart, SkylineChart } from './charts.tsx';

type Of<K extends ViewResult['kind']> = Extract<ViewResult, { kind: K }>;

/** What the last analysis came to. */
export function ViewOutcome() {
  const controller = useController(viewAnalysisController);
  useTwin((state) => doneSerial(state, VIEW_ANALYSIS));
  const result = controller.result();
  if (!result) return null;
  return (
    <div className="view-outcome" data-kind={result.kind}>
      {result.kind === 'sight' && <Sight result={result} />}
      {result.kind === 'corridor' && <Corridor result={result} />}
      {result.kind === 'skyline' && <Skyline result={result} />}
      {(result.kind === 'viewshed' || result.kind === 'landmark') && <Field result={result} />}
      <InferredFact fact="prisms" />
      <AnalysisFoot controller={controller} name={result.kind} hash={result.hash} />
    </div>
  );
}

function Sight({ result: { from, to, obstacles, profile } }: { result: Of<'sight'> }) {
  const { t } = useWords();
  const length = formatNumber(Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]), 1);
  return (
    <>
      <p role="status">
        <b>
          {obstacles.length === 0
            ? t('views.free', { length })
            : t('views.blocked', { count: obstacles.length, length })}
        </b>
      </p>
      <ProfileChart profile={profile} />
      <Obstacles obstacles={obstacles} limit={t('views.limit')} />
    </>
  );
}

function Corridor({ result: { obstacles } }: { result: Of<'corridor'> }) {
  const { t } = useWords();
  return (
    <>
      <p role="status">
        <b>{obstacles.length === 0 ? t('views.corridorFree') : t('views.corridorIn', { count: obstacles.length })}</b>
      </p>
      <Obstacles obstacles={obstacles} limit={t('views.face')} />
    </>
  );
}

function Obstacles({ obstacles, limit }: { obstacles: readonly ViewObstacle[]; limit: string }) {
  const { t, of } = useWords();
  if (obstacles.length === 0) return null;
  return (
    <Table
      rows={obstacles}
      rowKey={({ building }) => (building ? `${building.layer} ${building.row}` : 'ground')}
      columns={[
        {
          head: t('views.what'),
          value: ({ building }) => (building ? of(building.name) : t('views.ground')),
          cell: ({ building }) => (
            <>
              {building ? <BuildingLink building={building} /> : t('views.ground')}
              {building && building.state !== 'existing' && (
                <>
                  {' '}
                  <span className="tag plan">{t('views.plannedTag')}</span>
                </>
              )}
            </>
          ),
        },
        { head: t('views.distance'), ...OBSTACLE.distance_m, digits: 0 },
        { head: t('views.top'), ...OBSTACLE.top_elevation_m, digits: 1 },
        { head: limit, ...OBSTACLE.limit_elevation_m, digits: 1 },
        { head: t('views.excess'), ...OBSTACLE.excess_m, digits: 1, isMain: true },
      ]}
    />
  );
}

function Field({ result }: { result: Of<'viewshed' | 'landmark'> }) {
  const { t, language } = useWords();
  const { seenM2, hiddenM2, builtM2, seenRatio, raster } = result;
  const values = { percent: formatNumber(100 * seenRatio, 1), area: formatHectares(seenM2 + hiddenM2) };
  const rows = [
    { name: t('views.seen'), areaM2: seenM2 },
    { name: t('views.hidden'), areaM2: hiddenM2 },
    { name: t('views.built'), areaM2: builtM2 },
  ];
  return (
    <>
      <p role="status">
        <b>{t(result.kind === 'viewshed' ? 'views.seenShare' : 'views.landmarkShare', values)}</b>
      </p>
      <dl className="keys">
        {rows.map(({ name, areaM2 }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Quantity value={formatHectares(areaM2)} unit={HECTARE[language]} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="note">{t('views.cell', { cell: formatNumber(raster.cellM, 1) })}</p>
    </>
  );
}

function Skyline({ result }: { result: Of<'skyline'> }) {
  const { t, of } = useWords();
  const { skyRatio, highestDeg, meanDeg, varianceDeg2 } = result.openness;
  const rows = [
    { name: t('views.sky'), value: formatNumber(100 * skyRatio, 1), unit: '%' },
    { name: t('views.highest'), value: formatNumber(highestDeg, 1), unit: '°' },
    { name: t('views.mean'), value: formatNumber(meanDeg, 1), unit: '°' },
    { name: t('views.variance'), value: formatNumber(varianceDeg2, 1), unit: '°²' },
  ];
  return (
    <>
      <SkylineChart result={result} />
      <dl className="keys">
        {rows.map(({ name, value, unit }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Quantity value={value} unit={unit} />
            </dd>
          </div>
        ))}
      </dl>
      <Table
        rows={result.buildings}
        rowKey={({ building }) => `${building.layer} ${building.row}`}
        columns={[
          {
            head: t('views.inSkyline'),
            value: ({ building }) => of(building.name),
            cell: ({ building }) => <BuildingLink building={building} />,
          },
          {
            head: t('views.bearing'),
            value: ({ bearings }) => bearings,
            cell: ({ bearings }) => t('views.bearings', { count: bearings }),
          },
        ]}
      />
    </>
  );
}
