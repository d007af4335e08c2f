import { CROSSED_BUILDING, CROSSED_PIPE, INSIDE, TERRAIN_CLASS } from '../../../../model/tables/terrain-analysis.ts';
import type { TerrainResult } from '../../../../workers/terrain-analysis/engine-types.ts';
import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { COMPASS } from '../../../kit/compass.ts';
import { Quantity } from '../../../kit/controls.tsx';
import { formatHectares, formatNumber, HECTARE } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { coloursOf } from '../colours.ts';
import { TERRAIN_ANALYSIS, terrainAnalysisController } from '../controller.ts';
import { SectionChart } from './section-chart.tsx';
import { SectionOnPicture } from './section-on-picture.tsx';

type Of<K extends TerrainResult['kind']> = Extract<TerrainResult, { kind: K }>;

/** What the last analysis came to. */
export function TerrainOutcome() {
  const controller = useController(terrainAnalysisController);
  useTwin((state) => doneSerial(state, TERRAIN_ANALYSIS));
  const result = controller.result();
  if (!result) return null;
  return (
    <div data-kind={result.kind}>
      {(result.kind === 'slope' || result.kind === 'aspect') && <Classes result={result} />}
      {result.kind === 'earthwork' && <Earthwork result={result} />}
      {result.kind === 'buffer' && <Buffer result={result} />}
      {result.kind === 'profile' && <Profile result={result} />}
      {result.kind === 'buffer' && <InferredFact fact="population" />}
      {result.kind === 'profile' && <InferredFact fact="prisms" />}
      {result.kind === 'profile' && <InferredFact fact="tubes" />}
      <AnalysisFoot controller={controller} name={`terrain-${result.kind}`} hash={result.hash} />
    </div>
  );
}

function Classes({ result }: { result: Of<'slope'> | Of<'aspect'> }) {
  const { t } = useWords();
  const { classes, noneM2, raster } = result;
  const all = classes.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  const colours = coloursOf(result);
  const nameOf = useClassName(result.kind);
  return (
    <>
      <Table
        isFixed
        rows={classes}
        rowKey={(_, i) => colours[i].token}
        columns={[
          {
            head: t(`terrain.${result.kind}`),
            cell: (_, i) => (
              <span className="class-name">
                <i className="swatch" style={{ background: `var(--${colours[i].token})` }} aria-hidden="true" />{' '}
                {nameOf(colours[i], i)}
              </span>
            ),
          },
          { head: t('terrain.areaHa'), ...TERRAIN_CLASS.area_m2, cell: ({ areaM2 }) => formatHectares(areaM2) },
          { head: t('terrain.sharePct'), value: ({ areaM2 }) => (all === 0 ? 0 : (100 * areaM2) / all), digits: 1 },
        ]}
      />
      <p className="note">
        {t(result.kind === 'slope' ? 'terrain.noneSlope' : 'terrain.noneAspect', { area: formatHectares(noneM2) })}{' '}
        {t('terrain.cell', { cell: formatNumber(raster.cellM, 1) })}
      </p>
    </>
  );
}

/** A class by its degrees or its direction. */
export function useClassName(kind: 'slope' | 'aspect'): (limits: { from: number; to: number }, at: number) => string {
  const { t } = useWords();
  return ({ from, to }, at) =>
    kind === 'aspect' ? t(`terrain.to_${COMPASS[at]}`) : `${formatNumber(from, 0)}–${formatNumber(to, 0)}°`;
}

function Keys({ rows }: { rows: readonly { name: string; value: string; unit: string }[] }) {
  return (
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
  );
}

function Earthwork({
  result: { cutM3, fillM3, areaM2, uncoveredM2, elevationM, request },
}: {
  result: Of<'earthwork'>;
}) {
  const { t, language } = useWords();
  const isSought = request.kind === 'earthwork' && request.target.by !== 'grid' && request.target.elevationM === null;
  const rows = [
    { name: t('terrain.cut'), value: formatNumber(cutM3, 0), unit: 'm³' },
    { name: t('terrain.fill'), value: formatNumber(fillM3, 0), unit: 'm³' },
    { name: t('terrain.net'), value: formatNumber(fillM3 - cutM3, 0), unit: 'm³' },
    { name: t('terrain.area'), value: formatHectares(areaM2), unit: HECTARE[language] },
  ];
  const level = { name: t(isSought ? 'terrain.balanceLevel' : 'terrain.targetLevel'), unit: 'm' };
  return (
    <>
      <Keys rows={elevationM === null ? rows : [{ ...level, value: formatNumber(elevationM, 2) }, ...rows]} />
      {uncoveredM2 > 0 && <p className="note">{t('terrain.uncovered', { area: formatHectares(uncoveredM2) })}</p>}
      <p className="note">{t('terrain.earthworkHow')}</p>
    </>
  );
}

function Buffer({ result: { areaM2, things, asPoints, layers } }: { result: Of<'buffer'> }) {
  const { t, of, language } = useWords();
  return (
    <>
      <Keys rows={[{ name: t('terrain.area'), value: formatHectares(areaM2), unit: HECTARE[language] }]} />
      <Table
        rows={layers}
        rowKey={({ layer }) => layer}
        columns={[
          { head: t('terrain.layer'), value: ({ label }) => of(label) },
          { head: t('terrain.count'), ...INSIDE.count },
          { head: t('terrain.residents'), ...INSIDE.residents },
          { head: t('terrain.dwellings'), ...INSIDE.dwellings },
        ]}
      />
      <p className="note">{t('terrain.insideHow')}</p>
      {asPoints > 0 && (
        <p className="note">
          {t('terrain.asPoints', { count: asPoints, points: formatNumber(asPoints), things: formatNumber(things) })}
        </p>
      )}
    </>
  );
}

function Profile({ result }: { result: Of<'profile'> }) {
  const { t, of } = useWords();
  const { section, lengthM, buildings, pipes } = result;
  return (
    <>
      <Keys rows={[{ name: t('terrain.length'), value: formatNumber(lengthM, 1), unit: 'm' }]} />
      <SectionChart section={section} pipes={pipes} />
      <SectionOnPicture result={result} />
      {buildings.length > 0 && (
        <Table
          rows={buildings}
          rowKey={({ building, fromM, topM }) => `${building.id} ${fromM} ${topM}`}
          columns={[
            {
              head: t('terrain.building'),
              value: ({ building }) => of(building.name),
              cell: ({ building }) => <BuildingLink building={building} />,
            },
            { head: t('terrain.at'), ...CROSSED_BUILDING.from_m, digits: 0 },
            { head: t('terrain.width'), value: ({ fromM, toM }) => toM - fromM, digits: 1 },
            { head: t('terrain.top'), ...CROSSED_BUILDING.top_elevation_m, digits: 1 },
          ]}
        />
      )}
      {pipes.length > 0 && (
        <Table
          rows={pipes}
          rowKey={({ layer, id, distanceM }) => `${layer} ${id} ${distanceM}`}
          columns={[
            { head: t('terrain.pipe'), ...CROSSED_PIPE.id },
            { head: t('terrain.at'), ...CROSSED_PIPE.distance_m, digits: 0 },
            { head: t('terrain.width'), ...CROSSED_PIPE.width_m, digits: 2 },
            { head: t('terrain.axis'), ...CROSSED_PIPE.axis_elevation_m, digits: 2 },
            { head: t('terrain.cover'), ...CROSSED_PIPE.cover_m, digits: 2 },
          ]}
        />
      )}
    </>
  );
}
