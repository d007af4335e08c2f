import { assumptionText } from '../../../../model/city/assumption.ts';
import type { PipeFacts } from '../../../../workers/pipe-network/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

/** How whole the network is, layer by layer, and by which rule it was joined. */
export function NetworkHealth({ facts }: { facts: PipeFacts }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { origin, layers } = facts;
  return (
    <details className="pipe-health">
      <summary>{t('pipes.health')}</summary>
      <table className="analysis-table">
        <thead>
          <tr>
            <th>{t('pipes.layer')}</th>
            <th>{t('pipes.lengthKm')}</th>
            <th>{t('pipes.parts')}</th>
            <th>{t('pipes.ends')}</th>
            <th>{t('pipes.drawn')}</th>
            <th>{t('pipes.valveCount')}</th>
          </tr>
        </thead>
        <tbody>
          {layers.map(({ layer, lengthM, parts, ends, drawn, valves }) => (
            <tr key={layer}>
              <td>{of(twin.city.layers.find(({ id }) => id === layer)?.label ?? { zh: layer, en: layer })}</td>
              <td>{formatNumber(lengthM / 1000, 1)}</td>
              <td>{formatNumber(parts)}</td>
              <td>{formatNumber(ends)}</td>
              <td>{formatNumber(drawn)}</td>
              <td>{formatNumber(valves)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {origin?.state === 'inferred' && <p className="note">{assumptionText(origin, language)}</p>}
    </details>
  );
}

/** The figures that pipes are held against, each with its status. */
export function ClearanceTable({ facts: { rules, hasOwnRules } }: { facts: PipeFacts }) {
  const { t, of } = useWords();
  const metres = (value: number | undefined) => (value === undefined ? '' : formatNumber(value, 2));
  const status = (value: 'read' | 'unverified') =>
    value === 'unverified' && <span className="tag unsure">{t('pipes.unverified')}</span>;
  return (
    <details className="pipe-table">
      <summary>
        {t('pipes.table')} · {of(rules.title)}
      </summary>
      <p className="note">{t(hasOwnRules ? 'pipes.tableOwn' : 'pipes.tableBase')}</p>
      <table className="analysis-table">
        <thead>
          <tr>
            <th>{t('pipes.pair')}</th>
            <th>{t('pipes.horizontal')}</th>
            <th>{t('pipes.vertical')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rules.rows.map((row, i) => (
            <tr key={`${i} ${row.a} ${row.b}`} title={of(row.clause)}>
              <td>
                {t(`pipes.system_${row.a}`)} × {row.b === 'building' ? t('pipes.building') : t(`pipes.system_${row.b}`)}
                {row.aboveDnMm !== undefined && ` · DN > ${formatNumber(row.aboveDnMm)}`}
                {row.aboveMPa !== undefined && ` · > ${formatNumber(row.aboveMPa, 2)} MPa`}
              </td>
              <td>{metres(row.horizontalM)}</td>
              <td>{metres(row.verticalM)}</td>
              <td>{status(row.status)}</td>
            </tr>
          ))}
          {rules.cover.map(({ system, coverM, clause, status: known }) => (
            <tr key={`cover ${system}`} title={of(clause)}>
              <td>
                {t(`pipes.system_${system}`)} × {t('pipes.ground')}
              </td>
              <td />
              <td>{metres(coverM)}</td>
              <td>{status(known)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
