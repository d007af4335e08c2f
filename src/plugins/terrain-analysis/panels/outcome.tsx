import type { ReactNode } from 'react';
import type { TerrainResult } from '../../../../workers/terrain-analysis/engine-types.ts';
import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { COMPASS } from '../../../kit/compass.ts';
import { Quantity } from '../../../kit/controls.tsx';
import { formatHectares, formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { coloursOf } from '../colours.ts';
import { TERRAIN_ANALYSIS, terrainOpener } from '../open.ts';
import { SectionChart } from './section-chart.tsx';
import { SectionOnPicture } from './section-on-picture.tsx';

/** So many are listed; all are in the tables that are saved. */
const LISTED_ROWS = 25;

type Of<K extends TerrainResult['kind']> = Extract<TerrainResult, { kind: K }>;

/** What the last analysis came to. */
export function TerrainOutcome() {
  const controller = useController(terrainOpener);
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

/** Rows of numbers, the first cell of each a name. */
function Table({ heads, rows }: { heads: readonly string[]; rows: readonly { key: string; cells: ReactNode[] }[] }) {
  return (
    <table className="analysis-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, i) => (
              <td key={heads[i]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Classes({ result }: { result: Of<'slope'> | Of<'aspect'> }) {
  const { t } = useWords();
  const { classes, noneM2, raster } = result;
  const all = classes.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  const colours = coloursOf(result);
  const nameOf = useClassName(result.kind);
  const rows = classes.map(({ areaM2 }, i) => ({
    key: colours[i].token,
    cells: [
      <span key="name" className="class-name">
        <i className="swatch" style={{ background: `var(--${colours[i].token})` }} aria-hidden="true" />{' '}
        {nameOf(colours[i], i)}
      </span>,
      formatHectares(areaM2),
      formatNumber(all === 0 ? 0 : (100 * areaM2) / all, 1),
    ],
  }));
  return (
    <>
      <Table heads={[t(`terrain.${result.kind}`), t('terrain.areaHa'), t('terrain.sharePct')]} rows={rows} />
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
  const { t } = useWords();
  const isSought = request.kind === 'earthwork' && request.target.by !== 'grid' && request.target.elevationM === null;
  const rows = [
    { name: t('terrain.cut'), value: formatNumber(cutM3, 0), unit: 'm³' },
    { name: t('terrain.fill'), value: formatNumber(fillM3, 0), unit: 'm³' },
    { name: t('terrain.net'), value: formatNumber(fillM3 - cutM3, 0), unit: 'm³' },
    { name: t('terrain.area'), value: formatHectares(areaM2), unit: 'ha' },
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
  const { t, of } = useWords();
  const count = (value: number | null) => (value === null ? '—' : formatNumber(value));
  const rows = layers.map(({ layer, label, count: found, residents, dwellings }) => ({
    key: layer,
    cells: [of(label), formatNumber(found), count(residents), count(dwellings)],
  }));
  return (
    <>
      <Keys rows={[{ name: t('terrain.area'), value: formatHectares(areaM2), unit: 'ha' }]} />
      <Table
        heads={[t('terrain.layer'), t('terrain.count'), t('terrain.residents'), t('terrain.dwellings')]}
        rows={rows}
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
  const { t } = useWords();
  const { section, lengthM, buildings, pipes } = result;
  const standing = buildings.slice(0, LISTED_ROWS).map(({ building, fromM, toM, topM }) => ({
    key: `${building.id} ${fromM} ${topM}`,
    cells: [
      <BuildingLink key="link" building={building} />,
      formatNumber(fromM, 0),
      formatNumber(toM - fromM, 1),
      formatNumber(topM, 1),
    ],
  }));
  const crossed = pipes.slice(0, LISTED_ROWS).map(({ layer, id, distanceM, widthM, elevationM, coverM }) => ({
    key: `${layer} ${id} ${distanceM}`,
    cells: [
      id,
      formatNumber(distanceM, 0),
      formatNumber(widthM, 2),
      formatNumber(elevationM, 2),
      formatNumber(coverM, 2),
    ],
  }));
  return (
    <>
      <Keys rows={[{ name: t('terrain.length'), value: formatNumber(lengthM, 1), unit: 'm' }]} />
      <SectionChart section={section} pipes={pipes} />
      <SectionOnPicture result={result} />
      {standing.length > 0 && (
        <Table heads={[t('terrain.building'), t('terrain.at'), t('terrain.width'), t('terrain.top')]} rows={standing} />
      )}
      {crossed.length > 0 && (
        <Table
          heads={[t('terrain.pipe'), t('terrain.at'), t('terrain.width'), t('terrain.axis'), t('terrain.cover')]}
          rows={crossed}
        />
      )}
      {(buildings.length > LISTED_ROWS || pipes.length > LISTED_ROWS) && <p className="note">{t('terrain.more')}</p>}
    </>
  );
}
